// The way that WAL takes between two database servers: whether it is open, and how far it is.
// Replication asks before it streams, and again when links change.
#pragma once

#include "sim/world/postgres.hpp"

namespace sim::world {

/// Packets get through in both directions.
[[nodiscard]] bool link_open(const World& world, std::int32_t a, std::int32_t b);
/// A firewall answers the packets of its stream, or of its connect, with a reset.
[[nodiscard]] bool link_rejects(const World& world, std::int32_t a, std::int32_t b);
/// What the link from its upstream adds to each piece of WAL.
[[nodiscard]] Duration distance_of(const World& world, std::int32_t database);

}  // namespace sim::world
