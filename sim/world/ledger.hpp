// The commits that a load's client saw acknowledged, run-length: where each stands in the WAL and
// what it was promised, so that it can be said which of them are gone.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/time.hpp"
#include "sim/facts/facts.hpp"
#include "sim/world/history.hpp"

namespace sim::world {

/// A commit: where its record ends, and what its acknowledgement promises.
struct Commit {
    WalPoint end;
    facts::Promise promise = facts::Promise::local;
};

/// A commit as one number, where only one fits: no WAL is longer than 48 bits, and no run has more
/// than 16,000 promotions.
[[nodiscard]] constexpr std::uint64_t packed(const Commit& commit) {
    return commit.end.position | std::uint64_t{commit.end.branch & 0x3fffU} << 48U |
           static_cast<std::uint64_t>(commit.promise) << 62U;
}
[[nodiscard]] constexpr Commit unpacked(std::uint64_t word) {
    const WalPoint end{static_cast<BranchId>(word >> 48U & 0x3fffU), word & 0xffff'ffff'ffffU};
    return {end, static_cast<facts::Promise>(word >> 62U)};
}

/// Acknowledged commits of one promise that some WAL lacks.
struct LostCommits {
    std::uint64_t count = 0;
    engine::TrueTime oldest = engine::TrueTime::never();  ///< acknowledged then
    std::uint64_t bytes = 0;  ///< from where the two parted to the last of them
};

class CommitLedger {
  public:
    /// Its client is told at `at`. REQUIRES: none before on that branch ended later.
    void acknowledge(const Commit& commit, engine::TrueTime at);
    /// How many of them are no part of the WAL that ends at a point.
    [[nodiscard]] std::uint64_t lost(const History& history, const WalPoint& kept) const;
    /// Which those of one promise are; `oldest` is exact to within the jitter of a round trip.
    [[nodiscard]] LostCommits lost(const History& history, const WalPoint& kept,
                                   facts::Promise promise) const;

  private:
    /// Commits on one branch at equal distances in WAL and, nearly, in time.
    struct Run {
        BranchId branch = 0;
        facts::Promise promise = facts::Promise::local;
        std::uint64_t first = 0;
        std::uint64_t stride = 0;
        std::uint64_t count = 0;
        engine::TrueTime began;
        engine::TrueTime ended;
        [[nodiscard]] std::uint64_t last() const { return first + stride * (count - 1); }
        [[nodiscard]] bool continued_by(const Commit& commit, engine::TrueTime at) const;
        [[nodiscard]] std::uint64_t beyond(std::uint64_t position) const;
        /// When the n-th from the end was acknowledged.
        [[nodiscard]] engine::TrueTime from_the_end(std::uint64_t n) const;
    };
    std::vector<Run> runs_;
};

}  // namespace sim::world
