#include "failover/logics/interlock/watchdog_packets.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "failover/logics/interlock/rules.hpp"
#include "failover/logics/interlock/watchdog_config.hpp"
#include "failover/logics/interlock/watchdog_desk.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

std::int32_t number(const Peer& peer) { return peer.id.value; }

/// What a peer says about itself (§9.5 "INFO processing").
void learn(Work& work, Peer& peer, const Message& message) {
    const WatchdogState before = peer.state;
    peer.learn(read_info(message), work.now());
    if (peer.state == WatchdogState::master) {
        if (work.me.leader == no_proxy) {
            set_leader(work, peer.id);
        } else if (work.me.leader != peer.id) {
            work.log(WatchdogText::two_leaders, {work.me.leader.value, number(peer)});
            if (work.me.state == WatchdogState::master) {
                work.log(WatchdogText::leader_and_me, {number(peer)});
                contest(work, peer);
            } else {
                broadcast(work, packet(Packet::split_brain, command_id(message)));
            }
        }
    } else if (work.me.leader == peer.id) {
        work.log(WatchdogText::leader_resigned_state);
        set_state(work, WatchdogState::joining);
    }
    if (before == WatchdogState::standby && peer.state != before &&
        std::erase(work.me.standbys, peer.id) != 0) {
        work.log(WatchdogText::remove_standby, {number(peer)});
    }
}

WatchdogEvent end_event(Packet type, CommandEnd end) {
    const bool refused = end == CommandEnd::rejected;
    if (type == Packet::request_info) return WatchdogEvent::info_done;
    if (type == Packet::stand_for_coordinator) {
        return refused ? WatchdogEvent::stand_rejected : WatchdogEvent::stand_accepted;
    }
    if (type == Packet::declare_coordinator) {
        return refused ? WatchdogEvent::declare_rejected : WatchdogEvent::declare_accepted;
    }
    if (type == Packet::join_coordinator) {
        return refused ? WatchdogEvent::join_rejected : WatchdogEvent::join_accepted;
    }
    if (type == Packet::beacon && refused) return WatchdogEvent::beacon_rejected;
    return WatchdogEvent::command_done;
}

/// Replies find their command by the id alone, whoever sends them and why: also an I that was
/// never meant as a reply (§9.3, §16.4).
bool completes_command(Work& work, Peer& peer, const Message& message) {
    const Packet type = type_of(message);
    if (!is_reply(type)) return false;
    auto& commands = work.me.commands;
    const auto found = std::ranges::find_if(commands, [&](const ClusterCommand& command) {
        return command.id == command_id(message) &&
               std::ranges::find(command.awaited, peer.id) != command.awaited.end();
    });
    if (found == commands.end()) return false;
    std::erase(found->awaited, peer.id);
    const bool refused = type == Packet::reject || type == Packet::error;
    if (!refused && !found->awaited.empty()) return true;
    const Packet asked = found->type;
    commands.erase(found);
    finish_command(work, asked, refused ? CommandEnd::rejected : CommandEnd::all_replied,
                   {&peer, &message});
    return true;
}

WatchdogEvent event_of(Packet type) {
    if (type == Packet::stand_for_coordinator) return WatchdogEvent::got_stand;
    if (type == Packet::declare_coordinator) return WatchdogEvent::got_declare;
    if (type == Packet::join_coordinator) return WatchdogEvent::got_join;
    if (type == Packet::beacon) return WatchdogEvent::got_beacon;
    if (type == Packet::node_info) return WatchdogEvent::got_info;
    if (type == Packet::reject) return WatchdogEvent::got_reject;
    return WatchdogEvent::got_other;
}

void beacon_at_follower(Work& work, Peer& peer, const Message& message) {
    if (work.me.leader == no_proxy || work.me.leader == peer.id) {
        peer.learn(read_info(message), work.now());
        send(work, peer, info_packet(work, Packet::node_info, command_id(message)));
        return;
    }
    work.log(WatchdogText::leader_and_other, {work.me.leader.value, number(peer)});
    broadcast(work, packet(Packet::split_brain, command_id(message)));
}

// ---- cluster service: what a split brain makes watchdogs say (§9.8) ----------------------------

