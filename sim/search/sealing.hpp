// When a failure became inevitable: the world is kept at earlier instants, each copy's future is
// left to chance many times, and the share of futures that fail is a curve over time. Chance means
// other delays, and that each later action of the story happens or does not.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/world/logic_box.hpp"
#include "sim/world/run.hpp"

namespace sim::search {

struct Futures {
    engine::TrueTime from;  ///< what happened up to here stays
    std::uint32_t failed = 0;
    std::uint32_t of = 0;
};

struct Sealing {
    std::vector<Futures> curve;  ///< in order of time
    /// From `open_at`, where some futures still end well, to `sealed_at`, from which on none does;
    /// none: it was never sealed before it showed, or from the beginning on.
    std::optional<engine::TrueTime> open_at;
    std::optional<engine::TrueTime> sealed_at;
};

struct SealingOptions {
    std::uint32_t instants = 24;  ///< at which futures are drawn, before the jump is looked for
    std::uint32_t futures = 24;   ///< of each
    std::uint32_t halvings = 10;  ///< of the span in which it was sealed
    const world::LogWords* words = nullptr;  ///< REQUIRES: set if the story waits for patterns
};

/// `oracle`: violated by the story under `options.seed`, not before `violated_at`.
struct Failure {
    std::string_view oracle;
    engine::TrueTime violated_at;
};
[[nodiscard]] Sealing seal(const scenario::Scenario& scenario, const world::LogicEntry& logic,
                           const Failure& failure, const SealingOptions& options);

}  // namespace sim::search
