// What goes into the fingerprint besides events and facts: what messages say, and every output of
// a logic before it is carried out, so that no want of a process escapes it.
#pragma once

#include "failover/logic.hpp"
#include "sim/world/kernel.hpp"

namespace sim::world {

struct World;

/// Folds what a message says.
void fold_message(World& world, const failover::Message& message);
/// Folds an output that leaves at `at`; a message only by where it goes, as it is folded when it
/// arrives.
void fold_wish(World& world, TrueTime at, const failover::Wish& wish);

}  // namespace sim::world
