// A standby becomes the primary, and what brings an old primary back: the rewind, the copy, the
// vendor's job (postgres-model §4, §5).
#pragma once

#include "sim/world/postgres.hpp"

namespace sim::world {

/// Asks a server to promote itself. False if it is no standby that could (`server is not in standby
/// mode`, or it does not run); one that stands still does it when it goes on.
bool promote_database(World& world, std::int32_t database);
void on_promoted(World& world, std::int32_t database);

/// Makes a server that is down a standby of the primary: by pg_rewind, or by a copy of everything.
/// False if it cannot be begun; `work_status` says how it ended.
bool begin_file_work(World& world, std::int32_t database, FileWork work);
/// pgpool_recovery(), asked for on a connection to the primary: its script copies the primary to
/// that server. Answered there when it is done.
void copy_for(World& world, std::int32_t database, std::uint32_t connection);
/// pgpool_remote_start(): nothing if it runs already.
void remote_start(World& world, std::int32_t database);
/// Its host has lost power meanwhile: what was being written is neither the old nor the new.
void interrupt_file_work(World& world, std::int32_t database);
/// Points a standby at another upstream, which takes a restart (9.6: recovery.conf).
void follow_database(World& world, std::int32_t database, std::int32_t upstream);
/// The server that takes commits on the highest timeline; -1: none.
[[nodiscard]] std::int32_t newest_primary(const World& world);
/// newest_primary; while none runs, the one on the highest timeline: what it has is what is there.
/// -1: there is none.
[[nodiscard]] std::int32_t last_primary(const World& world);
/// The same as newest_primary among those that a database's host reaches, itself left out.
[[nodiscard]] std::int32_t reachable_primary(const World& world, std::int32_t database);

void set_recovery_job(World& world, std::int32_t database, bool enabled);
void on_recovery_job(World& world, const Event& event);
void on_file_work_ends(World& world, const Event& event);

}  // namespace sim::world
