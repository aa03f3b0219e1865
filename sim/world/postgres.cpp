#include "sim/world/postgres.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/retention.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

namespace db = failover::database;
using std::chrono_literals::operator""s;

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

// How many of its connections the server counts as clients: before version 12 its walsenders, too
// (postgres-model §6).
std::int32_t clients_of(const World& world, std::int32_t database) {
    constexpr std::int32_t senders_apart = 12;
    auto count = static_cast<std::int32_t>(database_at(world, database).sessions.size());
    if (database_spec(world, database).version >= senders_apart) return count;
    for (const Database& standby : world.databases) {
        if (standby.upstream == database && standby.row_visible) ++count;
    }
    return count;
}

// Why a login is refused (postgres-model §1.2). Nobody here logs in as a superuser.
std::optional<db::Fatal> refusal(const World& world, std::int32_t database) {
    constexpr std::int32_t tells_redo = 14;
    const Database& server = database_at(world, database);
    const scenario::DatabaseSpec& spec = database_spec(world, database);
    if (server.state == DatabaseState::stopping_fast ||
        server.state == DatabaseState::stopping_smart) {
        return db::Fatal::shutting_down;
    }
    const bool redo = spec.version >= tells_redo && world.kernel.now() >= server.redo_from;
    const bool cold = server.role == DatabaseRole::standby && !spec.hot_standby;
    if (!server.answers()) return redo ? db::Fatal::not_accepting_yet : db::Fatal::starting_up;
    if (cold) {
        return spec.version >= tells_redo ? db::Fatal::not_accepting_yet : db::Fatal::starting_up;
    }
    const std::int32_t most = spec.max_connections - spec.reserved_connections;
    if (clients_of(world, database) > most) return db::Fatal::too_many_clients;
    return std::nullopt;
}

void answer_login(World& world, std::int32_t database, std::uint32_t connection) {
    const Duration service = draw_span(world, database, "login", durations::login);
    const auto why = refusal(world, database);
    if (!why) {
        answer(world, connection, world.kernel.now() + service, {db::Answer::ready});
        return;
    }
    const TrueTime when = world.kernel.now() + service / 4;
    answer(world, connection, when, {db::Answer::refused, static_cast<std::int32_t>(*why)});
    close(world, {connection, Side::acceptor}, when, Ending::closed);
    std::erase(database_at(world, database).sessions, connection);
    end_smart_stop(world, database);
}

void answer_position(World& world, std::uint32_t connection, TrueTime when, std::uint64_t at) {
    Message message;
    message.kind = static_cast<std::uint16_t>(db::Answer::position);
    message.blob = {static_cast<std::int64_t>(at)};
    send(world, {connection, Side::acceptor}, when, std::move(message));
}

// What pg_last_xlog_replay_location() says: of a primary, where its recovery ended, and NULL, a
// position without a value, if it was started without one.
void answer_replayed(World& world, std::int32_t database, std::uint32_t connection, TrueTime when) {
    const Database& server = database_at(world, database);
    if (server.role != DatabaseRole::primary) {
        answer_position(world, connection, when, replayed(world, database, when));
    } else if (server.replayed > 0) {
        answer_position(world, connection, when, server.replayed);
    } else {
        answer(world, connection, when, {db::Answer::position});
    }
}

void answer_write(World& world, std::int32_t database, std::uint32_t connection, TrueTime when) {
    if (database_at(world, database).role != DatabaseRole::primary) {
        answer(world, connection, when,
               {db::Answer::error, static_cast<std::int32_t>(db::Error::read_only)});
        return;
    }
    const std::uint64_t generation = world.network.connections[connection].generation;
    commit(world, database, {false, connection, generation, connection, {}}, when);
}

void answer_query(World& world, std::int32_t database, std::uint32_t connection,
                  const Message& message) {
    const auto ask = static_cast<db::Ask>(message.kind);
    const TrueTime when =
        world.kernel.now() + draw_span(world, database, "query", durations::query);
    switch (ask) {
        case db::Ask::is_in_recovery: {
            const bool standby = database_at(world, database).role == DatabaseRole::standby;
            answer(world, connection, when, {db::Answer::boolean, standby ? 1 : 0});
            return;
        }
        case db::Ask::current_wal:
            answer_position(world, connection, when, position(world, database, when));
            return;
        case db::Ask::replayed_wal:
            return answer_replayed(world, database, connection, when);
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
        case db::Ask::recover:
            return copy_for(world, message.words[0], connection);
        case db::Ask::remote_start:
            remote_start(world, message.words[0]);
            answer(world, connection, when, {db::Answer::done});
            return;
        case db::Ask::startup:
        case db::Ask::terminate:
            return;
    }
}

}  // namespace

Database& database_at(World& world, std::int32_t database) {
    return world.databases[static_cast<std::size_t>(database)];
}

const scenario::DatabaseSpec& database_spec(const World& world, std::int32_t database) {
    return world.plan->scenario.databases[static_cast<std::size_t>(database)];
}

const Database& database_at(const World& world, std::int32_t database) {
    return world.databases[static_cast<std::size_t>(database)];
}