void hear_true_leader(Work& work, Peer& peer, const Message& message) {
    if (work.me.leader == peer.id) return;
    if (work.me.state == WatchdogState::master) {
        work.log(WatchdogText::true_leader, {number(peer)});
        broadcast(work, packet(Packet::resigning, command_id(message)));
    } else {
        work.log(WatchdogText::true_leader_conflict, {number(peer), work.me.leader.value});
        broadcast(work, packet(Packet::needs_election, command_id(message)));
    }
    set_state(work, WatchdogState::joining);
}

void hear_resignation(Work& work, const Peer& peer, bool untrue) {
    if (work.me.leader == peer.id) {
        work.log(untrue ? WatchdogText::not_true_leader : WatchdogText::resigned, {number(peer)});
        return set_state(work, WatchdogState::joining);
    }
    const bool rival = untrue && work.me.state == WatchdogState::master;
    work.log(rival ? WatchdogText::also_leader_resigned : WatchdogText::resigned_ignored,
             {number(peer)});
}

void hear_split_brain(Work& work, Peer& peer, const Message&) {
    connect_all(work);
    if (work.me.state != WatchdogState::master) return;
    Storm& storm = work.me.storm;
    const std::int64_t second = whole_second(work.now());
    if (storm.second != second) storm = Storm{second, 0, no_proxy, {}};
    if (storm.answers == Storm::most) {
        storm.owed = peer.id;
        storm.cause = work.out().cause();
        return;
    }
    ++storm.answers;
    work.log(WatchdogText::split_brain_detected, {number(peer)});
    broadcast(work, info_packet(work, Packet::beacon, work.me.next_id()));
}

// ---- what every state does with a packet (§9.5) ------------------------------------------------

void tell_about_me(Work& work, Peer& peer, const Message& message) {
    send(work, peer, info_packet(work, Packet::node_info, command_id(message)));
}

void answer_join(Work& work, Peer& peer, const Message& message) {
    const bool mine = work.me.leader == work.me.self;
    reply(work, peer, mine ? Packet::accept : Packet::reject, message);
}

void tell_configuration(Work& work, Peer& peer, const Message& message) {
    send(work, peer, config_packet(work.context.config, command_id(message)));
}

void hear_configuration(Work& work, Peer& peer, const Message& message) {
    if (work.me.state == WatchdogState::master) compare_config(work, peer, message);
}

void start_over(Work& work, Peer& peer, const Message&) {
    work.log(WatchdogText::asked_to_rejoin, {number(peer)});
    set_state(work, WatchdogState::joining);
}

void hear_not_true(Work& work, Peer& peer, const Message&) { hear_resignation(work, peer, true); }
void hear_resigning(Work& work, Peer& peer, const Message&) { hear_resignation(work, peer, false); }

void asked_to_join_again(Work& work, Peer& peer, const Message& message) {
    dispatch(work, {WatchdogEvent::rejoin_asked, &peer, &message});
}

constexpr std::array rules{
    PacketRule{Packet::add_node, tell_about_me, "I"},
    PacketRule{Packet::request_info, tell_about_me, "I"},
    PacketRule{Packet::join_coordinator, answer_join, "G if it leads, else R"},
    PacketRule{Packet::beacon, beacon_at_follower, "I; from another than its leader: #B to all"},
    PacketRule{Packet::ask_config, tell_configuration, "Z"},
    PacketRule{Packet::config_data, hear_configuration, "a MASTER compares it with its own"},
    PacketRule{Packet::split_brain, hear_split_brain, "connect; a MASTER: M to all"},
    PacketRule{Packet::needs_election, start_over, "JOINING"},
    PacketRule{Packet::true_leader, hear_true_leader,
               "from another than its leader: #R (a MASTER) or #E to all, JOINING"},
    PacketRule{Packet::not_true_leader, hear_not_true, "from its leader: JOINING"},
    PacketRule{Packet::resigning, hear_resigning, "from its leader: JOINING"},
    PacketRule{Packet::rejoin, asked_to_join_again, "the event rejoin_asked"},
};

struct ContestLines {
    WatchdogText stays;   ///< the other one stays
    WatchdogText yields;  ///< the other one should step down
};
/// In the order of ContestRule.
constexpr std::array contest_lines{
    ContestLines{WatchdogText::stays_escalated, WatchdogText::yields_escalated},
    ContestLines{WatchdogText::stays_quorum, WatchdogText::yields_quorum},
    ContestLines{WatchdogText::stays_standbys, WatchdogText::yields_standbys},
    ContestLines{WatchdogText::stays_older, WatchdogText::yields_older},
};

