#include "failover/logics/interlock/watchdog_desk.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/rules.hpp"
#include "failover/logics/interlock/watchdog_failover.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// How a kind of request is passed to the leader: its packet and its lines.
struct Passing {
    Packet type;
    WatchdogText forwarded;
    WatchdogText not_forwarded;
    WatchdogText not_joined;
};
constexpr Passing failover_passing{Packet::failover_request, WatchdogText::request_forwarded,
                                   WatchdogText::request_not_forwarded,
                                   WatchdogText::request_not_joined};
constexpr Passing data_passing{Packet::status_data, WatchdogText::data_forwarded,
                               WatchdogText::data_not_forwarded, WatchdogText::data_not_joined};

Passing lock_passing(Packet type) {
    return {type, WatchdogText::lock_forwarded, WatchdogText::lock_not_forwarded,
            WatchdogText::lock_not_joined};
}

/// A standby hands a local request to its leader; whoever is neither leader nor standby cannot.
void pass_on(Work& work, ConnectionId client, const Message& request, const Passing& how) {
    WatchdogData& me = work.me;
    Peer* const leader = me.peers.find(me.leader);
    if (me.state != WatchdogState::standby || leader == nullptr) {
        work.log(how.not_joined);
        return answer(work, client, {IpcResult::in_transition, CommandResult::transition, 0});
    }
    PassedRequest passed;
    passed.id = me.next_id();
    passed.type = how.type;
    passed.client = client;
    passed.awaited = {leader->id};
    passed.cause = work.out().cause();
    if (how.type == Packet::failover_request) passed.nodes = nodes_of(request, 0);
    Message message = packet(how.type, passed.id);
    std::copy(request.words.begin(), request.words.end() - 1, message.words.begin() + 1);
    if (!send(work, *leader, message)) {
        work.log(how.not_forwarded, {leader->id.value});
        return answer(work, client, {IpcResult::bad, CommandResult::error, 0});
    }
    work.log(how.forwarded, {leader->id.value});
    me.requests.push_back(std::move(passed));
}

// ---- lock commands -----------------------------------------------------------------------------

CommandResult decide(Work& work, const LockRequest& request) {
    WatchdogData& me = work.me;
    const auto same = [&](const FailoverObject& object) {
        return object.id == request.failover_id;
    };
    const bool known = std::ranges::any_of(me.objects, same);
    const Locality where = request.requester == me.self ? Locality::local : Locality::remote;
    MessageArguments arguments{static_cast<std::int32_t>(where), request.requester.value,
                               static_cast<std::int32_t>(request.lock), request.failover_id};
    work.log(lock_announcement(request.command), arguments);
    const std::int32_t holder = me.lock.holder().value;
    const LockRule& decided = me.lock.rule_for(request, me.self, known);
    if (!work.out().applies(rule(Table::lock, row_of(decided)))) return CommandResult::error;
    me.lock.apply(decided, request);
    if (decided.says == WatchdogText::lock_held ||
        decided.says == WatchdogText::lock_resign_denied) {
        arguments[2] = holder;
    } else if (decided.says == WatchdogText::lock_locked ||
               decided.says == WatchdogText::lock_free) {
        arguments[3] = holder;
    }
    work.log(decided.says, arguments);
    if (decided.effect == LockEffect::drop_all) std::erase_if(me.objects, same);
    return decided.result;
}

void lock_call(Work& work, ConnectionId client, const Message& request) {
    work.log(WatchdogText::lock_local);
    const LockRequest wanted = read_lock(request, 0, work.me.self);
    if (!work.me.leads()) {
        return pass_on(work, client, request,
                       lock_passing(lock_packet(wanted.command, wanted.lock)));
    }
    const CommandResult result = decide(work, wanted);
    answer(work, client, {IpcResult::ok, result, wanted.failover_id});
}

