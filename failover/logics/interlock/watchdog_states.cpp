#include "failover/logics/interlock/watchdog_states.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/rules.hpp"
#include "failover/logics/interlock/watchdog_actions.hpp"
#include "failover/logics/interlock/watchdog_escalation.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/parts/quorum.hpp"

namespace failover::interlock {
namespace {

using S = WatchdogState;
using E = WatchdogEvent;
namespace a = actions;

constexpr std::array rules{
    StateRule{S::loading, E::entered, a::load, "greet connected peers; 5 s"},
    StateRule{S::loading, E::timer, a::go<S::joining>, "JOINING"},
    StateRule{S::loading, E::got_info, a::greeted_all, "INITIALIZING if no greeted peer is silent"},
    StateRule{S::loading, E::got_stand, a::stand_early, "R, STANDING or G, PARTICIPATING"},
    StateRule{S::loading, E::got_reject, a::rejected_by_peer, "exit 3"},

    StateRule{S::joining, E::entered, a::join_cluster, "forget leader, connect, B 4 s; 5 s"},
    StateRule{S::joining, E::timer, a::go<S::initializing>, "INITIALIZING"},
    StateRule{S::joining, E::info_done, a::go<S::initializing>, "INITIALIZING"},
    StateRule{S::joining, E::got_stand, a::stand_early, "R, STANDING or G, PARTICIPATING"},

    StateRule{S::initializing, E::entered, a::initialize, "1 s"},
    StateRule{S::initializing, E::timer, a::find_place, "STANDBY, MASTER, PARTICIPATING, STANDING"},
    StateRule{S::initializing, E::got_stand, a::ignore, "no answer"},

    StateRule{S::standing, E::entered, a::stand, "S 4 s; 5 s"},
    StateRule{S::standing, E::timer, a::go<S::master>, "MASTER"},
    StateRule{S::standing, E::stand_accepted, a::go<S::master>, "MASTER"},
    StateRule{S::standing, E::stand_rejected, a::stand_refused, "R: PARTICIPATING, E: JOINING"},
    StateRule{S::standing, E::got_stand, a::both_stand, "R, or G and PARTICIPATING"},
    StateRule{S::standing, E::got_declare, a::other_declares, "R, or G and JOINING"},

    StateRule{S::participating, E::entered, a::vote, "5 s"},
    StateRule{S::participating, E::timer, a::go<S::joining>, "JOINING"},
    StateRule{S::participating, E::got_stand, a::vote_on_stand, "G, or R and STANDING"},
    StateRule{S::participating, E::got_declare, a::vote_on_declaration,
              "G and INITIALIZING, or R and STANDING"},
    StateRule{S::participating, E::got_beacon, a::go<S::joining>, "JOINING"},

    StateRule{S::master, E::entered, a::declare, "C 4 s; 5 s"},
    StateRule{S::master, E::timer, a::send_beacon, "M 5 s; 10 s"},
    StateRule{S::master, E::declare_accepted, a::declared, "lead, tell main, escalate"},
    StateRule{S::master, E::declare_rejected, a::declaration_refused, "JOINING"},
    StateRule{S::master, E::beacon_rejected, a::beacon_refused, "drop standby"},
    StateRule{S::master, E::got_stand, a::refuse_stand, "R"},
    StateRule{S::master, E::got_declare, a::refuse_coup, "E"},
    StateRule{S::master, E::got_beacon, a::meet_leader, "contest"},
    StateRule{S::master, E::got_join, a::admit, "G, Y, standby list"},
    StateRule{S::master, E::peer_lost, a::lose_standby, "drop standby and its objects"},
    StateRule{S::master, E::peer_found, a::find_again, "B, ask to rejoin"},
    StateRule{S::master, E::quorum_changed, a::follow_quorum, "(de-)escalate, I"},
    StateRule{S::master, E::address_removed, a::regain_address, "delegate IP anew, blocking"},

    StateRule{S::standby, E::entered, a::ask_to_join, "J 5 s; no timer"},
    StateRule{S::standby, E::timer, a::wait_on, "5 s"},
    StateRule{S::standby, E::join_accepted, a::joined, "tell main, I"},
    StateRule{S::standby, E::join_rejected, a::join_refused, "JOINING"},
    StateRule{S::standby, E::peer_lost, a::lose_leader, "leader: JOINING"},
    StateRule{S::standby, E::got_stand, a::stray_stand, "E, JOINING"},
    StateRule{S::standby, E::got_declare, a::stray_declaration, "leader: JOINING, other: E"},
    StateRule{S::standby, E::got_beacon, a::hear_beacon, "leader: I twice, other: #B twice"},
    StateRule{S::standby, E::rejoin_asked, a::rejoin, "J 5 s"},

    StateRule{S::lost, E::entered, a::give_up, "exit 3"},
    StateRule{S::network_trouble, E::entered, a::give_up, "exit 3"},
};

bool is_packet(WatchdogEvent event) {
    return event >= WatchdogEvent::got_stand && event <= WatchdogEvent::got_other;
}

/// No timer runs in STANDBY: the leader's silence is noticed on events only (§9.6).
void look_at_leader(Work& work) {
    Peer* const leader = work.me.peers.find(work.me.leader);
    if (leader == nullptr || work.me.state != S::standby) return;
    const std::int64_t silent = elapsed_seconds(work.now(), leader->last_received);
    if (silent >= 2 * a::beacon_seconds) {
        work.log(WatchdogText::leader_silent, {leader->id.value});
        // R48: the old leader counts as lost first.
        if (work.context.config.fixes.r48) return lose(work, *leader);
        set_state(work, S::joining);
    } else if (silent >= a::beacon_seconds) {
        work.log(WatchdogText::leader_late, {leader->id.value});
        send(work, *leader, packet(Packet::request_info, work.me.next_id()));
    }
}

}  // namespace

std::span<const StateRule> state_rules() { return rules; }

void dispatch(Work& work, const Occasion& occasion) {
    const S state = work.me.state;
    const auto found = std::ranges::find_if(rules, [&](const StateRule& each) {
        return each.state == state && each.event == occasion.event;
    });
    const Cause cause = work.out().cause();
    if (found != rules.end()) {
        const auto row = static_cast<std::size_t>(found - rules.begin());
        if (work.out().applies(rule(Table::watchdog, row))) found->action(work, occasion);
    } else if (is_packet(occasion.event)) {
        standard_packet(work, a::peer_of(occasion), *occasion.packet);
    }
    work.out().adopt(cause);
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
        if (work.context.config.fixes.h6) me.lock.clear();
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
             {static_cast<std::int32_t>(where), subject.value});
    work.me.leader = leader;
}

void update_quorum(Work& work) {
    const int peers = work.me.peers.size();
    const int standbys = static_cast<int>(work.me.standbys.size());
    const Quorum now = parts::quorum(peers, standbys);
    if (now == work.me.quorum) return;
    if (!work.out().applies(rule(Table::quorum, parts::quorum_rule(peers, standbys)))) return;
    work.me.quorum = now;
    if (work.me.leads()) dispatch(work, {WatchdogEvent::quorum_changed});
}

}  // namespace failover::interlock
