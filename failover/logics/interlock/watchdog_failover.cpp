#include "failover/logics/interlock/watchdog_failover.hpp"

#include <algorithm>
#include <functional>

#include "failover/logics/interlock/node_request.hpp"
#include "failover/logics/interlock/watchdog_desk.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// A request as the leader works on it: from a process of its own or from a peer.
struct Request {
    Function function = Function::degenerate;
    std::vector<BackendId> nodes;
    ConnectionId client = no_connection;
    Peer* peer = nullptr;              ///< nullptr: local
    const Message* message = nullptr;  ///< what the peer sent
};

constexpr std::size_t functions = 3;

bool function_known(const Message& message, std::size_t offset) {
    return message.words[offset] >= 0 &&
           message.words[offset] < static_cast<std::int32_t>(functions);
}

NodeOperation operation_of(Function function) {
    switch (function) {
        case Function::failback:
            return NodeOperation::up;
        case Function::degenerate:
            return NodeOperation::down;
        case Function::promote:
            return NodeOperation::promote;
    }
    LOGIC_ASSERT(false);
    return NodeOperation::down;
}

void tell(Work& work, const Request& request, CommandResult result, std::int32_t failover_id) {
    if (request.peer == nullptr) {
        return answer(work, request.client, {IpcResult::ok, result, failover_id});
    }
    Message reply = packet(Packet::command_reply, command_id(*request.message));
    reply.words[1] = static_cast<std::int32_t>(result);
    reply.words[2] = failover_id;
    send(work, *request.peer, reply);
}

void write_request(Message& message, Function function, const std::vector<BackendId>& nodes) {
    LOGIC_ASSERT(nodes.size() + 3 <= message.words.size());
    message.words[1] = static_cast<std::int32_t>(function);
    message.words[2] = static_cast<std::int32_t>(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) message.words[i + 3] = nodes[i].value;
}

/// Executes a request that came from another proxy; accepts or rejects it (§8.4).
bool execute(Work& work, Function function, const std::vector<BackendId>& nodes,
             std::int32_t failover_id) {
    NodeRequest request;
    request.operation = operation_of(function);
    request.nodes = nodes;
    request.failover_id = failover_id;
    request.cause = work.out().cause();
    return accept_forwarded(work.context, std::move(request));
}

/// Step 6 of §8.3: the same is already going on.
const FailoverObject* similar(const WatchdogData& me, const Request& request) {
    auto wanted = request.nodes;
    std::ranges::sort(wanted);
    const auto found = std::ranges::find_if(me.objects, [&](const FailoverObject& object) {
        auto nodes = object.nodes;
        std::ranges::sort(nodes);
        return object.function == request.function && nodes == wanted;
    });
    return found == me.objects.end() ? nullptr : &*found;
}

/// Steps 4 to 6 of §8.3: reasons not to begin. True: answered.
bool turned_away(Work& work, const Request& request) {
    const std::int32_t function = static_cast<std::int32_t>(request.function);
    const std::int32_t from = request.peer != nullptr ? request.peer->id.value : -1;
    if (work.me.peers.active_count() == 0) {
        work.log(WatchdogText::only_proxy, {function});
        tell(work, request, CommandResult::proceed, 0);
        return true;
    }
    if (request.peer != nullptr && work.context.shared.switching) {
        work.log(WatchdogText::rejected_switching, {function, from});
        tell(work, request, CommandResult::not_allowed, 0);
        return true;
    }
    const FailoverObject* const object = similar(work.me, request);
    if (object == nullptr) return false;
    if (request.peer == nullptr) {
        work.log(WatchdogText::ignored_local, {function, object->id});
    } else {
        work.log(WatchdogText::ignored_remote, {function, from, object->id});
    }
    tell(work, request, CommandResult::already_issued, 0);
    return true;
}

/// Steps 8 and 9 of §8.3: to every active peer but the one that asks.
PassedRequest spread(Work& work, const Request& request, std::int32_t id) {
    work.log(WatchdogText::forwarding,
             {static_cast<std::int32_t>(request.function), work.me.peers.active_count()});
    PassedRequest passed;
    passed.id = id;
    passed.type = Packet::replicate_failover;
    passed.nodes = request.nodes;
    passed.cause = work.out().cause();
    passed.message = packet(passed.type, id);
    write_request(passed.message, request.function, request.nodes);
    send_to_all(work, passed, request.peer);
    return passed;
}

