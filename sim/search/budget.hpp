// The budget of a plan: what may be open at one time, decided before anything runs
// (scenario-format, [chaos]; faults-and-oracles §8.3).
#pragma once

#include <vector>

#include "sim/search/plan.hpp"

namespace sim::search {

/// Leaves out the faults that would break the budget, the earlier ones first served. REQUIRES: in
/// order of time.
void keep_within(std::vector<Fault>& faults, const scenario::Budget& budget);

}  // namespace sim::search
