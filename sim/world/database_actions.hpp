// What is done to databases in a step, when that is over, and how it ended: the half of an action
// that pg_ctl, pg_rewind, the recovery job and an administrator's statements have.
#pragma once

#include "sim/world/postgres.hpp"

namespace sim::world {

void act_on_database(World& world, std::uint32_t activity);
void act_stop_database(World& world, std::uint32_t activity);
void act_kill_database(World& world, std::uint32_t activity);
void act_alter_system(World& world, std::uint32_t activity);
void act_write_wal(World& world, std::uint32_t activity);
void act_enable_recovery_job(World& world, std::uint32_t activity);
void act_disable_recovery_job(World& world, std::uint32_t activity);
/// The action has come to its end, or the next look at it follows.
void poll_databases(World& world, std::uint32_t activity);

void undo_stop_database(World& world, std::uint32_t activity);
void undo_pause_database(World& world, std::uint32_t activity);
void undo_pause_replay(World& world, std::uint32_t activity);
void undo_disable_recovery_job(World& world, std::uint32_t activity);

}  // namespace sim::world
