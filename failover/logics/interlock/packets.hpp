// What watchdogs say to each other: the packet alphabet (semantics-3.6 §9.3) as Message kinds.
// words[0] of every packet is its command id; a reply carries the id of what it answers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "failover/beliefs.hpp"
#include "failover/logics/interlock/ipc.hpp"
#include "failover/words/ids.hpp"
#include "failover/words/message.hpp"

namespace failover::interlock {

/// Message::kind on Plane::watchdog; beside each the product's type byte.
/// Lock commands have a kind each, so that a choice of delays can name them.
enum class Packet : std::uint16_t {
    none = 0,
    add_node,               ///< A: NodeInfo
    request_info,           ///< B
    node_info,              ///< I: NodeInfo; counts as a reply
    declare_coordinator,    ///< C
    stand_for_coordinator,  ///< S
    join_coordinator,       ///< J
    beacon,                 ///< M: NodeInfo
    accept,                 ///< G
    reject,                 ///< R
    error,                  ///< E
    data,                   ///< D: words as Ipc::result of status_data, blob = statuses
    command_reply,          ///< '-': words[1] = CommandResult, words[2] = failover id
    failover_request,       ///< f: words from 1 on as Ipc::failover_request
    replicate_failover,     ///< V: the same
    status_data,            ///< d
    lock_start,             ///< s: words from 1 on as Ipc::lock_command
    lock_release_failover,
    lock_release_failback,
    lock_release_follow_master,
    lock_check_failover,
    lock_check_failback,
    lock_check_follow_master,
    lock_finish,
    recovery_end,     ///< r END_RECOVERY
    going_down,       ///< X
    ask_config,       ///< Y
    config_data,      ///< Z
    split_brain,      ///< # B
    needs_election,   ///< # E
    true_leader,      ///< # M
    not_true_leader,  ///< # X
    resigning,        ///< # R
    rejoin,           ///< # I
    count
};

/// Names of the packets, index = kind: what scenarios and choices say.
[[nodiscard]] std::span<const std::string_view> packet_names();
/// Names of Message::kind on Plane::ipc.
[[nodiscard]] std::span<const std::string_view> ipc_names();

[[nodiscard]] Message packet(Packet type, std::int32_t command_id);
[[nodiscard]] Packet type_of(const Message& message);
[[nodiscard]] std::int32_t command_id(const Message& message);

/// G, R, E and I complete open commands by their id alone (§9.3).
[[nodiscard]] bool is_reply(Packet type);
/// f, s, V: must be answered by some packet within 5 s (§9.4).
[[nodiscard]] bool wants_answer(Packet type);

/// A lock command as it travels.
struct LockRequest {
    LockCommand command = LockCommand::start;
    Lock lock = Lock::failover;
    std::int32_t failover_id = 0;
    ProxyId requester = no_proxy;
    bool operator==(const LockRequest&) const = default;
};
[[nodiscard]] Packet lock_packet(LockCommand command, Lock lock);
[[nodiscard]] bool is_lock_command(Packet type);
/// Reads a lock command from IPC words (offset 0) or packet words (offset 1).
[[nodiscard]] LockRequest read_lock(const Message& message, std::size_t offset, ProxyId requester);

/// A watchdog about itself. Times travel as elapsed seconds.
struct NodeInfo {
    ProxyId proxy = no_proxy;
    WatchdogState state = WatchdogState::dead;
    std::int32_t priority = 1;
    std::int32_t seconds_since_startup = 0;
    std::int32_t seconds_in_state = 0;
    Quorum quorum = Quorum::absent;
    std::int32_t standbys = 0;
    bool escalated = false;
    bool operator==(const NodeInfo&) const = default;
};
/// What a watchdog key is compared by; 0 for none. Travels in ADD NODE.
[[nodiscard]] std::int64_t key_of(std::string_view authkey);
[[nodiscard]] std::int64_t read_key(const Message& message);
void write_info(Message& message, const NodeInfo& info);
[[nodiscard]] NodeInfo read_info(const Message& message);

}  // namespace failover::interlock
