// The administrators' protocol (PCP, semantics-3.6 §10). Message kinds of Plane::admin.
#pragma once

#include <cstdint>

#include "failover/words/message.hpp"

namespace failover::admin {

/// Message::kind of what the pcp tools send; words[0] is the node id where one is asked for.
enum class Command : std::uint16_t {
    attach_node = 1,
    detach_node,
    detach_node_gracefully,
    promote_node,
    promote_node_gracefully,
    recovery_node,
    node_count,
    node_info,
    watchdog_info,
    stop,
};

/// Message::kind of the answer. After a `complete` the tool disconnects.
enum class Result : std::uint16_t {
    complete = 101,  ///< `pcp_… -- Command Successful`, or words/blob as the command defines
    error = 102,     ///< words[0]: severity (Severity), words[1]: MessageId, words[2..]: arguments
};

}  // namespace failover::admin
