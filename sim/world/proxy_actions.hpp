// What is done to proxies in a step: they are started, stopped or killed, one after the other or
// together, and this tells when that has come through.
#pragma once

#include "sim/world/story.hpp"

namespace sim::world {

void act_stop_proxy(World& world, std::uint32_t activity);
void act_start_proxy(World& world, std::uint32_t activity);
void act_kill_proxy(World& world, std::uint32_t activity);
void act_delete_status_file(World& world, std::uint32_t activity);
void signal_stop(World& world, std::uint32_t activity);
void start_one(World& world, std::uint32_t activity);
/// A stop that has come through, or the next look at it a second later.
void poll_stop(World& world, std::uint32_t activity);
/// A proxy that was started serves: the next one's turn, or the end.
void poll_start_of(World& world, std::uint32_t activity);
/// SIGSTOP and SIGCONT.
void act_pause_proxy(World& world, std::uint32_t activity);
void undo_pause_proxy(World& world, std::uint32_t activity);
void undo_stop_proxy(World& world, std::uint32_t activity);

}  // namespace sim::world
