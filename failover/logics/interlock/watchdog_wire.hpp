// How a watchdog reaches its peers: connecting, sending, numbering, and commands that wait for
// replies (semantics-3.6 §9.1, §9.3, §16.4).
#pragma once

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// Begins a connect unless one stands or is under way; stamps the attempt.
void connect(Work& work, Peer& peer);
/// To every peer that is not connected and has not said that it shuts down.
void connect_all(Work& work);
void close(Work& work, Socket& socket);

/// Sends over the own connection, else over the peer's. False: neither stands.
bool send(Work& work, Peer& peer, const Message& message);
/// To every reachable peer, whatever its state.
void broadcast(Work& work, const Message& message);
/// A packet without data that answers `request`: carries its id.
void reply(Work& work, Peer& peer, Packet type, const Message& request);

/// A packet that tells about this proxy: A, I or M.
[[nodiscard]] Message info_packet(const Work& work, Packet type, std::int32_t id);
/// I to everybody reachable; takes an id (§16.4).
void broadcast_info(Work& work);

/// Begins a cluster command to one peer or (nullptr) to all active reachable ones; takes an id.
/// Without a recipient it can only time out.
void command(Work& work, Packet type, std::int64_t timeout_seconds, Peer* only = nullptr);

}  // namespace failover::interlock
