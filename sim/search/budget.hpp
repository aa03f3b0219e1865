// The budget of a plan: what may be open at one time, decided before anything runs
// (scenario-format, [chaos]; faults-and-oracles §8.3).
#pragma once

#include <vector>

#include "sim/search/cast.hpp"

namespace sim::search {

/// Leaves out the faults that would break the budget, the earlier ones first served. REQUIRES: in
/// order of time.
void keep_within(std::vector<Fault>& faults, const scenario::Budget& budget, const Cast& cast);

/// What a fault may do to the copies of what was acknowledged.
struct Touch {
    std::vector<std::string> databases;  ///< that may fall behind, by their hosts
    std::size_t others = 0;              ///< and so many more: which, is seen when it happens
    bool forks = false;                  ///< commits may be acknowledged on two branches
};
[[nodiscard]] Touch touch_of(const Fault& fault, const Cast& cast);

}  // namespace sim::search
