#include "sim/world/postgres.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

namespace db = failover::database;
using std::chrono_literals::operator""s;

Database& at(World& world, std::int32_t database) {
    return world.databases[static_cast<std::size_t>(database)];
}

Question name(const World& world, std::int32_t database) {
    return world.plan->database_names[static_cast<std::size_t>(database)];
}

Duration draw(World& world, std::int32_t database, std::string_view what,
              engine::Quantiles spread) {
    return world.kernel.draw(name(world, database) / engine::segment(what), spread, [&] {
        return world.plan->database_name(database) + "/database/" + std::string(what);
    });
}

void set_state(World& world, std::int32_t database, DatabaseState state) {
    at(world, database).state = state;
    world.kernel.fact(Kind::database_state, {static_cast<std::uint32_t>(database),
                                             static_cast<std::uint32_t>(state), 0, 0, 0});
    poll_activities(world);
}

void plan_phase(World& world, std::int32_t database, DatabasePhase phase, Duration span) {
    world.kernel.plan_in(span,
                         event(EventKind::database_phase, static_cast<std::size_t>(database),
                               at(world, database).generation, static_cast<std::uint64_t>(phase)));
}

// A one-word answer on a session.
struct Reply {
    db::Answer what;
    std::int32_t word = 0;
};

void answer(World& world, std::uint32_t connection, TrueTime when, Reply reply) {
    Message message;
    message.kind = static_cast<std::uint16_t>(reply.what);
    message.words[0] = reply.word;
    send(world, {connection, Side::acceptor}, when, std::move(message));
}

// Cuts every session: those that can hear it are told why.
void end_sessions(World& world, std::int32_t database, Duration after, bool told) {
    Database& server = at(world, database);
    const TrueTime when = world.kernel.now() + after;
    for (const std::uint32_t connection : server.sessions) {
        if (told) answer(world, connection, when, {db::Answer::shutdown});
        close(world, {connection, Side::acceptor}, when, Ending::closed);
    }
    server.sessions.clear();
}

// The server is gone: what was not on disk never was, and nobody writes records any more.
void lose_unflushed(World& world, std::int32_t database) {
    at(world, database).wal.cut_off(world.kernel.now());
    at(world, database).snapshot_due = false;
}

// A smart stop goes on when the last session has ended (postgres-model §1.1).
void end_smart_stop(World& world, std::int32_t database) {
    Database& server = at(world, database);
    if (server.state != DatabaseState::stopping_smart || !server.sessions.empty()) return;
    ++server.generation;
    set_state(world, database, DatabaseState::stopping_fast);
    stop_streams(world, database);
    plan_phase(world, database, DatabasePhase::exits, durations::fast_stop_base);
}

void answer_login(World& world, std::int32_t database, std::uint32_t connection) {
    const Database& server = at(world, database);
    const Duration service = draw(world, database, "login", durations::login);
    const TrueTime when = world.kernel.now() + service;
    switch (server.state) {
        case DatabaseState::running:
        case DatabaseState::promoting:
            answer(world, connection, when, {db::Answer::ready});
            return;
        case DatabaseState::stopping_fast:
        case DatabaseState::stopping_smart:
            answer(world, connection, world.kernel.now() + service / 4,
                   {db::Answer::refused, static_cast<std::int32_t>(db::Fatal::shutting_down)});
            break;
        case DatabaseState::booting:
        case DatabaseState::starting:
        case DatabaseState::stopped:
        case DatabaseState::paused:
            answer(world, connection, world.kernel.now() + service / 4,
                   {db::Answer::refused, static_cast<std::int32_t>(db::Fatal::starting_up)});
            break;
    }
    close(world, {connection, Side::acceptor}, world.kernel.now() + service / 4, Ending::closed);
    std::erase(at(world, database).sessions, connection);
    end_smart_stop(world, database);
}

void answer_position(World& world, std::int32_t database, std::uint32_t connection, TrueTime when) {
    Message message;
    message.kind = static_cast<std::uint16_t>(db::Answer::position);
    message.blob = {static_cast<std::int64_t>(position(world, database, when))};
    send(world, {connection, Side::acceptor}, when, std::move(message));
}

