// What a watchdog has asked and waits for: cluster commands of its own, requests it passes on for
// a process of its proxy or for a peer, and the failover objects (semantics-3.6 §7.1, §8, §9.3).
#pragma once

#include <cstdint>
#include <vector>

#include "failover/logic.hpp"
#include "failover/logics/interlock/packets.hpp"

namespace failover::interlock {

/// A packet to one or all peers that completes by replies or by its timeout.
struct ClusterCommand {
    Packet type = Packet::none;
    std::int32_t id = 0;
    Instant begun;
    std::int64_t timeout_seconds = 0;
    std::vector<ProxyId> awaited;  ///< recipients that have not replied
    Cause cause;
    bool operator==(const ClusterCommand&) const = default;
};

enum class CommandEnd : std::uint8_t { all_replied, rejected, timed_out };

/// A request on its way: from a local process to the leader, or from a peer to all others.
struct PassedRequest {
    std::int32_t id = 0;  ///< of the packet that carries it
    Packet type = Packet::none;
    ConnectionId client = no_connection;  ///< local caller; none: gone, answered, or a peer asked
    ProxyId requester = no_proxy;         ///< the peer that asked, if one did
    std::vector<ProxyId> awaited;         ///< who still has to answer
    std::vector<ProxyId> unsent;          ///< who could not be reached: sent when a way is back
    Message message;                      ///< what goes to them
    std::vector<BackendId> nodes;         ///< of a failover request
    bool answered = false;
    bool refused = false;  ///< somebody said no

    /// Nobody is left who could answer.
    [[nodiscard]] bool settled() const { return awaited.empty() && unsent.empty(); }
    Cause cause;
    bool operator==(const PassedRequest&) const = default;
};

/// A failover in progress, as its leader remembers it for 15 s (semantics-3.6 §7.1).
struct FailoverObject {
    std::int32_t id = 0;
    Function function = Function::degenerate;
    std::vector<BackendId> nodes;
    ProxyId requester = no_proxy;
    Instant begun;
    Cause cause;
    bool operator==(const FailoverObject&) const = default;
};
inline constexpr std::int64_t object_seconds = 15;

}  // namespace failover::interlock
