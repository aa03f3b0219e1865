#include "sim/world/synchronous.hpp"

#include <algorithm>

#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

namespace db = failover::database;
using facts::Promise;
using Method = scenario::SynchronousNames::Method;
using Level = scenario::SynchronousCommit;

Level level_of(const World& world, std::int32_t database) {
    return world.plan->scenario.databases[static_cast<std::size_t>(database)].synchronous_commit;
}

// Connected standbys that stand in the list, the most important first; equal ones in the order in
// which they came. One that stands still is connected until its walsender gives it up.
std::vector<std::int32_t> candidates(const World& world, std::int32_t primary) {
    const SynchronousRule& rule = database_at(world, primary).synchronous;
    std::vector<std::int32_t> list;
    for (std::size_t d = 0; d < rule.priorities.size(); ++d) {
        const Database& standby = world.databases[d];
        const bool connected = standby.upstream == primary && standby.streaming;
        if (connected && rule.priorities[d] > 0) list.push_back(static_cast<std::int32_t>(d));
    }
    std::stable_sort(list.begin(), list.end(), [&](std::int32_t a, std::int32_t b) {
        const auto first = static_cast<std::size_t>(a);
        const auto second = static_cast<std::size_t>(b);
        if (rule.priorities[first] != rule.priorities[second]) {
            return rule.priorities[first] < rule.priorities[second];
        }
        return world.databases[first].streaming_since < world.databases[second].streaming_since;
    });
    return list;
}

// From the primary's disk to its hearing that the standby is as far as the level wants it.
Duration confirming_takes(const Database& standby, Level level) {
    const Duration written = standby.confirm_delay * 2 / 3;
    if (level == Level::remote_write) return written;
    if (level != Level::remote_apply) return standby.confirm_delay;
    return std::max(standby.confirm_delay, written + standby.replay_delay);
}

// What the primary knows of how far a standby is.
std::uint64_t confirmed(const World& world, std::int32_t standby, Level level) {
    const Database& server = database_at(world, standby);
    const TrueTime now = world.kernel.now();
    const Duration late = confirming_takes(server, level) - server.replay_delay;
    const TrueTime then = silent(server) ? now : now - late;
    return level == Level::remote_apply ? replayed(world, standby, then)
                                        : position(world, standby, then);
}

// Up to where commits of `primary` may be acknowledged.
std::optional<std::uint64_t> released(const World& world, std::int32_t primary) {
    const SynchronousRule& rule = database_at(world, primary).synchronous;
    const std::vector<std::int32_t> list = candidates(world, primary);
    const auto count = static_cast<std::size_t>(rule.count);
    if (list.size() < count) return std::nullopt;
    std::vector<std::uint64_t> ends;
    const Level level = level_of(world, primary);
    for (const std::int32_t standby : list) ends.push_back(confirmed(world, standby, level));
    if (rule.method == Method::first) {
        return *std::min_element(ends.begin(), ends.begin() + rule.count);
    }
    std::sort(ends.begin(), ends.end(), std::greater<>());
    return ends[count - 1];
}

void tell(World& world, const Asker& asker, TrueTime at, const Commit& commit) {
    if (asker.load) {
        world.kernel.plan(at + asker.way_back, event(EventKind::commit_answered, asker.who,
                                                     asker.generation, packed(commit)));
        return;
    }
    if (world.network.connections[asker.who].generation != asker.generation) return;
    Message message;
    message.kind = static_cast<std::uint16_t>(db::Answer::done);
    message.blob = {static_cast<std::int64_t>(packed(commit))};
    send(world, {asker.who, Side::acceptor}, at, std::move(message));
}

// Acknowledges all that wait for no more than `end`.
void acknowledge(World& world, std::int32_t database, std::uint64_t end, Promise promise) {
    Database& server = database_at(world, database);
    const BranchId branch = server.branch;
    std::vector<WaitingCommit> told;
    std::erase_if(server.waiting, [&](const WaitingCommit& one) {
        if (one.end > end) return false;
        told.push_back(one);
        return true;
    });
    for (const WaitingCommit& one : told) {
        tell(world, one.asker, world.kernel.now(), {{branch, one.end}, promise});
    }
    if (!told.empty()) world.kernel.change_facts();
}

void plan_reply(World& world, std::int32_t database, TrueTime at) {
    world.kernel.plan(std::max(at, world.kernel.now()),
                      event(EventKind::standby_replies, static_cast<std::size_t>(database),
                            database_at(world, database).generation));
}

}  // namespace