void answer_write(World& world, std::int32_t database, std::uint32_t connection, TrueTime when) {
    if (at(world, database).role != DatabaseRole::primary) {
        answer(world, connection, when,
               {db::Answer::error, static_cast<std::int32_t>(db::Error::read_only)});
        return;
    }
    const TrueTime flushed = commit(world, database, when, durations::commit_bytes);
    Message message;
    message.kind = static_cast<std::uint16_t>(db::Answer::done);
    message.blob = {static_cast<std::int64_t>(at(world, database).wal.end())};
    send(world, {connection, Side::acceptor}, flushed, std::move(message));
}

}  // namespace

std::uint64_t Wal::at(TrueTime at) const {
    std::uint64_t result = base;
    for (const WalEnd& piece : recent) {
        if (piece.flushed > at) break;
        result = piece.position;
    }
    return result;
}

void Wal::append(TrueTime now, TrueTime flushed, std::uint64_t bytes) {
    constexpr Duration kept = 1s;
    constexpr std::size_t worth_folding = 32;
    const std::uint64_t last = end();
    if (recent.size() >= worth_folding) {
        std::size_t old = 0;
        while (old < recent.size() && recent[old].flushed + kept < now) ++old;
        if (old > 0) {
            base = recent[old - 1].position;
            recent.erase(recent.begin(), recent.begin() + static_cast<std::ptrdiff_t>(old));
        }
    }
    const TrueTime in_order = recent.empty() ? flushed : std::max(flushed, recent.back().flushed);
    recent.push_back({in_order, last + bytes});
}

void Wal::cut_off(TrueTime now) {
    base = at(now);
    recent.clear();
}

bool port_open(const Database& database) {
    return database.state != DatabaseState::stopped && database.state != DatabaseState::booting;
}

std::uint64_t position(const World& world, std::int32_t database, TrueTime when) {
    const Database& server = world.databases[static_cast<std::size_t>(database)];
    if (server.role == DatabaseRole::primary || server.upstream < 0) return server.wal.at(when);
    if (!server.streaming) return server.received;
    const std::uint64_t sent = position(world, server.upstream, when - server.replay_delay);
    return std::max(sent, server.received);
}

TrueTime commit(World& world, std::int32_t database, TrueTime when, std::uint64_t bytes) {
    Database& server = at(world, database);
    const TrueTime flushed = when + draw(world, database, "flush", durations::commit_flush);
    server.wal.append(world.kernel.now(), flushed, bytes);
    if (!server.snapshot_due) {
        server.snapshot_due = true;
        world.kernel.plan(when + durations::snapshot_interval,
                          event(EventKind::wal_tick, static_cast<std::size_t>(database),
                                server.generation, static_cast<std::uint64_t>(WalTick::snapshot)));
    }
    return server.wal.recent.back().flushed;
}

bool start_database(World& world, std::int32_t database) {
    Database& server = at(world, database);
    if (server.state != DatabaseState::stopped) return false;
    ++server.generation;
    set_state(world, database, DatabaseState::booting);
    plan_phase(world, database, DatabasePhase::port_opens,
               draw(world, database, "port_open", durations::port_open));
    return true;
}

bool stop_database(World& world, std::int32_t database, scenario::StopMode mode) {
    Database& server = at(world, database);
    if (server.state == DatabaseState::stopped) return false;
    ++server.generation;
    server.unclean = mode == scenario::StopMode::immediate;
    if (server.unclean) {
        end_sessions(world, database, durations::immediate_stop, false);
        set_state(world, database, DatabaseState::stopping_fast);
        plan_phase(world, database, DatabasePhase::exits, durations::immediate_stop);
    } else {
        const Duration told = draw(world, database, "session_end", durations::session_end);
        const auto clients = static_cast<std::int64_t>(server.sessions.size());
        set_state(world, database,
                  mode == scenario::StopMode::smart && clients > 0 ? DatabaseState::stopping_smart
                                                                   : DatabaseState::stopping_fast);
        if (at(world, database).state == DatabaseState::stopping_smart) return true;
        end_sessions(world, database, told, true);
        plan_phase(world, database, DatabasePhase::exits,
                   durations::fast_stop_base + durations::fast_stop_each_client * clients);
    }
    stop_streams(world, database);
    return true;
}

bool kill_database(World& world, std::int32_t database) {
    Database& server = at(world, database);
    if (server.state == DatabaseState::stopped) return false;
    ++server.generation;
    server.unclean = true;
    end_sessions(world, database, Duration{0}, false);
    stop_streams(world, database);
    lose_unflushed(world, database);
    set_state(world, database, DatabaseState::stopped);
    return true;
}

