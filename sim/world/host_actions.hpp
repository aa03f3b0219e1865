// What is done to machines in a step: power, pause, clocks and disks, and the end of it when its
// time is over or somebody heals it.
#pragma once

#include "sim/world/story.hpp"

namespace sim::world {

/// Any verb on hosts: what it does is over at once, what follows from it is not.
void act_on_host(World& world, std::uint32_t activity);
void undo_on_host(World& world, std::uint32_t activity);
/// All machines are on and go on, their disks are well, their clocks run at their own pace.
void heal_hosts(World& world);

}  // namespace sim::world
