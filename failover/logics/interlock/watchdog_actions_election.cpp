#include <algorithm>

#include "failover/logics/interlock/watchdog_actions.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock::actions {
namespace {

void refuse_declaration(Work& work, const Occasion& occasion) {
    const Peer& peer = peer_of(occasion);
    work.log(WatchdogText::declare_rejected_by_priority,
             {peer.id.value, work.me.priority, peer.priority});
    answer(work, occasion, Packet::reject);
}

}  // namespace

Peer& peer_of(const Occasion& occasion) {
    LOGIC_ASSERT(occasion.peer != nullptr);
    return *occasion.peer;
}

void answer(Work& work, const Occasion& occasion, Packet type) {
    LOGIC_ASSERT(occasion.packet != nullptr);
    reply(work, peer_of(occasion), type, *occasion.packet);
}

void arm(Work& work, std::int64_t seconds) { work.me.arm(work.now(), seconds, work.out().cause()); }

// ---- LOADING and JOINING -----------------------------------------------------------------------

void load(Work& work, const Occasion&) {
    const Message greeting = info_packet(work, Packet::add_node, work.me.next_id());
    for (Peer& peer : work.me.peers.all()) {
        if (peer.client.open() && peer.state == S::dead) peer.greeted = send(work, peer, greeting);
    }
    arm(work, reply_seconds);
}

void join_cluster(Work& work, const Occasion&) {
    set_leader(work, no_proxy);
    connect_all(work);
    command(work, Packet::request_info, command_seconds);
    arm(work, reply_seconds);
}

void greeted_all(Work& work, const Occasion&) {
    if (std::ranges::none_of(work.me.peers.all(), &Peer::greeted)) set_state(work, S::initializing);
}

void rejected_by_peer(Work& work, const Occasion& occasion) {
    const Peer& peer = peer_of(occasion);
    if (!peer.greeted && peer.state != S::dead) return;
    work.log(WatchdogText::add_rejected, {peer.id.value});
    work.out().put(Exit{3});
    work.me.gone = true;
}

/// A peer stands while this proxy has not begun to.
void stand_early(Work& work, const Occasion& occasion) {
    const bool higher = work.me.priority > peer_of(occasion).priority;
    answer(work, occasion, higher ? Packet::reject : Packet::accept);
    set_state(work, higher ? S::standing : S::participating);
}

// ---- INITIALIZING ------------------------------------------------------------------------------

void initialize(Work& work, const Occasion&) { arm(work, 1); }

void find_place(Work& work, const Occasion&) {
    if (work.me.leader != no_proxy) return set_state(work, S::standby);
    if (work.me.peers.active_count() == 0) {
        work.log(WatchdogText::only_alive);
        return set_state(work, S::master);
    }
    const bool stands = std::ranges::any_of(
        work.me.peers.all(), [](const Peer& peer) { return peer.state == S::standing; });
    set_state(work, stands ? S::participating : S::standing);
}

// ---- STANDING and PARTICIPATING ----------------------------------------------------------------

void stand(Work& work, const Occasion&) {
    command(work, Packet::stand_for_coordinator, command_seconds);
    arm(work, reply_seconds);
}

void stand_refused(Work& work, const Occasion& occasion) {
    LOGIC_ASSERT(occasion.packet != nullptr);
    work.log(WatchdogText::stand_rejected, {peer_of(occasion).id.value});
    const bool error = type_of(*occasion.packet) == Packet::error;
    set_state(work, error ? S::joining : S::participating);
}

void both_stand(Work& work, const Occasion& occasion) {
    const parts::Contender mine{
        work.me.priority, whole_second(work.me.started), 0, false, Quorum::absent, 0};
    if (parts::outstands(mine, peer_of(occasion).contender())) {
        return answer(work, occasion, Packet::reject);
    }
    answer(work, occasion, Packet::accept);
    set_state(work, S::participating);
}

void other_declares(Work& work, const Occasion& occasion) {
    const Peer& peer = peer_of(occasion);
    if (work.me.priority > peer.priority) return refuse_declaration(work, occasion);
    work.log(WatchdogText::declared_itself, {peer.id.value});
    answer(work, occasion, Packet::accept);
    set_state(work, S::joining);
}

void vote(Work& work, const Occasion&) { arm(work, reply_seconds); }

void vote_on_stand(Work& work, const Occasion& occasion) {
    if (peer_of(occasion).priority >= work.me.priority) {
        return answer(work, occasion, Packet::accept);
    }
    answer(work, occasion, Packet::reject);
    set_state(work, S::standing);
}

void vote_on_declaration(Work& work, const Occasion& occasion) {
    if (peer_of(occasion).priority >= work.me.priority) {
        answer(work, occasion, Packet::accept);
        return set_state(work, S::initializing);
    }
    refuse_declaration(work, occasion);
    set_state(work, S::standing);
}

}  // namespace failover::interlock::actions
