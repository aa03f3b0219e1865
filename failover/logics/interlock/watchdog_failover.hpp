// Failover requests on their way through the watchdogs (semantics-3.6 §8.2 - §8.4), and the
// answers to everything that was passed on.
#pragma once

#include <vector>

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// What a caller on the IPC socket is told.
struct Answer {
    IpcResult result = IpcResult::ok;
    CommandResult command = CommandResult::error;
    std::int32_t failover_id = 0;
};
/// Answers and closes; nothing if the caller has gone.
void answer(Work& work, ConnectionId client, const Answer& how);

/// The backends of a failover request whose words begin at `offset`.
[[nodiscard]] std::vector<BackendId> nodes_of(const Message& request, std::size_t offset);

/// A local request at the leader.
void failover_call(Work& work, ConnectionId client, const Message& request);
/// f: a standby's request at (supposedly) its leader.
void failover_packet_from(Work& work, Peer& peer, const Message& message);
/// V: the leader spreads a request.
void replicate_packet_from(Work& work, Peer& peer, const Message& message);
/// D, -, G, R, E: an answer to something passed on. False if it belongs to nothing open here.
bool answered_by(Work& work, Peer& peer, const Message& message);

}  // namespace failover::interlock
