// The administrators' protocol (PCP, semantics-3.6 §10): what the pcp tools ask and what they are
// answered. Message kinds of Plane::admin.
#pragma once

#include <cstddef>
#include <cstdint>

#include "failover/words/message.hpp"

namespace failover::admin {

/// Message::kind of what the pcp tools send; words[0] is the node id where one is asked for.
/// words[1]: 0 if user and password are right; else 1: no password or a wrong one, 2: no such user.
enum class Command : std::uint16_t {
    attach_node = 1,
    detach_node,
    detach_node_gracefully,
    promote_node,
    promote_node_gracefully,
    recovery_node,
    node_count,
    node_info,
    watchdog_info,  ///< words[0]: 0 = the proxy itself, n = its nth peer, -1 = all
    stop,           ///< words[0]: 0 smart, 1 fast, 2 immediate
};

/// Message::kind of the answer. After a `complete` the tool disconnects.
enum class Result : std::uint16_t {
    complete = 101,  ///< `pcp_… -- Command Successful`, or words/blob as the command defines:
                     ///<   node_count: words[0]
                     ///<   node_info: words = node id, Status, weight in millionths of the sum
                     ///<   watchdog_info: words = proxies configured, 1 if its VIP is up,
                     ///<     leader (ProxyId, -1 none), Quorum, remote proxies alive;
                     ///<     blob = per proxy shown {ProxyId, what was heard of it: 0 nothing,
                     ///<     1 its name, 2 also its delegate_IP, watchdog state, priority};
                     ///<     {-1, 0, -1, 0}: there is no such index
    error = 102,     ///< words[0]: severity (Severity), words[1]: MessageId, words[2..]: arguments
};

/// Numbers in the blob of a watchdog_info for each proxy.
inline constexpr std::size_t watchdog_node_words = 4;

}  // namespace failover::admin
