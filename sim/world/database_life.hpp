// The life of a database server: started, stopped, killed, standing still, and what each of these
// does to its sessions and streams (postgres-model §1).
#pragma once

#include "sim/world/postgres.hpp"
#include "sim/world/profiles.hpp"

namespace sim::world {

enum class DatabasePhase : std::uint8_t { port_opens, accepts, exits, promote_asked, promoted };

/// All of them ready at the start of the run, without events: running, standbys streaming.
void set_up_databases(World& world);
/// False if it already runs or is starting, or its files are being worked on.
bool start_database(World& world, std::int32_t database);
/// False if it does not run.
bool stop_database(World& world, std::int32_t database, scenario::StopMode mode);
bool kill_database(World& world, std::int32_t database);
/// Its postmaster alone, or one backend: then the server starts anew by itself.
bool kill_postmaster(World& world, std::int32_t database);
bool kill_backend(World& world, std::int32_t database);
/// pg_terminate_backend of one session.
void end_session(World& world, std::int32_t database, std::uint32_t connection);
/// Its processes stand still: the kernel accepts connections for them, nobody answers.
void pause_database(World& world, std::int32_t database);
void resume_database(World& world, std::int32_t database);

/// How long things take there.
[[nodiscard]] const Durations& durations_of(const World& world, std::int32_t database);

void set_state(World& world, std::int32_t database, DatabaseState state);
void set_role(World& world, std::int32_t database, DatabaseRole role);
/// The socket is there; how long until it accepts clients is drawn now.
void open_port(World& world, std::int32_t database);
void recover_from_crash(World& world, std::int32_t database);
/// Its start is over, good or bad.
void accept_clients(World& world, std::int32_t database);
void plan_phase(World& world, std::int32_t database, DatabasePhase phase, Duration span);
/// A smart stop goes on when the last session has ended.
void end_smart_stop(World& world, std::int32_t database);
/// True if the event waits until a server that stands still goes on.
bool held_back(World& world, const Event& event);
/// Whether the kernel takes one more connection for it.
[[nodiscard]] bool has_room(const Database& database);

void on_database_phase(World& world, const Event& event);

}  // namespace sim::world
