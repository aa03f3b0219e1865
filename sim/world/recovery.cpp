// What brings a server back as a standby: pg_rewind with its conditions and its trap, the copy of
// everything, and the vendor's job that does it unasked (postgres-model §5).
#include <algorithm>
#include <utility>

#include "failover/words/database.hpp"
#include "sim/world/clocks.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// pg_rewind compares timelines as the control files have them. Until the new primary's first
// checkpoint has ended its own still names the old one, and then nothing is to be done, it says.
std::uint32_t timeline_on_disk(const World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    const BranchId parent = world.history.at(server.branch).parent;
    const bool old = !server.timeline_on_disk && parent != Branch::none;
    return old ? world.history.at(parent).timeline : timeline(world, database);
}

bool needs_rewind(const World& world, std::int32_t database, std::int32_t source) {
    if (timeline(world, database) == timeline_on_disk(world, source)) return false;
    return !world.history.contains(database_at(world, source).branch, end_of_wal(world, database));
}

// pg_rewind ends the crash recovery of its target first, and that writes a checkpoint.
Duration recover_target(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (!server.unclean || server.role != DatabaseRole::primary) return Duration{0};
    server.wal.append(world.kernel.now(), world.kernel.now(), durations::checkpoint_record_bytes);
    server.wal.cut_off(world.kernel.now());
    server.unclean = false;
    return draw_span(world, database, "start", durations_of(world, database).unclean_start);
}

Duration refused_or_nothing_to_do(World& world, std::int32_t database) {
    return draw_span(world, database, "rewind_refused", durations::refused_work);
}

Duration rewinding_takes(World& world, std::int32_t database) {
    const Duration recovered = recover_target(world, database);
    Database& server = database_at(world, database);
    server.work_writes = needs_rewind(world, database, server.work_source);
    if (!server.work_writes) return recovered + refused_or_nothing_to_do(world, database);
    return recovered + draw_span(world, database, "rewind", durations_of(world, database).rewind);
}

Duration copying_takes(World& world, std::int32_t database) {
    const Durations& durations = durations_of(world, database);
    return draw_between(world, database, "copy_begins", durations.copy_begins) +
           at_rate(static_cast<std::uint64_t>(database_spec(world, database).size_bytes),
                   durations.copied_bytes_a_second);
}

void note_work(World& world, std::int32_t database, bool begins) {
    const Database& server = database_at(world, database);
    world.kernel.fact(
        Kind::file_work,
        {static_cast<std::uint32_t>(database), static_cast<std::uint32_t>(server.work),
         static_cast<std::uint32_t>(server.work_source), begins ? 1U : 0U,
         static_cast<std::uint32_t>(server.work_status)});
}

// What lies in its directory now continues its source's WAL.
void take_over_wal(World& world, std::int32_t database, std::int32_t source) {
    Database& server = database_at(world, database);
    server.branch = database_at(world, source).branch;
    server.received = position(world, source, world.kernel.now());
    server.last_timeline = timeline(world, source);
    server.unclean = true;  // It begins with the redo of what was copied under way.
    server.half_written = false;
    server.wal_gone = false;
    server.replay_paused.reset();
    note_branch(world, database);
}

void become_standby(World& world, std::int32_t database, std::int32_t source) {
    Database& server = database_at(world, database);
    if (server.role == DatabaseRole::primary) {
        server.received = server.wal.end();
        set_role(world, database, DatabaseRole::standby);
    }
    database_at(world, database).upstream = source;
}

// The exit status that the story gives to the script of the proxy that asks.
std::int32_t script_status(const World& world, std::uint32_t connection) {
    const End& asks = world.network.connections[connection].end(Side::opener);
    if (asks.who != End::Who::process) return 0;
    const auto proxy = static_cast<std::size_t>(world.processes[asks.index].proxy);
    const auto parameters = world.plan->logic.catalogue->parameters;
    for (const auto& command : world.plan->scenario.proxies[proxy].commands) {
        const auto& parameter = parameters[static_cast<std::size_t>(command.parameter)];
        if (parameter.name == "recovery_1st_stage_command") return command.exit_status;
    }
    return 0;
}

void answer_copied(World& world, std::uint32_t connection, bool good) {
    namespace db = failover::database;
    Message message;
    message.kind = static_cast<std::uint16_t>(good ? db::Answer::done : db::Answer::error);
    message.words[0] = good ? 0 : static_cast<std::int32_t>(db::Error::function_failed);
    send(world, {connection, Side::acceptor}, world.kernel.now(), std::move(message));
}

// Whoever asked for the copy hears of it, if it is still there.
void tell_copied(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    const std::uint32_t connection = std::exchange(server.copied_for, UINT32_MAX);
    if (world.network.connections[connection].generation != server.copied_for_generation) return;
    answer_copied(world, connection, server.work_status == 0);
}

