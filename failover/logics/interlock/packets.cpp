#include "failover/logics/interlock/packets.hpp"

#include <array>

#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Packet::count)> names{
    "none",
    "add_node",
    "request_info",
    "node_info",
    "declare_coordinator",
    "stand_for_coordinator",
    "join_coordinator",
    "beacon",
    "accept",
    "reject",
    "error",
    "data",
    "command_reply",
    "failover_request",
    "replicate_failover",
    "status_data",
    "lock_start",
    "lock_release_failover",
    "lock_release_failback",
    "lock_release_follow_master",
    "lock_check_failover",
    "lock_check_failback",
    "lock_check_follow_master",
    "lock_finish",
    "recovery_end",
    "going_down",
    "ask_config",
    "config_data",
    "split_brain",
    "needs_election",
    "true_leader",
    "not_true_leader",
    "resigning",
    "rejoin"};

/// Index = Message::kind on Plane::ipc; nothing between the requests and the result.
constexpr std::array<std::string_view, static_cast<std::size_t>(Ipc::result) + 1> request_names =
    [] {
        std::array<std::string_view, static_cast<std::size_t>(Ipc::result) + 1> all{};
        all[static_cast<std::size_t>(Ipc::failover_request)] = "failover_request";
        all[static_cast<std::size_t>(Ipc::lock_command)] = "lock_command";
        all[static_cast<std::size_t>(Ipc::status_data)] = "status_data";
        all[static_cast<std::size_t>(Ipc::watchdog_state)] = "watchdog_state";
        all[static_cast<std::size_t>(Ipc::node_list)] = "node_list";
        all[static_cast<std::size_t>(Ipc::node_status_change)] = "node_status_change";
        all[static_cast<std::size_t>(Ipc::recovery_end)] = "recovery_end";
        all[static_cast<std::size_t>(Ipc::result)] = "result";
        return all;
    }();

constexpr std::size_t info_at = 1;  ///< first word of a NodeInfo

std::uint16_t number(Packet type) { return static_cast<std::uint16_t>(type); }

Packet with_lock(Packet first, Lock lock) {
    return static_cast<Packet>(number(first) + static_cast<std::uint16_t>(lock));
}

}  // namespace

std::span<const std::string_view> packet_names() { return names; }
std::span<const std::string_view> ipc_names() { return request_names; }

Message packet(Packet type, std::int32_t command_id) {
    Message message;
    message.kind = number(type);
    message.words[0] = command_id;
    return message;
}

Packet type_of(const Message& message) {
    LOGIC_ASSERT(message.kind < number(Packet::count));
    return static_cast<Packet>(message.kind);
}

std::int32_t command_id(const Message& message) { return message.words[0]; }

bool is_reply(Packet type) {
    return type == Packet::accept || type == Packet::reject || type == Packet::error ||
           type == Packet::node_info;
}

bool is_lock_command(Packet type) {
    return number(type) >= number(Packet::lock_start) &&
           number(type) <= number(Packet::lock_finish);
}

bool wants_answer(Packet type) {
    return type == Packet::failover_request || type == Packet::replicate_failover ||
           is_lock_command(type);
}

Packet lock_packet(LockCommand command, Lock lock) {
    switch (command) {
        case LockCommand::start:
            return Packet::lock_start;
        case LockCommand::release:
            return with_lock(Packet::lock_release_failover, lock);
        case LockCommand::check:
            return with_lock(Packet::lock_check_failover, lock);
        case LockCommand::finish:
            return Packet::lock_finish;
    }
    LOGIC_ASSERT(false);
    return Packet::none;
}

LockRequest read_lock(const Message& message, std::size_t offset, ProxyId requester) {
    LOGIC_ASSERT(offset + 2 < message.words.size());
    const std::int32_t command = message.words[offset];
    const std::int32_t lock = message.words[offset + 1];
    LOGIC_ASSERT(command >= 0 && command <= static_cast<std::int32_t>(LockCommand::finish));
    LOGIC_ASSERT(lock >= 0 && lock < lock_count);
    return {static_cast<LockCommand>(command), static_cast<Lock>(lock), message.words[offset + 2],
            requester};
}

std::int64_t key_of(std::string_view authkey) {
    if (authkey.empty()) return 0;
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const char c : authkey) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return static_cast<std::int64_t>(hash);
}

std::int64_t read_key(const Message& message) {
    return message.blob.empty() ? 0 : message.blob.front();
}

void write_info(Message& message, const NodeInfo& info) {
    auto& words = message.words;
    words[info_at] = info.proxy.value;
    words[info_at + 1] = static_cast<std::int32_t>(info.state);
    words[info_at + 2] = info.priority;
    words[info_at + 3] = info.seconds_since_startup;
    words[info_at + 4] = info.seconds_in_state;
    words[info_at + 5] = static_cast<std::int32_t>(info.quorum);
    words[info_at + 6] = info.standbys;
    words[info_at + 7] = info.escalated ? 1 : 0;
}

NodeInfo read_info(const Message& message) {
    const auto& words = message.words;
    NodeInfo info;
    info.proxy = ProxyId{words[info_at]};
    info.state = static_cast<WatchdogState>(words[info_at + 1]);
    info.priority = words[info_at + 2];
    info.seconds_since_startup = words[info_at + 3];
    info.seconds_in_state = words[info_at + 4];
    info.quorum = static_cast<Quorum>(words[info_at + 5]);
    info.standbys = words[info_at + 6];
    info.escalated = words[info_at + 7] != 0;
    return info;
}

}  // namespace failover::interlock
