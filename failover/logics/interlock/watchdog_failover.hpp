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

/// Sends a passed request to every active peer but one (nullptr: to all); who is out of reach gets
/// it when a connection is back.
void send_to_all(Work& work, PassedRequest& request, const Peer* but);
/// What is still due to peers that can be reached again (§9.4).
void resend_requests(Work& work);

/// A request for more than one node is undefined in the product (W11): refused with a note.
[[nodiscard]] bool several_nodes(Work& work, ConnectionId client, const Message& request);
/// A local request at the leader.
void failover_call(Work& work, ConnectionId client, const Message& request);
/// f: a standby's request at (supposedly) its leader.
void failover_packet_from(Work& work, Peer& peer, const Message& message);
/// V: the leader spreads a request.
void replicate_packet_from(Work& work, Peer& peer, const Message& message);
/// D, -, G, R, E: an answer to something passed on. False if it belongs to nothing open here.
bool answered_by(Work& work, Peer& peer, const Message& message);

}  // namespace failover::interlock
