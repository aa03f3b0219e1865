#include "sim/world/history.hpp"

#include <algorithm>

namespace sim::world {

std::optional<std::uint64_t> History::shared(BranchId part, BranchId whole) const {
    std::uint64_t until = UINT64_MAX;
    for (BranchId branch = whole; branch != Branch::none; branch = at(branch).parent) {
        if (branch == part) return until;
        until = std::min(until, at(branch).fork);
    }
    return std::nullopt;
}

bool History::contains(BranchId whole, const WalPoint& point) const {
    const auto until = shared(point.branch, whole);
    return until && point.position <= *until;
}

bool History::diverged(const WalPoint& a, const WalPoint& b) const {
    return !contains(b.branch, a) && !contains(a.branch, b);
}

}  // namespace sim::world