template <class Counts>
std::int32_t newest(const World& world, const Counts& counts) {
    std::int32_t best = -1;
    for (std::int32_t d = 0; d < static_cast<std::int32_t>(world.databases.size()); ++d) {
        if (!counts(d)) continue;
        if (best < 0 || timeline(world, d) > timeline(world, best)) best = d;
    }
    return best;
}

}  // namespace

std::int32_t newest_primary(const World& world) {
    return newest(world, [&](std::int32_t d) { return database_at(world, d).writable(); });
}

std::int32_t last_primary(const World& world) {
    if (const std::int32_t runs = newest_primary(world); runs >= 0) return runs;
    return newest(
        world, [&](std::int32_t d) { return database_at(world, d).role == DatabaseRole::primary; });
}

std::int32_t reachable_primary(const World& world, std::int32_t database) {
    const HostId here = database_spec(world, database).host;
    return newest(world, [&](std::int32_t candidate) {
        const HostId there = database_spec(world, candidate).host;
        return candidate != database && database_at(world, candidate).writable() &&
               both_ways(world, here, there, Plane::replication);
    });
}

bool begin_file_work(World& world, std::int32_t database, FileWork work) {
    Database& server = database_at(world, database);
    if (server.work != FileWork::none) return false;
    const bool rewinds = work == FileWork::rewind;
    const std::int32_t source = reachable_primary(world, database);
    const bool allowed =
        server.state == DatabaseState::stopped &&
        !(rewinds && (server.half_written || !database_spec(world, database).log_hints));
    server.work = work;
    server.work_source = allowed ? source : -1;
    server.work_writes = server.work_source >= 0;
    server.work_status = server.work_writes ? 0 : 1;
    note_work(world, database, true);
    const Duration takes = server.work_source < 0 ? refused_or_nothing_to_do(world, database)
                           : rewinds              ? rewinding_takes(world, database)
                                                  : copying_takes(world, database);
    world.kernel.plan_in(takes, event(EventKind::file_work_ends, static_cast<std::size_t>(database),
                                      server.generation));
    return true;
}

void on_file_work_ends(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = database_at(world, database);
    if (server.work == FileWork::none || server.generation != event_.a) return;
    const std::int32_t source = server.work_source;
    if (server.work_writes && reachable_primary(world, database) < 0) {
        // Interrupted: what is there is neither the old nor the new (postgres-model §5.3).
        server.work_status = 1;
        server.half_written = true;
    }
    if (server.work_status == 0) {
        become_standby(world, database, source);
        if (server.work_writes) take_over_wal(world, database, source);
    }
    note_work(world, database, false);
    server.work = FileWork::none;
    if (server.copied_for != UINT32_MAX) return tell_copied(world, database);
    if (server.work_status == 0) start_database(world, database);
}

void copy_for(World& world, std::int32_t database, std::uint32_t connection) {
    Database& server = database_at(world, database);
    const bool begun =
        script_status(world, connection) == 0 && begin_file_work(world, database, FileWork::copy);
    if (!begun) return answer_copied(world, connection, false);
    server.copied_for = connection;
    server.copied_for_generation = world.network.connections[connection].generation;
}

void remote_start(World& world, std::int32_t database) { start_database(world, database); }

void interrupt_file_work(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.work == FileWork::none) return;
    server.work_status = 1;
    server.half_written = server.half_written || server.work_writes;
    note_work(world, database, false);
    server.work = FileWork::none;
    ++server.generation;  // the end that was planned falls away
}

void set_recovery_job(World& world, std::int32_t database, bool enabled) {
    database_at(world, database).recovery_job = enabled;
    world.kernel.fact(Kind::recovery_job,
                      {static_cast<std::uint32_t>(database), enabled ? 1U : 0U, 0, 0, 0});
}

// The vendor's cron job, once a period, if the local server is not running: a former primary is
// rewound to the one that there is now, then it is started as a standby (scenario-format,
// Defaults; assumed). Without another primary it cannot tell what to do, and does nothing.
void on_recovery_job(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    const Database& server = database_at(world, database);
    const HostId host = database_spec(world, database).host;
    if (world.machines[static_cast<std::size_t>(host.value)].clock.times_set != event_.a) return;
    plan_recovery_job(world, database);
    if (!server.recovery_job || server.state != DatabaseState::stopped) return;
    if (!host_up(world, host)) return;
    if (server.role == DatabaseRole::standby) {
        start_database(world, database);
    } else if (reachable_primary(world, database) >= 0) {
        begin_file_work(world, database, FileWork::rewind);
    }
}

}  // namespace sim::world
