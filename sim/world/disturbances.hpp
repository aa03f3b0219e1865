// What links that are far or disturbed cost those who do not send packet by packet: loads whose
// commits are one event, and streams of WAL.
#pragma once

#include "sim/world/network.hpp"

namespace sim::world {

/// What disturbed links add to the way there and back between a connection's ends, drawn; and to
/// one way, on average, for what goes as a stream.
Duration round_trip_more(World& world, std::uint32_t connection);
[[nodiscard]] Duration usual_distance(const World& world, HostId from, HostId to, Plane plane);

}  // namespace sim::world
