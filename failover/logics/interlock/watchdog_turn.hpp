// How a turn of the watchdog ends (semantics-3.6 §9.4): timers, reconnects, peers that cannot be
// reached, and what a leader looks after.
#pragma once

#include <optional>

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// The state timer's cause if it has run out: decided before anything of the turn is read, handled
/// after all of it.
[[nodiscard]] std::optional<Cause> expired_timer(Work& work);
/// Everything that comes after reading.
void finish_turn(Work& work, const std::optional<Cause>& expired);

}  // namespace failover::interlock
