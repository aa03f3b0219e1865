// What connections and packets share inside the network model: latencies, the wire, the state of
// a path. Not for other models: they use network.hpp.
#pragma once

#include "sim/world/network.hpp"

namespace sim::world {

/// Latency of one packet to that end; the question is named by both hosts and what is carried, so
/// that a story can hold up just this one.
[[nodiscard]] Duration latency(World& world, const Connection& connection, Side to,
                               std::uint16_t kind);
/// What a disturbed link adds to a packet's latency to that end; nothing where none is.
Duration distance(World& world, const Connection& connection, Side to);
/// Whether a packet to that end gets lost on a disturbed link.
bool is_lost(World& world, const Connection& connection, Side to);
/// How much later a segment comes because it, and what was sent again for it, got lost.
Duration sent_again(World& world, const Connection& connection, Side to);
/// A datagram that comes twice; and how much later one comes that others overtake.
bool is_doubled(World& world, const Connection& path);
Duration waits_behind(World& world, const Connection& path);
/// Whether a firewall answers the connection's packets, of either direction, with a reset.
[[nodiscard]] bool is_rejected(const World& world, const Connection& connection);
/// Both ends hear a reset from a firewall between them.
void reset_both(World& world, std::uint32_t connection);
/// The connection of an event was freed, or is another one now.
[[nodiscard]] bool stale(const World& world, const Event& event);
void free_connection(World& world, std::uint32_t index);
void free_packet(World& world, std::uint32_t slot);
/// The holder of an open end hears how its connection has ended.
void hear_end(World& world, Port port, Ending how);
/// A kernel that does not know the connection says so to the holder of `to`.
void send_reset(World& world, Port to);

// --- nobody answers (silence.cpp) ---
/// Its sender will give the connection up if this held packet never gets through.
void expect_give_up(World& world, std::uint32_t packet);
/// A packet arrives where nobody takes it: it stays held, or is answered with a reset.
bool meets_nobody(World& world, const Event& event);
/// A host has lost power: it knows none of its connections any more, and tells nobody.
void forget_connections(World& world, HostId host);
/// One end as records show it: who in the high byte, its index.
[[nodiscard]] std::uint32_t holder_word(const End& end);

}  // namespace sim::world
