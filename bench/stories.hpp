// Stories of the library, loaded and brought to an instant: what the benchmarks of worlds start
// from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/simrun/prepared.hpp"
#include "sim/world/world.hpp"

namespace bench {

/// A scenario of `scenarios/`, loaded; throws with the diagnostics if it cannot be.
[[nodiscard]] sim::simrun::Prepared load(const std::string& file);

/// Its world under the file's own seed, before the first event. Nothing is recorded.
[[nodiscard]] std::unique_ptr<sim::world::World> begin(const sim::simrun::Prepared& prepared);

/// Events from start to verdict.
[[nodiscard]] std::uint64_t count_events(const sim::simrun::Prepared& prepared);

/// The world after `events` events, or at its end.
[[nodiscard]] std::unique_ptr<sim::world::World> after(const sim::simrun::Prepared& prepared,
                                                       std::uint64_t events);

/// The world when `span` has passed since all proxies serve.
[[nodiscard]] std::unique_ptr<sim::world::World> at(const sim::simrun::Prepared& prepared,
                                                    engine::Duration span);

}  // namespace bench
