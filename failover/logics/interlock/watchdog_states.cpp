#include "failover/logics/interlock/watchdog_states.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/node_request.hpp"
#include "failover/logics/interlock/watchdog_escalation.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/parts/quorum.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

using S = WatchdogState;
using E = WatchdogEvent;

constexpr std::int64_t reply_seconds = 5;  ///< state timers that wait for somebody
constexpr std::int64_t command_seconds = 4;
constexpr std::int64_t beacon_seconds = 10;

void arm(Work& work, std::int64_t seconds) {
    work.me.arm(work.now(), seconds, work.out().cause());
}
std::int32_t number(ProxyId proxy) { return proxy.value; }
Peer& peer_of(const Occasion& occasion) {
    LOGIC_ASSERT(occasion.peer != nullptr);
    return *occasion.peer;
}
void answer(Work& work, const Occasion& occasion, Packet type) {
    LOGIC_ASSERT(occasion.packet != nullptr);
    reply(work, peer_of(occasion), type, *occasion.packet);
}
template <S next>
void go(Work& work, const Occasion&) {
    set_state(work, next);
}
void ignore(Work&, const Occasion&) {}

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
    work.log(WatchdogText::add_rejected, {number(peer.id)});
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
    work.log(WatchdogText::stand_rejected, {number(peer_of(occasion).id)});
    const bool error = type_of(*occasion.packet) == Packet::error;
    set_state(work, error ? S::joining : S::participating);
}

void both_stand(Work& work, const Occasion& occasion) {
    const parts::Contender mine{work.me.priority, whole_second(work.me.started), 0, false,
                                Quorum::absent, 0};
    if (parts::outstands(mine, peer_of(occasion).contender())) {
        return answer(work, occasion, Packet::reject);
    }
    answer(work, occasion, Packet::accept);
    set_state(work, S::participating);
}

void refuse_declaration(Work& work, const Occasion& occasion) {
    const Peer& peer = peer_of(occasion);
    work.log(WatchdogText::declare_rejected_by_priority,
             {number(peer.id), work.me.priority, peer.priority});
    answer(work, occasion, Packet::reject);
}