void set_recovery_job(World& world, std::int32_t database, bool enabled) {
    at(world, database).recovery_job = enabled;
    world.kernel.fact(Kind::recovery_job,
                      {static_cast<std::uint32_t>(database), enabled ? 1U : 0U, 0, 0, 0});
}

void on_database_message(World& world, std::int32_t database, std::uint32_t connection,
                         const Message& message) {
    const auto ask = static_cast<db::Ask>(message.kind);
    if (at(world, database).state == DatabaseState::stopped) {
        close(world, {connection, Side::acceptor}, world.kernel.now(), Ending::reset);
        return;
    }
    if (ask == db::Ask::startup) {
        at(world, database).sessions.push_back(connection);
        answer_login(world, database, connection);
        return;
    }
    if (ask == db::Ask::terminate) {
        std::erase(at(world, database).sessions, connection);
        close(world, {connection, Side::acceptor}, world.kernel.now(), Ending::closed);
        end_smart_stop(world, database);
        return;
    }
    const TrueTime when = world.kernel.now() + draw(world, database, "query", durations::query);
    switch (ask) {
        case db::Ask::is_in_recovery:
            answer(
                world, connection, when,
                {db::Answer::boolean, at(world, database).role == DatabaseRole::standby ? 1 : 0});
            return;
        case db::Ask::current_wal:
        case db::Ask::replayed_wal:
            answer_position(world, database, connection, when);
            return;
        case db::Ask::read:
            answer(world, connection, when, {db::Answer::rows});
            return;
        case db::Ask::write:
            answer_write(world, database, connection, when);
            return;
        case db::Ask::replication_view:
            send(world, {connection, Side::acceptor}, when,
                 replication_view(world, database, when));
            return;
        case db::Ask::startup:
        case db::Ask::terminate:
            return;
    }
}

void on_database_peer_gone(World& world, std::int32_t database, std::uint32_t connection) {
    std::erase(at(world, database).sessions, connection);
    end_smart_stop(world, database);
}

void on_database_phase(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = at(world, database);
    if (server.generation != event_.a) return;
    switch (static_cast<DatabasePhase>(event_.b)) {
        case DatabasePhase::port_opens:
            set_state(world, database, DatabaseState::starting);
            plan_phase(
                world, database, DatabasePhase::accepts,
                draw(world, database, "start",
                     server.unclean ? durations::unclean_start : durations::start_after_port));
            return;
        case DatabasePhase::accepts:
            set_state(world, database, DatabaseState::running);
            if (at(world, database).role == DatabaseRole::standby) {
                begin_receiver(world, database);
            } else {
                begin_checkpoints(world, database);
            }
            return;
        case DatabasePhase::exits:
            end_sessions(world, database, Duration{0}, false);
            lose_unflushed(world, database);
            set_state(world, database, DatabaseState::stopped);
            return;
    }
}

void begin_checkpoints(World& world, std::int32_t database) {
    world.kernel.plan_in(
        durations::checkpoint_interval,
        event(EventKind::wal_tick, static_cast<std::size_t>(database),
              at(world, database).generation, static_cast<std::uint64_t>(WalTick::checkpoint)));
}

void on_wal_tick(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = at(world, database);
    if (server.generation != event_.a) return;
    const bool checkpoint = static_cast<WalTick>(event_.b) == WalTick::checkpoint;
    if (!checkpoint) server.snapshot_due = false;
    const TrueTime now = world.kernel.now();
    server.wal.append(now, now,
                      checkpoint ? durations::checkpoint_bytes : durations::snapshot_bytes);
    if (checkpoint) begin_checkpoints(world, database);
}

// The vendor's cron job, once a period: if the local server is not running, start it as a standby
// (scenario-format, Defaults; assumed).
void on_recovery_job(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = at(world, database);
    const auto& spec = world.plan->scenario.databases[event_.target];
    world.kernel.plan_in(*spec.recovery_job, event(EventKind::recovery_job, event_.target));
    if (!server.recovery_job || server.state != DatabaseState::stopped) return;
    if (server.role == DatabaseRole::primary) return;  // needs a rewind first: not modelled yet
    start_database(world, database);
}

}  // namespace sim::world
