// Limits of a run, each with a verdict of its own: a result never depends on the machine's speed,
// and a run that does not end by itself is ended by one of these.
#pragma once

#include <cstdint>

namespace sim::world::limits {

inline constexpr std::uint64_t events = 200'000'000;
inline constexpr std::uint32_t events_at_one_instant = 100'000;
inline constexpr std::size_t mailbox = 100'000;
/// Of a run's trace; what comes later is still in the fingerprint, but cannot be named.
inline constexpr std::size_t traced_folds = 4'000'000;

}  // namespace sim::world::limits