/// What a leader does with a request (§8.3).
void work_off(Work& work, const Request& request) {
    WatchdogData& me = work.me;
    if (turned_away(work, request)) return;
    const std::int32_t id = me.next_id();
    if (request.peer != nullptr) {
        const bool accepted = execute(work, request.function, request.nodes, id);
        Message verdict =
            packet(accepted ? Packet::accept : Packet::reject, command_id(*request.message));
        // The product keeps the number to itself (H7).
        if (accepted && work.context.config.fix_h7) verdict.words[1] = id;
        send(work, *request.peer, verdict);
        if (!accepted) return;
    }
    PassedRequest waiting = spread(work, request, id);
    const ProxyId requester = request.peer != nullptr ? request.peer->id : me.self;
    me.objects.push_back(
        {id, request.function, request.nodes, requester, work.now(), work.out().cause()});
    // Its caller is answered at once, which closes the command: whoever is out of reach now will
    // never hear of it.
    if (request.peer == nullptr) return tell(work, request, CommandResult::proceed, id);
    if (waiting.settled()) return;
    work.log(WatchdogText::still_processing, {requester.value});
    waiting.requester = requester;
    waiting.answered = true;
    me.requests.push_back(std::move(waiting));
}

/// All peers have answered what a peer had asked for: it is told a second time (§8.3 step 9).
void report_back(Work& work, const PassedRequest& request) {
    Peer* const requester = work.me.peers.find(request.requester);
    if (requester == nullptr) return;
    send(work, *requester, packet(request.refused ? Packet::reject : Packet::accept, request.id));
}

/// Everybody who was asked has answered, or nobody is left to.
void conclude(Work& work, const PassedRequest& request) {
    if (request.type == Packet::replicate_failover) return report_back(work, request);
    if (request.answered) {
        if (request.client != no_connection) work.out().put(Close{request.client});
        return;
    }
    const bool good = request.type == Packet::recovery_end && !request.refused;
    answer(work, request.client, {good ? IpcResult::ok : IpcResult::bad, CommandResult::error, 0});
}

/// D and '-': closes the request and hands the data to its caller.
void hand_over(Work& work, const PassedRequest& request, const Message& message) {
    if (request.client == no_connection) return;
    Message result;
    result.kind = static_cast<std::uint16_t>(Ipc::result);
    result.words[0] = static_cast<std::int32_t>(IpcResult::ok);
    std::copy(message.words.begin() + 1, message.words.begin() + 4, result.words.begin() + 1);
    result.blob = message.blob;
    work.out().put(Send{request.client, std::move(result)});
    work.out().put(Close{request.client});
}

/// G, R, E to a standby's failover request: its caller is told, but the request stays open and
/// its connection too (W8).
void relay_verdict(Work& work, PassedRequest& request, const Message& message) {
    if (request.answered) return;
    request.answered = true;
    if (request.client == no_connection) return;
    Message result;
    result.kind = static_cast<std::uint16_t>(Ipc::result);
    result.words[0] = static_cast<std::int32_t>(IpcResult::ok);
    result.words[1] = static_cast<std::int32_t>(type_of(message) == Packet::accept
                                                    ? CommandResult::proceed
                                                    : CommandResult::master_rejected);
    result.words[2] = message.words[1];
    work.out().put(Send{request.client, std::move(result)});
}

}  // namespace

std::vector<BackendId> nodes_of(const Message& request, std::size_t offset) {
    const std::int32_t count = request.words[offset + 1];
    LOGIC_ASSERT(count >= 0 &&
                 offset + 2 + static_cast<std::size_t>(count) <= request.words.size());
    std::vector<BackendId> nodes;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        nodes.push_back(BackendId{request.words[offset + 2 + i]});
    }
    return nodes;
}

void send_to_all(Work& work, PassedRequest& request, const Peer* but) {
    for (Peer& peer : work.me.peers.all()) {
        if (&peer == but || !peer.active()) continue;
        auto& list = send(work, peer, request.message) ? request.awaited : request.unsent;
        list.push_back(peer.id);
    }
}