void lock_packet_from(Work& work, Peer& peer, const Message& message) {
    work.log(WatchdogText::lock_remote, {peer.id.value});
    const LockRequest request = read_lock(message, 1, peer.id);
    CommandResult result = CommandResult::error;
    if (work.me.state == WatchdogState::master) {
        result = decide(work, request);
    } else {
        work.log(lock_refusal(request.command),
                 {static_cast<std::int32_t>(Locality::remote), peer.id.value});
    }
    Message reply = packet(Packet::command_reply, command_id(message));
    reply.words[1] = static_cast<std::int32_t>(result);
    reply.words[2] = message.words[3];
    send(work, peer, reply);
}

// ---- status data, watchdog state, node list ----------------------------------------------------

Message ipc_result(IpcResult result) {
    Message message;
    message.kind = static_cast<std::uint16_t>(Ipc::result);
    message.words[0] = static_cast<std::int32_t>(result);
    return message;
}

void hand_out(Work& work, ConnectionId client, Message message) {
    work.out().put(Send{client, std::move(message)});
    work.out().put(Close{client});
}

void data_call(Work& work, ConnectionId client, const Message& request) {
    work.log(WatchdogText::data_local);
    if (!work.me.leads()) return pass_on(work, client, request, data_passing);
    hand_out(work, client, ipc_result(IpcResult::ok));
}

void data_packet_from(Work& work, Peer& peer, const Message& message) {
    if (work.me.state != WatchdogState::master) return reply(work, peer, Packet::error, message);
    const Shared& shared = work.context.shared;
    const int count = work.context.config.backend_count();
    Message data = packet(Packet::data, command_id(message));
    data.words[1] = shared.primary_node.value;
    data.words[2] = work.me.self.value;
    data.words[3] = count;
    for (int i = 0; i < count; ++i) {
        data.blob.push_back(static_cast<std::int64_t>(shared.status_of(BackendId{i})));
    }
    send(work, peer, data);
}

void state_call(Work& work, ConnectionId client) {
    Message message = ipc_result(IpcResult::ok);
    message.words[1] = static_cast<std::int32_t>(work.me.state);
    hand_out(work, client, std::move(message));
}

void list_call(Work& work, ConnectionId client) {
    const WatchdogData& me = work.me;
    Message message = ipc_result(IpcResult::ok);
    message.words[1] = me.leader.value;
    message.words[2] = static_cast<std::int32_t>(me.quorum_in_force());
    message.words[3] = me.peers.active_count();
    const auto heard = [](bool name, bool address) {
        const HeardOf what = !name ? HeardOf::nothing : address ? HeardOf::address : HeardOf::name;
        return static_cast<std::int64_t>(what);
    };
    message.blob = {me.self.value, heard(true, !work.context.config.delegate_ip.empty())};
    for (const Peer& peer : me.peers.all()) {
        message.blob.push_back(peer.id.value);
        message.blob.push_back(heard(peer.known, peer.delegate_address));
    }
    message.blob.push_back(static_cast<std::int64_t>(me.state));
    for (const Peer& peer : me.peers.all()) {
        message.blob.push_back(static_cast<std::int64_t>(peer.state));
    }
    message.blob.push_back(me.priority);
    for (const Peer& peer : me.peers.all()) message.blob.push_back(peer.priority);
    hand_out(work, client, std::move(message));
}

// ---- the end of an online recovery, or of a graceful detach (§8.5) ------------------------------

void recovery_call(Work& work, ConnectionId client) {
    WatchdogData& me = work.me;
    if (!me.leads() && me.state != WatchdogState::standby) {
        work.log(WatchdogText::recovery_not_joined);
        return answer(work, client, {IpcResult::in_transition, CommandResult::transition, 0});
    }
    if (me.peers.active_count() == 0) return hand_out(work, client, ipc_result(IpcResult::ok));
    PassedRequest passed;
    passed.id = me.next_id();
    passed.type = Packet::recovery_end;
    passed.client = client;
    passed.cause = work.out().cause();
    passed.message = packet(passed.type, passed.id);
    send_to_all(work, passed, nullptr);
    work.log(WatchdogText::recovery_forwarded, {me.leader.value});
    me.requests.push_back(std::move(passed));
}

