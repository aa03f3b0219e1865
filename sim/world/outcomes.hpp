// What clients were told, held against what is left: when a load noticed an outage and when it was
// over, and which acknowledged commits a new primary lacks (postgres-model §8.2, §8.5).
#pragma once

#include "sim/world/clients.hpp"

namespace sim::world {

/// A load's transaction came to an outcome, now: an outage begins or ends, if it is one.
void follow_outage(World& world, std::uint32_t load, facts::Outcome outcome);
/// Records what the loads lost by a promotion, or by all that happened when the run is over.
void note_losses(World& world, std::int32_t primary, bool at_the_end);
/// Outages that are open at the end of the run, and what was lost in all.
void settle_outcomes(World& world);

}  // namespace sim::world
