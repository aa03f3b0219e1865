// How a database server comes up: at the start of the run, when it is started, after a crash
// (postgres-model §1.1, §1.3).
#include <algorithm>

#include "sim/world/database_life.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/retention.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

BranchId first_branch(World& world, std::uint32_t timeline) {
    for (const Database& server : world.databases) {
        const bool set_up = server.branch != Branch::none;
        if (set_up && world.history.at(server.branch).timeline == timeline) return server.branch;
    }
    return world.history.add({timeline, Branch::none, 0});
}

std::int32_t first_primary(const World& world) {
    const auto& specs = world.plan->scenario.databases;
    const auto found = std::find_if(
        specs.begin(), specs.end(),
        [](const scenario::DatabaseSpec& spec) { return spec.role == DatabaseRole::primary; });
    return found == specs.end() ? -1 : static_cast<std::int32_t>(found - specs.begin());
}

void set_up_database(World& world, std::int32_t database) {
    const scenario::DatabaseSpec& spec = database_spec(world, database);
    Database& server = database_at(world, database);
    server.branch = first_branch(world, spec.first_timeline);
    server.last_timeline = spec.first_timeline;
    server.wal.base = spec.first_lsn;
    server.received = spec.first_lsn;
    server.checkpoint = spec.first_lsn;
    server.oldest_wal = segment_of(spec.first_lsn);
    server.slots = spec.role == DatabaseRole::primary;
    server.next_pid = 2000 + 100 * database;
    server.recovery_job = spec.recovery_job.has_value();
    if (spec.role == DatabaseRole::standby) server.upstream = first_primary(world);
    set_synchronous_names(world, database, spec.synchronous_names);
    set_role(world, database, spec.role);
    set_state(world, database,
              spec.running_at_start ? DatabaseState::running : DatabaseState::stopped);
}

// Redo begins at the last checkpoint, and reads all that came after it.
Duration redo_takes(const World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    const bool standby = server.role == DatabaseRole::standby && server.upstream >= 0;
    const std::uint64_t checkpoint =
        standby ? database_at(world, server.upstream).checkpoint : server.checkpoint;
    const std::uint64_t end = end_of_wal(world, database).position;
    return at_rate(end - std::min(end, checkpoint),
                   durations_of(world, database).redo_bytes_a_second);
}

void plan_redo(World& world, std::int32_t database, Duration before) {
    database_at(world, database).redo_from = world.kernel.now() + before;
    plan_phase(world, database, DatabasePhase::accepts, before + redo_takes(world, database));
}

// A half-written directory is none; and a standby that is ahead of where its upstream's timeline
// forked off dies at its next start: its own end of recovery is not in the history it is to follow
// (postgres-model §4.4).
bool cannot_start(const World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    if (server.half_written) return true;
    if (server.role == DatabaseRole::primary) return server.out_of_space;
    return server.upstream >= 0 && database_spec(world, database).follows_latest &&
           server.last_timeline > timeline(world, database);
}

}  // namespace

const Durations& durations_of(const World& world, std::int32_t database) {
    const bool fast = database_spec(world, database).profile == scenario::Profile::fast;
    return fast ? fast_durations : prod_durations;
}

void set_up_databases(World& world) {
    const auto count = static_cast<std::int32_t>(world.databases.size());
    for (std::int32_t d = 0; d < count; ++d) set_up_database(world, d);
    for (std::int32_t d = 0; d < count; ++d) {
        if (database_at(world, d).state != DatabaseState::running) continue;
        if (database_at(world, d).role == DatabaseRole::primary) {
            begin_checkpoints(world, d);
        } else {
            begin_streaming(world, d);
        }
    }
}

bool start_database(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.state != DatabaseState::stopped || server.work != FileWork::none) return false;
    server.start_failed = !host_up(world, database_spec(world, database).host);
    if (server.start_failed) return false;
    ++server.generation;
    server.replayed = 0;
    set_state(world, database, DatabaseState::booting);
    plan_phase(world, database, DatabasePhase::port_opens,
               draw_span(world, database, "port_open", durations_of(world, database).port_open));
    return true;
}

void open_port(World& world, std::int32_t database) {
    set_state(world, database, DatabaseState::starting);
    const Durations& durations = durations_of(world, database);
    const bool unclean = database_at(world, database).unclean;
    const Duration drawn = draw_span(
        world, database, "start", unclean ? durations.unclean_start : durations.start_after_port);
    if (unclean) return plan_redo(world, database, durations.unclean_least + drawn);
    database_at(world, database).redo_from = TrueTime::never();
    plan_phase(world, database, DatabasePhase::accepts, drawn);
}

void recover_from_crash(World& world, std::int32_t database) {
    plan_redo(
        world, database,
        draw_span(world, database, "crash_restart", durations_of(world, database).crash_restart));
}

void accept_clients(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (cannot_start(world, database)) {
        server.start_failed = true;
        ++server.generation;
        set_state(world, database, DatabaseState::stopped);
        return;
    }
    const bool recovers = server.unclean && server.role == DatabaseRole::primary;
    if (recovers) server.replayed = server.wal.end();
    set_state(world, database, DatabaseState::running);
    if (server.role == DatabaseRole::standby) {
        begin_receiver(world, database);
        return;
    }
    if (recovers) {
        write_wal(world, database, world.kernel.now(), durations::checkpoint_record_bytes);
        plan_snapshot(world, database, world.kernel.now());
        server.checkpoint = server.wal.end();
    }
    begin_checkpoints(world, database);
}

}  // namespace sim::world
