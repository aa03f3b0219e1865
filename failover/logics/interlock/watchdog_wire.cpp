#include "failover/logics/interlock/watchdog_wire.hpp"

#include <algorithm>

namespace failover::interlock {
namespace {

std::int32_t seconds_between(Instant later, Instant earlier) {
    return static_cast<std::int32_t>(whole_second(later) - whole_second(earlier));
}

bool carries_info(Packet type) {
    return type == Packet::add_node || type == Packet::node_info || type == Packet::beacon;
}

}  // namespace

void connect(Work& work, Peer& peer) {
    if (peer.client.state != Socket::State::closed || peer.kept_out) return;
    peer.client.state = Socket::State::connecting;
    peer.client.connection = work.out().connect(Plane::watchdog, peer.id.value);
    peer.last_attempt = work.now();
}

void connect_all(Work& work) {
    for (Peer& peer : work.me.peers.all()) {
        if (peer.state != WatchdogState::shutdown) connect(work, peer);
    }
}

void close(Work& work, Socket& socket) {
    if (socket.state != Socket::State::closed) work.out().put(Close{socket.connection});
    socket = Socket{};
}

bool send(Work& work, Peer& peer, const Message& message) {
    for (const Socket& socket : {peer.client, peer.server}) {
        if (!socket.open()) continue;
        if (work.out().host().breaks(socket.connection)) {
            work.log(WatchdogText::write_failed);
            continue;
        }
        work.out().put(Send{socket.connection, message});
        if (wants_answer(type_of(message)) && !peer.unanswered_since) {
            peer.unanswered_since = work.now();
        }
        return true;
    }
    return false;
}

void broadcast(Work& work, const Message& message) {
    for (Peer& peer : work.me.peers.all()) send(work, peer, message);
}

void reply(Work& work, Peer& peer, Packet type, const Message& request) {
    send(work, peer, packet(type, command_id(request)));
}

Message info_packet(const Work& work, Packet type, std::int32_t id) {
    const WatchdogData& me = work.me;
    NodeInfo info;
    info.proxy = me.self;
    info.state = me.state;
    info.priority = me.priority;
    info.seconds_since_startup = seconds_between(work.now(), me.started);
    info.seconds_in_state = seconds_between(work.now(), me.state_since);
    info.quorum = me.quorum;
    info.standbys = static_cast<std::int32_t>(me.standbys.size());
    info.escalated = me.escalated;
    Message message = packet(type, id);
    write_info(message, info);
    const std::int64_t key = key_of(work.context.config.wd_authkey);
    if (type == Packet::add_node && key != 0) message.blob = {key};
    return message;
}

void broadcast_info(Work& work) {
    broadcast(work, info_packet(work, Packet::node_info, work.me.next_id()));
}

void command(Work& work, Packet type, std::int64_t timeout_seconds, Peer* only) {
    ClusterCommand begun;
    begun.type = type;
    begun.id = work.me.next_id();
    begun.begun = work.now();
    begun.timeout_seconds = timeout_seconds;
    begun.cause = work.out().cause();
    const Message message =
        carries_info(type) ? info_packet(work, type, begun.id) : packet(type, begun.id);
    const auto ask = [&](Peer& peer) {
        if (send(work, peer, message)) begun.awaited.push_back(peer.id);
    };
    if (only != nullptr) {
        ask(*only);
    } else {
        for (Peer& peer : work.me.peers.all()) {
            if (peer.active()) ask(peer);
        }
    }
    work.me.commands.push_back(std::move(begun));
}

}  // namespace failover::interlock
