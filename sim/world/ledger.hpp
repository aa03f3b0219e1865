// The commits that a load's client saw acknowledged, run-length: where each stands in the WAL, so
// that it can be said which of them are gone.
#pragma once

#include <cstdint>
#include <vector>

namespace sim::world {

class CommitLedger {
  public:
    /// A commit whose record ends at `position`. REQUIRES: none before ended later.
    void acknowledge(std::uint64_t position);
    /// How many of them end beyond a position.
    [[nodiscard]] std::uint64_t beyond(std::uint64_t position) const;

  private:
    /// Commits at equal distances.
    struct Run {
        std::uint64_t first = 0;
        std::uint64_t stride = 0;
        std::uint64_t count = 0;
        [[nodiscard]] std::uint64_t last() const { return first + stride * (count - 1); }
    };
    std::vector<Run> runs_;
};

}  // namespace sim::world
