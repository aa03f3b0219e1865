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
/// Messages each sent because of the one before, with no pause between: a failover takes dozens.
inline constexpr std::uint32_t messages_in_a_row = 1'000;
/// A timer that is shorter is no pause; it counts as a message that a process sends to itself.
inline constexpr engine::Duration shortest_pause = std::chrono::milliseconds{1};
/// So many of them are told, so that the loop can be named.
inline constexpr std::uint32_t messages_told = 32;
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
    std::uint32_t messages_in_a_row = limits::messages_in_a_row;
    engine::Duration start = limits::start;
};

}  // namespace sim::world
