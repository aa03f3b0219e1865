// What a watchdog does with a packet before and beside its state machine (semantics-3.6 §9.5,
// §9.8): who a stranger is, what peers say about themselves, replies, split brain.
#pragma once

#include <span>
#include <string_view>

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// A packet from a known peer, through all stages of §9.5.
void packet_from(Work& work, Peer& peer, const Message& message);
/// The first packet on an accepted connection; only ADD NODE of a configured proxy makes it known.
void introduced(Work& work, const Stranger& stranger, const Message& message);
/// What a packet does in every state, where the state's own rows leave it alone.
struct PacketRule {
    Packet packet;
    void (*action)(Work&, Peer&, const Message&);
    std::string_view does;
};
[[nodiscard]] std::span<const PacketRule> packet_rules();
/// Runs the row; nothing if there is none.
void standard_packet(Work& work, Peer& peer, const Message& message);
/// Who ended a command; nobody if its time was up.
struct Responder {
    Peer* peer = nullptr;
    const Message* packet = nullptr;
};
/// Tells the state machine that a cluster command, already forgotten, is over.
void finish_command(Work& work, Packet type, CommandEnd end, Responder by);
/// REMOTE_NODE_LOST: closes, records, tells the state machine and whoever waits for the peer.
void lose(Work& work, Peer& peer);
/// At the end of a turn: what a leader still owes of the storm of a second that is over.
void answer_storm(Work& work);
/// Two leaders: decides who stays, with the lines of §9.8.
void contest(Work& work, Peer& other);

}  // namespace failover::interlock
