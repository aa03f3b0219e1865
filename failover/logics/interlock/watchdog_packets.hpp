// What a watchdog does with a packet before and beside its state machine (semantics-3.6 §9.5,
// §9.8): who a stranger is, what peers say about themselves, replies, split brain.
#pragma once

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// A packet from a known peer, through all stages of §9.5.
void packet_from(Work& work, Peer& peer, const Message& message);
/// The first packet on an accepted connection; only ADD NODE of a configured proxy makes it known.
void introduced(Work& work, const Stranger& stranger, const Message& message);
/// What every state does with a packet that its own rows leave alone.
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
/// Two leaders: decides who stays, with the lines of §9.8.
void contest(Work& work, Peer& other);

}  // namespace failover::interlock
