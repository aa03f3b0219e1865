// The commands that the product runs, modelled: how long one takes, what it does to the databases,
// and with which status it ends (scenario-format, `[proxy.commands]`).
#pragma once

#include "failover/logic.hpp"
#include "sim/world/kernel.hpp"

namespace sim::world {

struct World;

/// A process wants a command run, at an instant that may still be to come.
void run_command(World& world, std::uint32_t process, TrueTime at,
                 const failover::RunCommand& wish);
void on_command_acts(World& world, const Event& event);
/// A process wants to know whether an address answers.
void run_ping(World& world, std::uint32_t process, TrueTime at, const failover::Ping& wish);

}  // namespace sim::world
