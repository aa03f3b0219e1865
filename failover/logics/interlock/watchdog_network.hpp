// What a watchdog does about the network interfaces of its own host (semantics-3.6 §9.5, §9.10):
// it needs one at the start, gives up without, and a leader gets the delegate IP back.
#pragma once

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// At the start: says what is monitored. False: nothing of it is up, the watchdog has ended.
[[nodiscard]] bool check_interfaces(Work& work);
void network_changed(Work& work, const NetworkChanged& changed);

/// A leader that holds the delegate IP runs the whole acquisition again for each address that
/// stands before it, all inside the watchdog (W10).
void regain_delegate_address(Work& work);
/// A command of that has ended.
void address_step(Work& work, const CommandEnded& ended);

}  // namespace failover::interlock