void resend_requests(Work& work) {
    auto& requests = work.me.requests;
    for (PassedRequest& request : requests) {
        std::erase_if(request.unsent, [&](ProxyId id) {
            Peer* const peer = work.me.peers.find(id);
            if (peer == nullptr || !peer->reachable()) return false;
            work.out().adopt(request.cause);
            work.log(WatchdogText::resending, {id.value});
            if (!send(work, *peer, request.message)) return false;
            request.awaited.push_back(id);
            return true;
        });
    }
}

bool several_nodes(Work& work, ConnectionId client, const Message& request) {
    const std::int32_t count = request.words[1];
    if (count == 1) return false;
    work.log(WatchdogText::several_nodes, {count});
    answer(work, client, {IpcResult::ok, CommandResult::invalid_function, 0});
    return true;
}

void failover_call(Work& work, ConnectionId client, const Message& request) {
    work.log(WatchdogText::request_local);
    if (!function_known(request, 0)) {
        return answer(work, client, {IpcResult::ok, CommandResult::invalid_function, 0});
    }
    const Function function = static_cast<Function>(request.words[0]);
    work.log(WatchdogText::processing_local, {request.words[0]});
    work_off(work, {function, nodes_of(request, 0), client, nullptr, nullptr});
}

void failover_packet_from(Work& work, Peer& peer, const Message& message) {
    if (work.me.state != WatchdogState::master) return reply(work, peer, Packet::error, message);
    work.log(WatchdogText::request_remote, {peer.id.value});
    Request request{Function::degenerate, {}, no_connection, &peer, &message};
    if (!function_known(message, 1)) {
        return tell(work, request, CommandResult::invalid_function, 0);
    }
    request.function = static_cast<Function>(message.words[1]);
    request.nodes = nodes_of(message, 1);
    work.log(WatchdogText::processing_remote, {message.words[1], peer.id.value});
    work_off(work, request);
}

void replicate_packet_from(Work& work, Peer& peer, const Message& message) {
    if (work.me.leader != peer.id) {
        work.log(WatchdogText::replicate_foreign, {peer.id.value, work.me.leader.value});
        return reply(work, peer, Packet::error, message);
    }
    work.log(WatchdogText::replicate_received, {peer.id.value});
    if (work.context.shared.switching) {
        work.log(WatchdogText::replicate_switching);
        return reply(work, peer, Packet::reject, message);
    }
    const bool accepted =
        function_known(message, 1) && execute(work, static_cast<Function>(message.words[1]),
                                              nodes_of(message, 1), command_id(message));
    reply(work, peer, accepted ? Packet::accept : Packet::reject, message);
}

bool answered_by(Work& work, Peer& peer, const Message& message) {
    const Packet type = type_of(message);
    const bool data = type == Packet::data || type == Packet::command_reply;
    const bool verdict = type == Packet::accept || type == Packet::reject || type == Packet::error;
    if (!data && !verdict) return false;
    auto& requests = work.me.requests;
    const auto found = std::ranges::find(requests, command_id(message), &PassedRequest::id);
    if (found == requests.end()) return false;
    if (verdict && found->type == Packet::failover_request) {
        relay_verdict(work, *found, message);
        return true;
    }
    if (verdict) {
        std::erase(found->awaited, peer.id);
        found->refused = found->refused || type != Packet::accept;
        if (!found->settled()) return true;
    }
    const PassedRequest closed = std::move(*found);
    requests.erase(found);
    if (data) {
        hand_over(work, closed, message);
    } else {
        conclude(work, closed);
    }
    return true;
}

void desk_lost(Work& work, const Peer& peer) {
    auto& requests = work.me.requests;
    std::vector<PassedRequest> failed;
    for (PassedRequest& request : requests) {
        if (std::erase(request.awaited, peer.id) + std::erase(request.unsent, peer.id) == 0) {
            continue;
        }
        const bool to_all =
            request.type == Packet::replicate_failover || request.type == Packet::recovery_end;
        if (to_all) work.log(WatchdogText::lost_during_ipc, {peer.id.value});
        if (request.settled()) failed.push_back(request);
    }
    std::erase_if(requests, std::mem_fn(&PassedRequest::settled));
    for (const PassedRequest& request : failed) conclude(work, request);
}

}  // namespace failover::interlock
