// Commits that wait for standbys: which standbys count, when they have confirmed enough, and what
// ends a wait without them (postgres-model §3). Confirmed positions are functions of time; a wait
// is looked at again only when a message of a standby comes, as the server does it.
#pragma once

#include "sim/world/postgres.hpp"

namespace sim::world {

/// sync_priority and sync_state of the replication view; state as facts::ReplicationColumn says.
struct SynchronousPlace {
    std::int32_t priority = 0;
    std::int32_t state = 0;
};
[[nodiscard]] SynchronousPlace synchronous_place(const World& world, std::int32_t primary,
                                                 std::int32_t standby);

/// The file's names, or those of ALTER SYSTEM and a reload; nobody to wait for ends all waits.
void set_synchronous_names(World& world, std::int32_t database,
                           const scenario::SynchronousNames& names);
/// pg_cancel_backend of all that wait: they are told that it is done.
void cancel_commits(World& world, std::int32_t database);
/// pg_terminate_backend of all that wait: their sessions end.
void terminate_commits(World& world, std::int32_t database);
/// The server ends: nobody is told anything.
void forget_commits(World& world, std::int32_t database);

/// Something may have changed about who counts: waits are looked at when a standby's next message
/// comes.
void expect_replies(World& world, std::int32_t database);
/// WAL is on the primary's disk at `flushed`; standbys will confirm it.
void expect_reply_for(World& world, std::int32_t database, TrueTime flushed);
void on_standby_replies(World& world, const Event& event);

}  // namespace sim::world