void other_declares(Work& work, const Occasion& occasion) {
    const Peer& peer = peer_of(occasion);
    if (work.me.priority > peer.priority) return refuse_declaration(work, occasion);
    work.log(WatchdogText::declared_itself, {number(peer.id)});
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

void remove_standby(Work& work, const Peer& peer) {
    if (std::erase(work.me.standbys, peer.id) == 0) return;
    work.log(WatchdogText::remove_standby, {number(peer.id)});
}

void beacon_refused(Work& work, const Occasion& occasion) {
    work.log(WatchdogText::beacon_rejected, {number(peer_of(occasion).id)});
    remove_standby(work, peer_of(occasion));
}

void refuse_stand(Work& work, const Occasion& occasion) {
    answer(work, occasion, Packet::reject);
}

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

// ---- STANDBY -----------------------------------------------------------------------------------

void ask_to_join(Work& work, const Occasion&) {
    Peer* const leader = work.me.peers.find(work.me.leader);
    LOGIC_ASSERT(leader != nullptr);
    command(work, Packet::join_coordinator, reply_seconds, leader);
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
    set_state(work, S::joining);
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

void wait_on(Work& work, const Occasion&) { arm(work, reply_seconds); }

// ---- LOST --------------------------------------------------------------------------------------

void give_up(Work& work, const Occasion&) {
    work.log(WatchdogText::network_lost);
    work.out().put(Exit{3});
    work.me.gone = true;
}

// ---- the table ---------------------------------------------------------------------------------

constexpr std::array rules{
    StateRule{S::loading, E::entered, load, "greet connected peers; 5 s"},
    StateRule{S::loading, E::timer, go<S::joining>, "JOINING"},
    StateRule{S::loading, E::got_info, greeted_all, "INITIALIZING if no greeted peer is silent"},
    StateRule{S::loading, E::got_stand, stand_early, "R, STANDING or G, PARTICIPATING"},
    StateRule{S::loading, E::got_reject, rejected_by_peer, "exit 3"},

    StateRule{S::joining, E::entered, join_cluster, "forget leader, connect, B 4 s; 5 s"},
    StateRule{S::joining, E::timer, go<S::initializing>, "INITIALIZING"},
    StateRule{S::joining, E::info_done, go<S::initializing>, "INITIALIZING"},
    StateRule{S::joining, E::got_stand, stand_early, "R, STANDING or G, PARTICIPATING"},

    StateRule{S::initializing, E::entered, initialize, "1 s"},
    StateRule{S::initializing, E::timer, find_place, "STANDBY, MASTER, PARTICIPATING, STANDING"},
    StateRule{S::initializing, E::got_stand, ignore, "no answer"},

    StateRule{S::standing, E::entered, stand, "S 4 s; 5 s"},
    StateRule{S::standing, E::timer, go<S::master>, "MASTER"},
    StateRule{S::standing, E::stand_accepted, go<S::master>, "MASTER"},
    StateRule{S::standing, E::stand_rejected, stand_refused, "R: PARTICIPATING, E: JOINING"},
    StateRule{S::standing, E::got_stand, both_stand, "R, or G and PARTICIPATING"},
    StateRule{S::standing, E::got_declare, other_declares, "R, or G and JOINING"},

    StateRule{S::participating, E::entered, vote, "5 s"},
    StateRule{S::participating, E::timer, go<S::joining>, "JOINING"},
    StateRule{S::participating, E::got_stand, vote_on_stand, "G, or R and STANDING"},
    StateRule{S::participating, E::got_declare, vote_on_declaration,
              "G and INITIALIZING, or R and STANDING"},
    StateRule{S::participating, E::got_beacon, go<S::joining>, "JOINING"},

    StateRule{S::master, E::entered, declare, "C 4 s; 5 s"},
    StateRule{S::master, E::timer, send_beacon, "M 5 s; 10 s"},
    StateRule{S::master, E::declare_accepted, declared, "lead, tell main, escalate"},
    StateRule{S::master, E::declare_rejected, declaration_refused, "JOINING"},
    StateRule{S::master, E::beacon_rejected, beacon_refused, "drop standby"},
    StateRule{S::master, E::got_stand, refuse_stand, "R"},
    StateRule{S::master, E::got_declare, refuse_coup, "E"},
    StateRule{S::master, E::got_beacon, meet_leader, "contest"},
    StateRule{S::master, E::got_join, admit, "G, Y, standby list"},
    StateRule{S::master, E::peer_lost, lose_standby, "drop standby and its objects"},
    StateRule{S::master, E::peer_found, find_again, "B, ask to rejoin"},
    StateRule{S::master, E::quorum_changed, follow_quorum, "(de-)escalate, I"},

    StateRule{S::standby, E::entered, ask_to_join, "J 5 s; no timer"},
    StateRule{S::standby, E::timer, wait_on, "5 s"},
    StateRule{S::standby, E::join_accepted, joined, "tell main, I"},
    StateRule{S::standby, E::join_rejected, join_refused, "JOINING"},
    StateRule{S::standby, E::peer_lost, lose_leader, "leader: JOINING"},
    StateRule{S::standby, E::got_stand, stray_stand, "E, JOINING"},
    StateRule{S::standby, E::got_declare, stray_declaration, "leader: JOINING, other: E"},
    StateRule{S::standby, E::got_beacon, hear_beacon, "leader: I twice, other: #B twice"},
    StateRule{S::standby, E::rejoin_asked, rejoin, "J 5 s"},

    StateRule{S::lost, E::entered, give_up, "exit 3"},
    StateRule{S::network_trouble, E::entered, give_up, "exit 3"},
};

bool is_packet(WatchdogEvent event) {
    return event >= WatchdogEvent::got_stand && event <= WatchdogEvent::got_other;
}

/// No timer runs in STANDBY: the leader's silence is noticed on events only (§9.6).
void look_at_leader(Work& work) {
    Peer* const leader = work.me.peers.find(work.me.leader);
    if (leader == nullptr || work.me.state != S::standby) return;
    const std::int64_t silent = elapsed_seconds(work.now(), leader->last_received);
    if (silent >= 2 * beacon_seconds) {
        work.log(WatchdogText::leader_silent, {number(leader->id)});
        set_state(work, S::joining);
    } else if (silent >= beacon_seconds) {
        work.log(WatchdogText::leader_late, {number(leader->id)});
        send(work, *leader, packet(Packet::request_info, work.me.next_id()));
    }
}

}  // namespace

std::span<const StateRule> state_rules() { return rules; }

void dispatch(Work& work, const Occasion& occasion) {
    const S state = work.me.state;
    const auto rule = std::ranges::find_if(rules, [&](const StateRule& each) {
        return each.state == state && each.event == occasion.event;
    });
    if (rule != rules.end()) {
        rule->action(work, occasion);
    } else if (is_packet(occasion.event)) {
        standard_packet(work, peer_of(occasion), *occasion.packet);
    }
    if (state == S::standby && !work.me.gone) look_at_leader(work);
}

void set_state(Work& work, WatchdogState state) {
    WatchdogData& me = work.me;
    const WatchdogState old = me.state;
    if (state == old || me.gone) return;
    if (old == WatchdogState::master) {
        de_escalate(work);
        me.standbys.clear();
        me.objects.clear();
    }
    me.state = state;
    me.state_since = work.now();
    work.log(WatchdogText::state_changed,
             {static_cast<std::int32_t>(old), static_cast<std::int32_t>(state)});
    dispatch(work, {WatchdogEvent::entered});
    if (!me.gone) broadcast_info(work);
}

void set_leader(Work& work, ProxyId leader) {
    if (work.me.leader == leader) return;
    const ProxyId subject = leader == no_proxy ? work.me.leader : leader;
    const Locality where = subject == work.me.self ? Locality::local : Locality::remote;
    work.log(leader == no_proxy ? WatchdogText::unset_leader : WatchdogText::set_leader,
             {static_cast<std::int32_t>(where), number(subject)});
    work.me.leader = leader;
}

void update_quorum(Work& work) {
    const Quorum now = parts::quorum(work.me.peers.size(),
                                     static_cast<int>(work.me.standbys.size()));
    if (now == work.me.quorum) return;
    work.me.quorum = now;
    if (work.me.leads()) dispatch(work, {WatchdogEvent::quorum_changed});
}

}  // namespace failover::interlock
