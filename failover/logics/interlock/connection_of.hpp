// Which connection an input is about: a process that holds several of them, as the watchdog and the
// lifecheck by query do, sorts its inputs by that.
#pragma once

#include "failover/logic.hpp"

namespace failover::interlock {

/// no_connection for timers, signals and the like.
[[nodiscard]] ConnectionId connection_of(const Input& input);

}  // namespace failover::interlock