Duration draw_span(World& world, std::int32_t database, std::string_view what,
                   engine::Quantiles spread) {
    const Question name = world.plan->database_names[static_cast<std::size_t>(database)];
    return world.kernel.draw(name / engine::segment(what), spread, [&] {
        return world.plan->database_name(database) + "/database/" + std::string(what);
    });
}

Duration draw_between(World& world, std::int32_t database, std::string_view what,
                      const scenario::Span& range) {
    const Question name = world.plan->database_names[static_cast<std::size_t>(database)];
    return world.kernel.draw_between(name / engine::segment(what), range.least, range.most, [&] {
        return world.plan->database_name(database) + "/database/" + std::string(what);
    });
}

std::uint64_t Wal::at(TrueTime at) const {
    // It is mostly the last one that is asked for.
    for (std::size_t piece = recent.size(); piece-- > 0;) {
        if (recent[piece].flushed <= at) return recent[piece].position;
    }
    return base;
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
    const DatabaseState state = database.frozen.value_or(database.state);
    return state != DatabaseState::stopped && state != DatabaseState::booting;
}

std::uint64_t position(const World& world, std::int32_t database, TrueTime when) {
    const Database& server = database_at(world, database);
    if (server.role == DatabaseRole::primary) return server.wal.at(when);
    if (!server.streaming || silent(server)) return server.received;
    const std::uint64_t sent = position(world, server.upstream, when - server.replay_delay);
    return std::max(sent, server.received);
}

std::uint64_t replayed(const World& world, std::int32_t database, TrueTime when) {
    const std::uint64_t has = position(world, database, when);
    return std::min(has, database_at(world, database).replay_paused.value_or(has));
}

WalPoint end_of_wal(const World& world, std::int32_t database) {
    return {database_at(world, database).branch, position(world, database, world.kernel.now())};
}

std::uint32_t timeline(const World& world, std::int32_t database) {
    return world.history.at(database_at(world, database).branch).timeline;
}

void note_branch(World& world, std::int32_t database) {
    const BranchId branch = database_at(world, database).branch;
    const Branch& of = world.history.at(branch);
    world.kernel.fact(Kind::wal_branch, {static_cast<std::uint32_t>(database), branch, of.timeline,
                                         static_cast<std::uint32_t>(of.fork),
                                         static_cast<std::uint32_t>(of.fork >> 32U)});
}

void write_wal(World& world, std::int32_t database, TrueTime flushed, std::uint64_t bytes) {
    Database& server = database_at(world, database);
    server.wal.append(world.kernel.now(), flushed, bytes);
    const TrueTime on_disk = server.wal.recent.back().flushed;
    note_written(world, database, on_disk);
    expect_reply_for(world, database, on_disk);
}

void plan_snapshot(World& world, std::int32_t database, TrueTime at) {
    Database& server = database_at(world, database);
    if (server.snapshot_due) return;
    server.snapshot_due = true;
    world.kernel.plan(at + durations::snapshot_interval,
                      event(EventKind::wal_tick, static_cast<std::size_t>(database),
                            server.generation, static_cast<std::uint64_t>(WalTick::snapshot)));
}

void begin_checkpoints(World& world, std::int32_t database) {
    world.kernel.plan_in(durations::checkpoint_interval,
                         event(EventKind::wal_tick, static_cast<std::size_t>(database),
                               database_at(world, database).generation,
                               static_cast<std::uint64_t>(WalTick::checkpoint)));
}

void on_database_message(World& world, std::int32_t database, std::uint32_t connection,
                         const Message& message) {
    Database& server = database_at(world, database);
    if (server.frozen) {
        const std::uint32_t generation = world.network.connections[connection].generation;
        server.held_messages.push_back({connection, generation, message});
        return;
    }
    if (server.state == DatabaseState::stopped) {
        close(world, {connection, Side::acceptor}, world.kernel.now(), Ending::reset);
        return;
    }
    const auto ask = static_cast<db::Ask>(message.kind);
    if (ask == db::Ask::startup) {
        server.sessions.push_back(connection);
        answer_login(world, database, connection);
    } else if (ask == db::Ask::terminate) {
        std::erase(server.sessions, connection);
        close(world, {connection, Side::acceptor}, world.kernel.now(), Ending::closed);
        end_smart_stop(world, database);
    } else {
        answer_query(world, database, connection, message);
    }
}

void on_database_peer_gone(World& world, std::int32_t database, std::uint32_t connection) {
    std::erase(database_at(world, database).sessions, connection);
    end_smart_stop(world, database);
}

void on_wal_tick(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = database_at(world, database);
    if (server.generation != event_.a || held_back(world, event_)) return;
    const TrueTime now = world.kernel.now();
    const auto tick = static_cast<WalTick>(event_.b);
    if (tick == WalTick::snapshot) {
        server.snapshot_due = false;
        write_wal(world, database, now, durations::snapshot_bytes);
        note_growth(world, database);
        return;
    }
    write_checkpoint(world, database);
    note_growth(world, database);
    if (!server.answers()) return;
    if (tick == WalTick::checkpoint) {
        begin_checkpoints(world, database);
    } else {
        server.timeline_on_disk = true;
        plan_snapshot(world, database, now);
    }
}

}  // namespace sim::world
