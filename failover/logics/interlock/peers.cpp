#include "failover/logics/interlock/peers.hpp"

#include <algorithm>

namespace failover::interlock {

bool Peer::active() const {
    return state != WatchdogState::dead && state != WatchdogState::lost &&
           state != WatchdogState::shutdown;
}

parts::Contender Peer::contender() const {
    return {priority, started_second, state_second, escalated, quorum, standbys};
}

void Peer::learn(const NodeInfo& info, Instant now) {
    known = true;
    greeted = false;
    state = info.state;
    priority = info.priority;
    started_second = whole_second(now) - info.seconds_since_startup;
    state_second = whole_second(now) - info.seconds_in_state;
    quorum = info.quorum;
    standbys = info.standbys;
    escalated = info.escalated;
}

void Peers::configure(const std::vector<ProxyId>& ids) {
    peers_.clear();
    for (const ProxyId peer : ids) {
        peers_.emplace_back();
        peers_.back().id = peer;
    }
}

const Peer* Peers::find(ProxyId id) const {
    const auto found = std::ranges::find(peers_, id, &Peer::id);
    return found == peers_.end() ? nullptr : &*found;
}

Peer* Peers::find(ProxyId id) {
    const auto found = std::ranges::find(peers_, id, &Peer::id);
    return found == peers_.end() ? nullptr : &*found;
}

Peer* Peers::owner(ConnectionId connection) {
    if (connection == no_connection) return nullptr;
    const auto found = std::ranges::find_if(peers_, [&](const Peer& peer) {
        return peer.client.connection == connection || peer.server.connection == connection;
    });
    return found == peers_.end() ? nullptr : &*found;
}

bool Peers::owns(ConnectionId connection) const {
    return std::ranges::any_of(peers_, [&](const Peer& peer) {
        return peer.client.connection == connection || peer.server.connection == connection;
    });
}

int Peers::active_count() const {
    return static_cast<int>(std::ranges::count_if(peers_, &Peer::active));
}

}  // namespace failover::interlock
