// What a running story keeps an eye on: conditions, log lines, and how often a value has changed.
// Looked at after every event that changes a fact.
#pragma once

#include "sim/world/story.hpp"

namespace sim::world {

/// Begins to watch an observation of a step, or of the run (facts::first_always + …).
void open_watch(World& world, std::uint32_t step, std::uint32_t index);
/// Log lines count from the beginning of the step; their time-out from its observations.
void open_log_watches(World& world, std::uint32_t step);
void limit_log_watches(World& world, std::uint32_t step);
/// The spans of a watch and of a log expectation are over.
void end_watch(World& world, std::uint32_t watch);
void end_log_watch(World& world, std::uint32_t watch);
/// The run is over: what is still open is settled.
void close_watches(World& world);
/// Whether nothing of a step is open any more.
[[nodiscard]] bool settled(const World& world, std::uint32_t step);

/// `changes` of a step counts from now on, until the step ends.
void begin_counting(World& world, std::uint32_t step);
void end_counting(World& world, std::uint32_t step);

[[nodiscard]] bool holds(const World& world, const scenario::Expression& condition,
                         std::uint32_t step);

/// After an event: conditions that its facts may have changed.
void watch_conditions(World& world);
void on_log_line(World& world, std::int32_t proxy, const failover::Log& line);

}  // namespace sim::world
