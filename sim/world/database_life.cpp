#include "sim/world/database_life.hpp"

#include <algorithm>

#include "sim/world/actions.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// Which servers have parted from the newest primary is a fact when it changes.
void note_divergence(World& world) {
    const std::int32_t newest = newest_primary(world);
    for (std::size_t d = 0; d < world.databases.size() && newest >= 0; ++d) {
        Database& server = world.databases[d];
        if (server.branch == Branch::none) continue;
        const bool parted = world.history.diverged(end_of_wal(world, static_cast<std::int32_t>(d)),
                                                   end_of_wal(world, newest));
        if (parted == server.diverged) continue;
        server.diverged = parted;
        world.kernel.fact(Kind::diverged, {static_cast<std::uint32_t>(d), parted ? 1U : 0U});
    }
}

// Two primaries at one instant are what everybody fears: their number is a fact once it is above
// one, and when it falls again.
void note_writable(World& world) {
    const auto count = static_cast<std::uint32_t>(
        std::count_if(world.databases.begin(), world.databases.end(),
                      [](const Database& server) { return server.writable(); }));
    if (count == world.writable) return;
    const bool told = count > 1 || world.writable > 1;
    world.writable = count;
    if (told) world.kernel.fact(Kind::writable_primaries, {count, 0, 0, 0, 0});
}

// Cuts every session: those that can hear it are told why.
void end_sessions(World& world, std::int32_t database, Duration after, bool told) {
    Database& server = database_at(world, database);
    const TrueTime when = world.kernel.now() + after;
    for (const std::uint32_t connection : server.sessions) {
        if (told) {
            Message message;
            message.kind = static_cast<std::uint16_t>(failover::database::Answer::shutdown);
            send(world, {connection, Side::acceptor}, when, std::move(message));
        }
        close(world, {connection, Side::acceptor}, when, Ending::closed);
    }
    server.sessions.clear();
}

// The server is gone: what was not on disk never was, and nobody writes records any more.
void lose_unflushed(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    server.wal.cut_off(world.kernel.now());
    server.snapshot_due = false;
    forget_commits(world, database);
}

void stop_streams(World& world, std::int32_t database) {
    stop_receiving(world, database);
    stop_feeding(world, database);
}

// What the kernel held for processes that are gone: it resets those connections.
void drop_held(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    server.frozen.reset();
    server.stop_when_thawed.reset();
    server.held_events.clear();
    server.backlog = 0;
    for (const HeldMessage& held : std::exchange(server.held_messages, {})) {
        if (world.network.connections[held.connection].generation != held.generation) continue;
        close(world, {held.connection, Side::acceptor}, world.kernel.now(), Ending::reset);
    }
}

void begin_immediate_stop(World& world, std::int32_t database) {
    end_sessions(world, database, durations::immediate_stop, false);
    forget_commits(world, database);
    set_state(world, database, DatabaseState::stopping_fast);
    plan_phase(world, database, DatabasePhase::exits, durations::immediate_stop);
    stop_streams(world, database);
}

// Sessions are told; the shutdown checkpoint reaches the standbys that listen (postgres-model
// §2.3).
void begin_fast_stop(World& world, std::int32_t database, std::int64_t clients) {
    Database& server = database_at(world, database);
    set_state(world, database, DatabaseState::stopping_fast);
    const Duration told = draw_span(world, database, "session_end", durations::session_end);
    end_sessions(world, database, told, true);
    forget_commits(world, database);
    plan_phase(
        world, database, DatabasePhase::exits,
        durations_of(world, database).fast_stop + durations::fast_stop_each_client * clients);
    if (server.role == DatabaseRole::standby) stop_streams(world, database);
}

// The last thing that a primary does, and the last that its standbys get.
void write_shutdown_checkpoint(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.role != DatabaseRole::primary || server.unclean) return;
    write_wal(world, database, world.kernel.now(), durations::checkpoint_record_bytes);
    server.checkpoint = server.wal.end();
    for (Database& standby : world.databases) {
        if (standby.upstream != database || !standby.streaming || silent(standby)) continue;
        standby.received = std::max(standby.received, server.checkpoint);
    }
}

}  // namespace

void set_state(World& world, std::int32_t database, DatabaseState state) {
    database_at(world, database).state = state;
    world.kernel.fact(Kind::database_state, {static_cast<std::uint32_t>(database),
                                             static_cast<std::uint32_t>(state), 0, 0, 0});
    note_writable(world);
    note_divergence(world);
    poll_activities(world);
}

void set_role(World& world, std::int32_t database, DatabaseRole role) {
    database_at(world, database).role = role;
    world.kernel.fact(Kind::database_role,
                      {static_cast<std::uint32_t>(database), static_cast<std::uint32_t>(role),
                       timeline(world, database), 0, 0});
    note_writable(world);
}

void plan_phase(World& world, std::int32_t database, DatabasePhase phase, Duration span) {
    world.kernel.plan_in(
        span, event(EventKind::database_phase, static_cast<std::size_t>(database),
                    database_at(world, database).generation, static_cast<std::uint64_t>(phase)));
}