SynchronousPlace synchronous_place(const World& world, std::int32_t primary, std::int32_t standby) {
    constexpr std::int32_t async = 0;
    constexpr std::int32_t potential = 1;
    constexpr std::int32_t sync = 2;
    constexpr std::int32_t quorum = 3;
    const SynchronousRule& rule = database_at(world, primary).synchronous;
    const auto index = static_cast<std::size_t>(standby);
    if (rule.method == Method::none || rule.priorities[index] == 0) return {0, async};
    const std::int32_t priority = rule.priorities[index];
    if (rule.method == Method::any) return {priority, quorum};
    const std::vector<std::int32_t> list = candidates(world, primary);
    const auto found = std::find(list.begin(), list.end(), standby);
    const bool counts = found != list.end() && found - list.begin() < rule.count;
    return {priority, counts ? sync : potential};
}

void set_synchronous_names(World& world, std::int32_t database,
                           const scenario::SynchronousNames& names) {
    Database& server = database_at(world, database);
    server.synchronous = {names.method, names.count, {}};
    for (const scenario::DatabaseSpec& spec : world.plan->scenario.databases) {
        server.synchronous.priorities.push_back(
            static_cast<std::uint8_t>(priority_of(names, spec.application_name)));
    }
    if (names.method == Method::none) {
        acknowledge(world, database, UINT64_MAX, Promise::local);
    } else {
        expect_replies(world, database);
    }
}

void cancel_commits(World& world, std::int32_t database) {
    acknowledge(world, database, UINT64_MAX, Promise::local);
}

void terminate_commits(World& world, std::int32_t database) {
    for (const WaitingCommit& one : std::exchange(database_at(world, database).waiting, {})) {
        end_session(world, database, one.asker.connection);
    }
    world.kernel.change_facts();
}

void forget_commits(World& world, std::int32_t database) {
    database_at(world, database).waiting.clear();
    database_at(world, database).reply_due = false;
}

void commit(World& world, std::int32_t database, const Asker& asker, TrueTime when) {
    const Level level = level_of(world, database);
    Duration flushing =
        draw_span(world, database, "flush", durations_of(world, database).commit_flush);
    if (level == Level::off) {
        flushing = draw_between(world, database, "wal_writer", durations::wal_writer);
    }
    write_wal(world, database, when + flushing, durations::commit_bytes);
    plan_snapshot(world, database, when);
    const Database& server = database_at(world, database);
    const WalEnd written = server.wal.recent.back();
    const Commit commit{{server.branch, written.position}, Promise::local};
    if (level == Level::off) {
        return tell(world, asker, when + durations::commit_unflushed, {commit.end, Promise::none});
    }
    if (level == Level::local || server.synchronous.method == Method::none) {
        return tell(world, asker, written.flushed, commit);
    }
    database_at(world, database).waiting.push_back({asker, written.position});
    world.kernel.change_facts();
    expect_reply_for(world, database, written.flushed);
}

void expect_reply_for(World& world, std::int32_t database, TrueTime flushed) {
    if (database_at(world, database).waiting.empty()) return;
    const Level level = level_of(world, database);
    for (const std::int32_t standby : candidates(world, database)) {
        const Database& server = database_at(world, standby);
        if (silent(server)) continue;
        plan_reply(world, database, flushed + confirming_takes(server, level));
    }
    expect_replies(world, database);
}

void expect_replies(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    if (server.waiting.empty() || server.reply_due) return;
    const TrueTime now = world.kernel.now();
    TrueTime next = TrueTime::never();
    for (const std::int32_t standby : candidates(world, database)) {
        const Database& one = database_at(world, standby);
        if (silent(one)) continue;
        const Duration since = (now - one.streaming_since) % durations::status_interval;
        next = std::min(next, now + (durations::status_interval - since));
    }
    if (next == TrueTime::never()) return;
    server.reply_due = true;
    world.kernel.plan(next, event(EventKind::standby_replies, static_cast<std::size_t>(database),
                                  server.generation, 1));
}

void on_standby_replies(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = database_at(world, database);
    const bool of_interval = event_.b == 1;
    if (server.generation != event_.a) return;
    if (held_back(world, event_)) return;
    if (of_interval) server.reply_due = false;
    if (server.waiting.empty() || !server.writable()) return;
    if (const auto end = released(world, database)) {
        acknowledge(world, database, *end, Promise::replicated);
    }
    expect_replies(world, database);
}

}  // namespace sim::world
