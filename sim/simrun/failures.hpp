// Failures of runs in words: what results of experiments and sweeps are grouped by, for the files
// and the reports that outlive the run.
#pragma once

#include <vector>

#include "reports/campaign.hpp"
#include "sim/search/experiment.hpp"

namespace sim::simrun {

/// One for each class, `catalogue` being that of the logic that ran; where no oracle says what
/// failed, the limit or whatever it was does.
[[nodiscard]] std::vector<reports::FailureClass> failures_of(const search::Outcome& outcome,
                                                             const failover::Catalogue& catalogue);

}  // namespace sim::simrun
