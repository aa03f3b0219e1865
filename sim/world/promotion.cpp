#include "sim/world/promotion.hpp"

#include <algorithm>

#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/outcomes.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/retention.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

bool promote_database(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.frozen == DatabaseState::running && server.role == DatabaseRole::standby) {
        // The request lies there; it is found when the server goes on (postgres-model §4.2).
        server.held_events.push_back(
            event(EventKind::database_phase, static_cast<std::size_t>(database), server.generation,
                  static_cast<std::uint64_t>(DatabasePhase::promote_asked)));
        return false;
    }
    if (server.state != DatabaseState::running || server.role != DatabaseRole::standby) {
        return false;
    }
    stop_receiving(world, database);
    // A promotion un-pauses replay, and all that was received is applied first.
    const std::uint64_t end = end_of_wal(world, database).position;
    const std::uint64_t behind = end - replayed(world, database, world.kernel.now());
    const Durations& durations = durations_of(world, database);
    server.replay_paused.reset();
    set_state(world, database, DatabaseState::promoting);
    plan_phase(world, database, DatabasePhase::promoted,
               draw_span(world, database, "promote", durations.promote) +
                   at_rate(behind, durations.redo_bytes_a_second));
    return true;
}

// All that it received is replayed; where that ends its own branch begins (postgres-model §4.1).
void on_promoted(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    server.last_timeline = std::max(server.last_timeline, timeline(world, database)) + 1;
    server.branch = world.history.add({server.last_timeline, server.branch, server.received});
    server.wal = Wal{server.received, {}};
    server.replayed = server.received;
    server.checkpoint = server.received;
    server.upstream = -1;
    server.row_visible = false;
    server.unclean = false;
    server.timeline_on_disk = false;
    // It has what it needed for its last restart point, which follows its upstream's checkpoints.
    const std::uint64_t kept =
        server.upstream < 0 ? server.received : database_at(world, server.upstream).checkpoint;
    server.oldest_wal = segment_of(std::min(kept, server.received));
    server.slots = false;
    note_branch(world, database);
    set_role(world, database, DatabaseRole::primary);
    lead_followers(world, database);
    write_wal(world, database, world.kernel.now(), durations::end_of_recovery_bytes);
    const Duration until = draw_between(world, database, "first_checkpoint",
                                        durations_of(world, database).first_checkpoint);
    world.kernel.plan_in(
        until, event(EventKind::wal_tick, static_cast<std::size_t>(database), server.generation,
                     static_cast<std::uint64_t>(WalTick::first_checkpoint)));
    begin_checkpoints(world, database);
    set_state(world, database, DatabaseState::running);
    note_losses(world, database, false);
}

void follow_database(World& world, std::int32_t database, std::int32_t upstream) {
    Database& server = database_at(world, database);
    if (server.role != DatabaseRole::standby || !server.answers()) return;
    stop_database(world, database, scenario::StopMode::fast);
    database_at(world, database).upstream = upstream;
    database_at(world, database).restarts = true;
}

}  // namespace sim::world