bool kept_out(Work& work, Peer& peer, const NodeInfo& info) {
    // R41: one that has started anew has no heartbeat yet, and may come in.
    const bool anew = info.state == WatchdogState::loading;
    if (anew && work.context.config.fixes.r41) peer.kept_out = false;
    return peer.kept_out;
}

}  // namespace

void contest(Work& work, Peer& other) {
    const WatchdogData& me = work.me;
    const parts::Contender mine{me.priority,
                                whole_second(me.started),
                                whole_second(me.state_since),
                                me.escalated,
                                me.quorum,
                                static_cast<std::int32_t>(me.standbys.size())};
    const parts::Contest outcome = parts::contest(mine, other.contender());
    if (!work.out().applies(rule(Table::contest, parts::row_of(outcome)))) return;
    const ContestLines& lines = contest_lines[static_cast<std::size_t>(outcome.rule)];
    work.log(outcome.stays ? lines.yields : lines.stays, {number(other)});
    work.log(outcome.stays ? WatchdogText::i_am_best : WatchdogText::other_is_best,
             {number(other)});
    if (outcome.stays) {
        send(work, other, packet(Packet::true_leader, work.me.next_id()));
        return;
    }
    broadcast(work, packet(Packet::not_true_leader, work.me.next_id()));
    set_state(work, WatchdogState::joining);
}

void answer_storm(Work& work) {
    Storm& storm = work.me.storm;
    if (storm.owed == no_proxy || storm.second == whole_second(work.now())) return;
    Peer* const peer = work.me.peers.find(std::exchange(storm.owed, no_proxy));
    LOGIC_ASSERT(peer != nullptr);
    work.out().adopt(storm.cause);
    hear_split_brain(work, *peer, {});
}

void finish_command(Work& work, Packet type, CommandEnd end, Responder by) {
    dispatch(work, {end_event(type, end), by.peer, by.packet});
}

std::span<const PacketRule> packet_rules() { return rules; }

void standard_packet(Work& work, Peer& peer, const Message& message) {
    const auto found = std::ranges::find(rules, type_of(message), &PacketRule::packet);
    if (found == rules.end()) return;
    const auto row = static_cast<std::size_t>(found - rules.begin());
    if (!work.out().applies(rule(Table::packets, row))) return;
    found->action(work, peer, message);
}

void packet_from(Work& work, Peer& peer, const Message& message) {
    const Packet type = type_of(message);
    peer.last_received = work.now();
    peer.unanswered_since.reset();
    if (type == Packet::node_info) learn(work, peer, message);
    if (work.me.gone) return;
    if (type == Packet::going_down) {
        peer.state = WatchdogState::shutdown;
        return lose(work, peer);
    }
    if (completes_command(work, peer, message)) return;
    if (desk_packet(work, peer, message)) return;
    dispatch(work, {event_of(type), &peer, &message});
}

void introduced(Work& work, const Stranger& stranger, const Message& message) {
    std::erase(work.me.strangers, stranger);
    Socket socket{Socket::State::open, stranger.connection};
    if (type_of(message) != Packet::add_node) return close(work, socket);
    Peer* const peer = work.me.peers.find(stranger.from);
    if (peer != nullptr && kept_out(work, *peer, read_info(message))) return close(work, socket);
    if (peer == nullptr || read_key(message) != key_of(work.context.config.wd_authkey)) {
        work.log(WatchdogText::add_node_rejected, {stranger.from.value});
        work.out().put(Send{stranger.connection, packet(Packet::reject, command_id(message))});
        return close(work, socket);
    }
    close(work, peer->server);
    peer->server = socket;
    peer->learn(read_info(message), work.now());
    work.log(WatchdogText::new_node, {number(*peer)});
    packet_from(work, *peer, message);
}

void lose(Work& work, Peer& peer) {
    close(work, peer.client);
    close(work, peer.server);
    peer.unanswered_since.reset();
    peer.greeted = false;
    if (peer.state == WatchdogState::shutdown) {
        work.log(WatchdogText::peer_shutting_down, {number(peer)});
    } else {
        peer.state = WatchdogState::lost;
        work.log(WatchdogText::peer_lost, {number(peer)});
    }
    const bool was_leader = work.me.leader == peer.id;
    if (was_leader) {
        work.log(WatchdogText::lost_coordinator);
        set_leader(work, no_proxy);
    }
    desk_lost(work, peer);
    dispatch(work, {WatchdogEvent::peer_lost, &peer, nullptr, was_leader});
}

}  // namespace failover::interlock
