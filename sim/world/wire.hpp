// What connections and packets share inside the network model: latencies, the wire, the state of
// a path. Not for other models: they use network.hpp.
#pragma once

#include "sim/world/network.hpp"

namespace sim::world {

/// Latency of one packet to that end; the question is named by both hosts and what is carried, so
/// that a story can hold up just this one.
[[nodiscard]] Duration latency(World& world, const Connection& connection, Side to,
                               std::uint16_t kind);
/// Whether packets of the connection get through in both directions: TCP needs both.
[[nodiscard]] bool both_ways(const World& world, const Connection& connection);
/// The connection of an event was freed, or is another one now.
[[nodiscard]] bool stale(const World& world, const Event& event);
void free_connection(World& world, std::uint32_t index);
/// One end as records show it: who in the high byte, its index.
[[nodiscard]] std::uint32_t holder_word(const End& end);

}  // namespace sim::world
