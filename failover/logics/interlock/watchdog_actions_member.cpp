#include <algorithm>

#include "failover/logics/interlock/node_request.hpp"
#include "failover/logics/interlock/watchdog_actions.hpp"
#include "failover/logics/interlock/watchdog_escalation.hpp"
#include "failover/logics/interlock/watchdog_network.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock::actions {
namespace {

std::int32_t number(ProxyId proxy) { return proxy.value; }

void remove_standby(Work& work, const Peer& peer) {
    if (std::erase(work.me.standbys, peer.id) == 0) return;
    work.log(WatchdogText::remove_standby, {number(peer.id)});
}

}  // namespace

// ---- MASTER ------------------------------------------------------------------------------------

void declare(Work& work, const Occasion&) {
    work.log(WatchdogText::announcing);
    command(work, Packet::declare_coordinator, command_seconds);
    arm(work, reply_seconds);
}

void send_beacon(Work& work, const Occasion&) {
    command(work, Packet::beacon, reply_seconds);
    arm(work, beacon_seconds);
}

void declared(Work& work, const Occasion&) {
    update_quorum(work);
    work.log(WatchdogText::leader);
    set_leader(work, work.me.self);
    signal_state_change(work.context);
    if (work.me.quorum == Quorum::absent) {
        return work.log(WatchdogText::leader_without_quorum);
    }
    work.log(WatchdogText::leader_escalates);
    escalate(work);
}

void declaration_refused(Work& work, const Occasion& occasion) {
    work.log(WatchdogText::declare_rejected, {number(peer_of(occasion).id)});
    set_state(work, S::joining);
}

void beacon_refused(Work& work, const Occasion& occasion) {
    work.log(WatchdogText::beacon_rejected, {number(peer_of(occasion).id)});
    remove_standby(work, peer_of(occasion));
}

void refuse_stand(Work& work, const Occasion& occasion) { answer(work, occasion, Packet::reject); }

void refuse_coup(Work& work, const Occasion& occasion) {
    work.log(WatchdogText::coup);
    answer(work, occasion, Packet::error);
}

void meet_leader(Work& work, const Occasion& occasion) {
    work.log(WatchdogText::beacon_in_split_brain, {number(peer_of(occasion).id)});
    contest(work, peer_of(occasion));
}

void admit(Work& work, const Occasion& occasion) {
    Peer& peer = peer_of(occasion);
    answer(work, occasion, Packet::accept);
    send(work, peer, packet(Packet::ask_config, work.me.next_id()));
    if (std::ranges::find(work.me.standbys, peer.id) != work.me.standbys.end()) return;
    work.log(WatchdogText::add_standby, {number(peer.id)});
    work.me.standbys.push_back(peer.id);
}

void lose_standby(Work& work, const Occasion& occasion) {
    const Peer& peer = peer_of(occasion);
    remove_standby(work, peer);
    std::erase_if(work.me.objects,
                  [&](const FailoverObject& object) { return object.requester == peer.id; });
}

void find_again(Work& work, const Occasion& occasion) {
    Peer& peer = peer_of(occasion);
    work.log(WatchdogText::peer_found, {number(peer.id)});
    send(work, peer, packet(Packet::request_info, work.me.next_id()));
    send(work, peer, packet(Packet::rejoin, work.me.next_id()));
}

void follow_quorum(Work& work, const Occasion&) {
    if (work.me.quorum == Quorum::absent && work.me.escalated) {
        work.log(WatchdogText::quorum_lost);
        de_escalate(work);
    } else if (work.me.quorum != Quorum::absent && !work.me.escalated) {
        work.log(WatchdogText::quorum_found);
        escalate(work);
    }
    broadcast_info(work);
}

void regain_address(Work& work, const Occasion&) { regain_delegate_address(work); }

// ---- STANDBY -----------------------------------------------------------------------------------

void ask_to_join(Work& work, const Occasion&) {
    Peer* const leader = work.me.peers.find(work.me.leader);
    LOGIC_ASSERT(leader != nullptr);
    command(work, Packet::join_coordinator, reply_seconds, leader);
    if (work.context.config.fix_r48) arm(work, beacon_seconds);
}

void joined(Work& work, const Occasion&) {
    signal_state_change(work.context);
    work.log(WatchdogText::joined, {number(work.me.leader)});
    broadcast_info(work);
}

void join_refused(Work& work, const Occasion& occasion) {
    work.log(WatchdogText::join_rejected, {number(peer_of(occasion).id)});
    set_state(work, S::joining);
}

void lose_leader(Work& work, const Occasion& occasion) {
    if (!occasion.was_leader) return;
    work.log(WatchdogText::leader_lost, {number(peer_of(occasion).id)});
    set_state(work, S::joining);
}

void stray_stand(Work& work, const Occasion& occasion) {
    if (work.me.leader == no_proxy) return;
    answer(work, occasion, Packet::error);
    if (!work.context.config.fix_r28) set_state(work, S::joining);
}

void stray_declaration(Work& work, const Occasion& occasion) {
    if (peer_of(occasion).id == work.me.leader) return set_state(work, S::joining);
    answer(work, occasion, Packet::error);
}

/// The state and the standard handling both answer, as in the product (§9.6).
void hear_beacon(Work& work, const Occasion& occasion) {
    standard_packet(work, peer_of(occasion), *occasion.packet);
    standard_packet(work, peer_of(occasion), *occasion.packet);
}

void rejoin(Work& work, const Occasion& occasion) {
    if (work.me.leader == no_proxy) return;
    work.log(WatchdogText::rejoin_asked, {number(work.me.leader)});
    ask_to_join(work, occasion);
}

void wait_on(Work& work, const Occasion&) {
    arm(work, work.context.config.fix_r48 ? beacon_seconds : reply_seconds);
}

// ---- LOST --------------------------------------------------------------------------------------

void give_up(Work& work, const Occasion&) {
    work.log(WatchdogText::network_lost);
    work.out().put(Exit{3});
    work.me.gone = true;
}

}  // namespace failover::interlock::actions