void recovery_packet_from(Work& work, Peer& peer, const Message& message) {
    work.log(WatchdogText::recovery_received, {peer.id.value});
    work.context.shared.in_recovery = 0;
    reply(work, peer, Packet::accept, message);
    work.out().put(Raise{work.context.shared.main, Signal::usr2});
}

// ---- what lifecheck reports --------------------------------------------------------------------

void status_change_call(Work& work, ConnectionId client, const Message& request) {
    const std::int32_t private_id = request.words[0];
    const bool dead = request.words[1] == static_cast<std::int32_t>(PeerEvent::dead);
    work.log(WatchdogText::status_change, {request.words[2]});
    hand_out(work, client, ipc_result(IpcResult::ok));
    if (private_id == 0) {
        if (!dead) return;
        work.log(WatchdogText::local_lost);
        return set_state(work, WatchdogState::lost);
    }
    auto& peers = work.me.peers.all();
    if (private_id < 0 || private_id > work.me.peers.size()) {
        return work.log(WatchdogText::status_change_bad_node);
    }
    Peer& peer = peers[static_cast<std::size_t>(private_id - 1)];
    peer.kept_out = dead && work.context.config.fixes.r28;
    if (dead) {
        lose(work, peer);
    } else {
        dispatch(work, {WatchdogEvent::peer_found, &peer});
    }
}

}  // namespace

void answer(Work& work, ConnectionId client, const Answer& how) {
    if (client == no_connection) return;
    Message message = ipc_result(how.result);
    message.words[1] = static_cast<std::int32_t>(how.command);
    message.words[2] = how.failover_id;
    hand_out(work, client, std::move(message));
}

void desk_call(Work& work, ConnectionId client, const Message& request) {
    switch (static_cast<Ipc>(request.kind)) {
        case Ipc::failover_request:
            if (several_nodes(work, client, request)) return;
            if (work.me.leads()) return failover_call(work, client, request);
            return pass_on(work, client, request, failover_passing);
        case Ipc::lock_command:
            return lock_call(work, client, request);
        case Ipc::status_data:
            return data_call(work, client, request);
        case Ipc::watchdog_state:
            return state_call(work, client);
        case Ipc::node_list:
            return list_call(work, client);
        case Ipc::node_status_change:
            return status_change_call(work, client, request);
        case Ipc::recovery_end:
            return recovery_call(work, client);
        case Ipc::result:
            break;
    }
    hand_out(work, client, ipc_result(IpcResult::bad));
}

bool desk_hung_up(Work& work, ConnectionId client) {
    if (std::erase(work.me.callers, client) != 0) {
        work.log(WatchdogText::read_closed);
        work.out().put(Close{client});
        return true;
    }
    for (PassedRequest& request : work.me.requests) {
        if (request.client != client) continue;
        work.log(WatchdogText::read_closed);
        work.out().put(Close{client});
        request.client = no_connection;  // stays open to be matched (semantics-3.6 §14.1 W8)
        return true;
    }
    return false;
}

bool desk_packet(Work& work, Peer& peer, const Message& message) {
    const Packet type = type_of(message);
    if (type == Packet::failover_request) {
        failover_packet_from(work, peer, message);
    } else if (type == Packet::replicate_failover) {
        replicate_packet_from(work, peer, message);
    } else if (is_lock_command(type)) {
        lock_packet_from(work, peer, message);
    } else if (type == Packet::status_data) {
        data_packet_from(work, peer, message);
    } else if (type == Packet::recovery_end) {
        recovery_packet_from(work, peer, message);
    } else {
        return answered_by(work, peer, message);
    }
    return true;
}

void desk_expire(Work& work) {
    const Shared& shared = work.context.shared;
    // H8: an object may expire while main is still busy with an earlier request.
    const bool busy = shared.switching || !shared.requests.empty();
    if (busy && work.context.config.fixes.h8) return;
    std::erase_if(work.me.objects, [&](const FailoverObject& object) {
        return elapsed_seconds(work.now(), object.begun) >= object_seconds;
    });
}

}  // namespace failover::interlock
