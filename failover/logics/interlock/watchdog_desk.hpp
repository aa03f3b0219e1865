// The watchdog's desk: what processes of its own proxy ask over IPC, and what other watchdogs
// pass on: failover requests, lock commands, status data (semantics-3.6 §7.4, §8).
#pragma once

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// The command of a local process; answers it, or keeps it until a peer has.
void desk_call(Work& work, ConnectionId client, const Message& request);
/// A local process has closed its connection. False: unknown here.
bool desk_hung_up(Work& work, ConnectionId client);
/// A packet of this business from a peer; false: another matter.
bool desk_packet(Work& work, Peer& peer, const Message& message);
/// Nobody waits for this peer any longer.
void desk_lost(Work& work, const Peer& peer);
/// Forgets failover objects of 15 s and more.
void desk_expire(Work& work);

}  // namespace failover::interlock
