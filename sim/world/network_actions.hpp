// What is done to the network in a step: links are cut and interfaces taken down, until their time
// is over or somebody heals them; the virtual address is taken away.
#pragma once

#include "sim/world/story.hpp"

namespace sim::world {

void act_cut(World& world, std::uint32_t activity);
void act_heal(World& world, std::uint32_t activity);
void act_link(World& world, std::uint32_t activity);
void undo_link(World& world, std::uint32_t activity);
void undo_cut(World& world, std::uint32_t activity);

void act_disable_interface(World& world, std::uint32_t activity);
void act_enable_interface(World& world, std::uint32_t activity);
void act_remove_vip(World& world, std::uint32_t activity);
void undo_disable_interface(World& world, std::uint32_t activity);

}  // namespace sim::world
