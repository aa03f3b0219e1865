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

}  // namespace sim::simrun
