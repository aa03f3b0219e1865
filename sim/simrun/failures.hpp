// Failures of runs in words: what results of experiments and sweeps are grouped by, for the files
// and the reports that outlive the run.
#pragma once

#include <string_view>
#include <vector>

#include "reports/campaign.hpp"
#include "sim/search/experiment.hpp"

namespace sim::simrun {

/// One for each class, `catalogue` being that of the logic that ran; where no oracle says what
/// failed, the limit or whatever it was does.
[[nodiscard]] std::vector<reports::FailureClass> failures_of(const search::Outcome& outcome,
                                                             const failover::Catalogue& catalogue);

/// What failed where no oracle says it.
[[nodiscard]] std::string_view failure_of(int exit_code);

/// "lock: CHECK, somebody, any, locked": a table and when a row of it applies. What follows from it
/// stands in the last column and tells rows apart no better.
[[nodiscard]] std::string rule_text(const failover::Catalogue& catalogue,
                                    const failover::RuleId& id);

}  // namespace sim::simrun