bool stop_database(World& world, std::int32_t database, scenario::StopMode mode) {
    Database& server = database_at(world, database);
    if (server.state == DatabaseState::stopped) return false;
    if (server.frozen) {
        server.stop_when_thawed = mode;
        return true;
    }
    ++server.generation;
    server.unclean = mode == scenario::StopMode::immediate;
    const auto clients = static_cast<std::int64_t>(server.sessions.size());
    if (server.unclean) {
        begin_immediate_stop(world, database);
    } else if (mode == scenario::StopMode::smart && clients > 0) {
        set_state(world, database, DatabaseState::stopping_smart);
    } else {
        begin_fast_stop(world, database, clients);
    }
    return true;
}

// A smart stop goes on when the last session has ended (postgres-model §1.1).
void end_smart_stop(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.state != DatabaseState::stopping_smart || !server.sessions.empty()) return;
    ++server.generation;
    begin_fast_stop(world, database, 0);
}

// All that lives in its processes ends; what was flushed stays.
void crash(World& world, std::int32_t database, bool told) {
    Database& server = database_at(world, database);
    ++server.generation;
    server.unclean = true;
    drop_held(world, database);
    end_sessions(world, database, told ? durations::immediate_stop : Duration{0}, told);
    stop_streams(world, database);
    lose_unflushed(world, database);
}

bool kill_database(World& world, std::int32_t database) {
    if (database_at(world, database).state == DatabaseState::stopped) return false;
    crash(world, database, false);
    set_state(world, database, DatabaseState::stopped);
    return true;
}

// Its sessions find out at once, unless they are inside a statement (postgres-model §1.2 ORPHANS).
bool kill_postmaster(World& world, std::int32_t database) {
    if (database_at(world, database).state == DatabaseState::stopped) return false;
    crash(world, database, true);
    set_state(world, database, DatabaseState::stopped);
    return true;
}

// The postmaster ends the other processes and starts anew; its socket stays open meanwhile
// (postgres-model §1.2 CRASH_RESTART).
bool kill_backend(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (!server.answers() || server.frozen) return false;
    const auto& spec = world.plan->scenario.databases[static_cast<std::size_t>(database)];
    if (!spec.restart_after_crash) return kill_database(world, database);
    crash(world, database, false);
    set_state(world, database, DatabaseState::starting);
    recover_from_crash(world, database);
    return true;
}

void end_session(World& world, std::int32_t database, std::uint32_t connection) {
    Database& server = database_at(world, database);
    if (std::erase(server.sessions, connection) == 0) return;
    Message message;
    message.kind = static_cast<std::uint16_t>(failover::database::Answer::shutdown);
    send(world, {connection, Side::acceptor}, world.kernel.now(), std::move(message));
    close(world, {connection, Side::acceptor}, world.kernel.now(), Ending::closed);
    end_smart_stop(world, database);
}

void pause_database(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.state == DatabaseState::stopped || server.frozen) return;
    server.frozen = server.state;
    set_state(world, database, DatabaseState::paused);
    on_paths_changed(world);
}

void resume_database(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (!server.frozen) return;
    const DatabaseState state = *server.frozen;
    server.frozen.reset();
    server.backlog = 0;
    set_state(world, database, state);
    // What its processes find when they go on: timers that are due, then what lies in the sockets.
    for (const Event& held : std::exchange(server.held_events, {})) {
        world.kernel.plan(world.kernel.now(), held);
    }
    for (const HeldMessage& held : std::exchange(server.held_messages, {})) {
        if (world.network.connections[held.connection].generation != held.generation) continue;
        on_database_message(world, database, held.connection, held.message);
    }
    on_paths_changed(world);
    const auto stop = std::exchange(database_at(world, database).stop_when_thawed, std::nullopt);
    if (stop) stop_database(world, database, *stop);
}

bool held_back(World& world, const Event& event) {
    Database& server = database_at(world, static_cast<std::int32_t>(event.target));
    if (!server.frozen) return false;
    server.held_events.push_back(event);
    return true;
}

bool has_room(const Database& database) {
    // Twice MaxBackends: 100 clients and the server's own processes (postgres-model §1.2).
    constexpr std::uint32_t most = 240;
    return !database.frozen || database.backlog < most;
}

void on_database_phase(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = database_at(world, database);
    if (server.generation != event_.a || held_back(world, event_)) return;
    switch (static_cast<DatabasePhase>(event_.b)) {
        case DatabasePhase::port_opens:
            open_port(world, database);
            return;
        case DatabasePhase::accepts:
            accept_clients(world, database);
            return;
        case DatabasePhase::promote_asked:
            promote_database(world, database);
            return;
        case DatabasePhase::promoted:
            on_promoted(world, database);
            return;
        case DatabasePhase::exits:
            end_sessions(world, database, Duration{0}, false);
            write_shutdown_checkpoint(world, database);
            stop_streams(world, database);
            lose_unflushed(world, database);
            set_state(world, database, DatabaseState::stopped);
            if (std::exchange(database_at(world, database).restarts, false)) {
                start_database(world, database);
            }
            return;
    }
}

}  // namespace sim::world
