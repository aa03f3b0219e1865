// The commits that a load's client saw acknowledged, run-length: where each stands in the WAL, so
// that it can be said which of them are gone.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/world/history.hpp"

namespace sim::world {

class CommitLedger {
  public:
    /// A commit whose record ends at a point. REQUIRES: none before on that branch ended later.
    void acknowledge(const WalPoint& point);
    /// How many of them are no part of the WAL that ends at a point.
    [[nodiscard]] std::uint64_t lost(const History& history, const WalPoint& kept) const;

  private:
    /// Commits on one branch at equal distances.
    struct Run {
        BranchId branch = 0;
        std::uint64_t first = 0;
        std::uint64_t stride = 0;
        std::uint64_t count = 0;
        [[nodiscard]] std::uint64_t last() const { return first + stride * (count - 1); }
        [[nodiscard]] std::uint64_t beyond(std::uint64_t position) const;
    };
    std::vector<Run> runs_;
};

}  // namespace sim::world
