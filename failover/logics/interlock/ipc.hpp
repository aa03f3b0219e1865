// What a proxy's processes ask their own watchdog over its UNIX socket, one command per
// connection (semantics-3.6 §1.4, §7.3, §8.1), and what it answers. Layouts of Message::words.
#pragma once

#include <cstdint>

#include "failover/words/message.hpp"
#include "failover/words/time.hpp"

namespace failover::interlock {

/// Message::kind on Plane::ipc. Requests; f, s and d also travel between watchdogs.
enum class Ipc : std::uint16_t {
    failover_request = 1,  ///< f: words = Function, count, node ids…
    lock_command,          ///< s: words = LockCommand, Lock, failover id
    status_data,           ///< d: backend statuses of the leader
    watchdog_state,        ///< v WDState
    node_list,             ///< 3: all proxies, for lifecheck and pcp_watchdog_info
    node_status_change,    ///< 2: words = private id of the peer, PeerEvent, PeerEventReason
    recovery_end,          ///< r END_RECOVERY (§8.5): all peers clear their in_recovery
    result = 101,          ///< words[0] = IpcResult, then as the request defines:
                           ///<   f, s: words[1] = CommandResult, words[2] = failover id
                           ///<   d: words[1] = primary, words[2] = answering proxy,
                           ///<      words[3] = number of backends, blob = statuses;
                           ///<      words[3] = 0: the local watchdog leads itself (§3.4 step 1)
                           ///<   r: nothing more; bad if a peer refused
                           ///<   v: words[1] = WatchdogState
                           ///<   3: blob = per node {ProxyId, HeardOf}, itself first, then once
                           ///<      more per node its WatchdogState, then its priority;
                           ///<      words[1] = leader (-1 none), words[2] = Quorum,
                           ///<      words[3] = remote nodes alive
};

/// The word of f that says "switch-over" to proxies cured of hazard H20; 0 from the product.
inline constexpr std::size_t switch_over_word = 10;

/// Result bytes of the IPC protocol (§1.4).
enum class IpcResult : std::int32_t { in_transition = 5, bad = 6, ok = 7, timeout = 8 };

/// Functions of a failover request (§8.1), in the order of the word list "function".
enum class Function : std::int32_t { failback, degenerate, promote };

enum class LockCommand : std::int32_t { start, release, check, finish };

/// Answers to f and s (§7.4).
enum class CommandResult : std::int32_t {
    error = 0,
    transition,
    i_am_lock_holder,
    i_am_not_lock_holder,
    unlocked,
    locked,
    success,
    no_lockholder,
    no_lockholder_but_wait,
    proceed,
    will_be_done,
    not_allowed,
    invalid_function,
    already_issued,
    master_rejected,
    timeout,
};

/// Watchdog states (§9.2), in the order of the word list "state".
enum class WatchdogState : std::int32_t {
    dead = 0,
    loading,
    joining,
    initializing,
    master,
    participating,
    standing,
    standby,
    lost,
    network_trouble,
    shutdown,
    add_message_sent,
};

/// What a watchdog has heard of a node: its name, and then also its delegate_IP.
enum class HeardOf : std::int32_t { nothing, name, address };

enum class PeerEvent : std::int32_t { dead, alive };
/// In the order of the word list "reason" (§9.9, §16.3).
enum class PeerEventReason : std::int32_t {
    no_heartbeat,
    heartbeat_found,
    unable_to_connect,
    parent_is_dead,
    trusted_server_unreachable,
};

inline constexpr Duration ipc_timeout = std::chrono::seconds{8};  ///< client side, §0

}  // namespace failover::interlock
