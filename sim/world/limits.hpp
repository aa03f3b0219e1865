// Limits of a run, each with a verdict of its own: a result never depends on the machine's speed,
// and a run that does not end by itself is ended by one of these.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/time.hpp"

namespace sim::world::limits {

inline constexpr std::uint64_t events = 200'000'000;
inline constexpr std::uint32_t events_at_one_instant = 100'000;
inline constexpr std::size_t mailbox = 100'000;
/// Of a run's trace; what comes later is still in the fingerprint, but cannot be named.
inline constexpr std::size_t traced_folds = 4'000'000;
/// Simulated time in which a cluster that begins `serving` must come to serve.
inline constexpr engine::Duration start = std::chrono::hours{1};

}  // namespace sim::world::limits

namespace sim::world {

/// The limits that hold for one run: those above, unless a test of them wants less.
struct Limits {
    std::uint64_t events = limits::events;
    std::uint32_t events_at_one_instant = limits::events_at_one_instant;
    std::size_t mailbox = limits::mailbox;
    engine::Duration start = limits::start;
};

}  // namespace sim::world
