// Streaming: which standby is fed by whom, when it comes and goes, and what the view of it shows
// (postgres-model §2).
#include <algorithm>

#include "sim/world/durations.hpp"
#include "sim/world/postgres.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

namespace db = failover::database;

Database& at(World& world, std::int32_t database) {
    return world.databases[static_cast<std::size_t>(database)];
}

void set_streaming(World& world, std::int32_t database, bool streaming) {
    Database& server = at(world, database);
    if (server.streaming == streaming) return;
    if (!streaming) server.received = position(world, database, world.kernel.now());
    server.streaming = streaming;
    if (streaming) {
        server.row_visible = true;
        server.streaming_since = world.kernel.now();
        server.sender_pid = at(world, server.upstream).next_pid++;
        server.receiver_port = world.network.next_source_port++;
    }
    world.kernel.fact(Kind::streaming, {static_cast<std::uint32_t>(database), streaming ? 1U : 0U,
                                        static_cast<std::uint32_t>(server.upstream), 0, 0});
}

void plan_receiver(World& world, std::int32_t database, Duration span) {
    world.kernel.plan_in(span, event(EventKind::receiver_wakes, static_cast<std::size_t>(database),
                                     at(world, database).generation));
}

Duration draw(World& world, std::int32_t database, std::string_view what,
              engine::Quantiles spread) {
    return world.kernel.draw(
        world.plan->database_names[static_cast<std::size_t>(database)] / engine::segment(what),
        spread,
        [&] { return world.plan->database_name(database) + "/database/" + std::string(what); });
}

bool link_open(const World& world, std::int32_t a, std::int32_t b) {
    const auto& specs = world.plan->scenario.databases;
    const HostId from = specs[static_cast<std::size_t>(a)].host;
    const HostId to = specs[static_cast<std::size_t>(b)].host;
    // Replication travels on the database plane between database hosts.
    return path_open(world, from, to, Plane::database) &&
           path_open(world, to, from, Plane::database);
}

}  // namespace

void begin_receiver(World& world, std::int32_t database) {
    if (at(world, database).upstream < 0) return;
    plan_receiver(world, database, draw(world, database, "receiver", durations::first_receiver));
}

void set_up_database(World& world, std::int32_t database) {
    const auto& spec = world.plan->scenario.databases[static_cast<std::size_t>(database)];
    Database& server = at(world, database);
    server.role = spec.role;
    server.timeline = spec.first_timeline;
    server.wal.base = spec.first_lsn;
    server.received = spec.first_lsn;
    server.next_pid = 2000 + 100 * database;
    server.recovery_job = spec.recovery_job.has_value();
    for (std::size_t d = 0; d < world.databases.size() && spec.role == DatabaseRole::standby; ++d) {
        if (world.plan->scenario.databases[d].role == DatabaseRole::primary) {
            server.upstream = static_cast<std::int32_t>(d);
        }
    }
    server.state = spec.running_at_start ? DatabaseState::running : DatabaseState::stopped;
    world.kernel.fact(Kind::database_role,
                      {static_cast<std::uint32_t>(database), static_cast<std::uint32_t>(spec.role),
                       server.timeline, 0, 0});
    world.kernel.fact(Kind::database_state, {static_cast<std::uint32_t>(database),
                                             static_cast<std::uint32_t>(server.state), 0, 0, 0});
    if (!spec.running_at_start) return;
    if (spec.role == DatabaseRole::primary) {
        begin_checkpoints(world, database);
    } else if (server.upstream >= 0 && at(world, server.upstream).state == DatabaseState::running) {
        server.replay_delay = draw(world, database, "replay", durations::replay);
        set_streaming(world, database, true);
    }
}

void stop_streams(World& world, std::int32_t database) {
    Database& server = at(world, database);
    if (server.streaming) {
        set_streaming(world, database, false);
        // Its row on the primary goes when the walsender notices (postgres-model §2.2).
        const Duration gone = world.kernel.draw_between(
            world.plan->database_names[static_cast<std::size_t>(database)] /
                engine::segment("row_gone"),
            durations::row_gone_least, durations::row_gone_most,
            [&] { return world.plan->database_name(database) + "/database/row_gone"; });
        world.kernel.plan_in(gone, event(EventKind::receiver_wakes,
                                         static_cast<std::size_t>(database), server.generation, 1));
    }
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        Database& standby = world.databases[d];
        if (standby.upstream != database || !standby.streaming) continue;
        set_streaming(world, static_cast<std::int32_t>(d), false);
        standby.row_visible = false;
        standby.receiver_failed = world.kernel.now();
        plan_receiver(world, static_cast<std::int32_t>(d), durations::receiver_retry);
    }
}

void on_receiver_wakes(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = at(world, database);
    if (event_.b == 1) {
        if (!server.streaming) server.row_visible = false;
        return;
    }
    if (server.generation != event_.a || server.streaming) return;
    if (server.state != DatabaseState::running || server.role != DatabaseRole::standby) return;
    const Database& upstream = at(world, server.upstream);
    if (upstream.state != DatabaseState::running || !link_open(world, database, server.upstream)) {
        server.receiver_failed = world.kernel.now();
        plan_receiver(world, database, durations::receiver_retry);
        return;
    }
    if (event_.b == 0) {
        world.kernel.plan_in(draw(world, database, "handshake", durations::stream_handshake),
                             event(EventKind::receiver_wakes, event_.target, server.generation, 2));
        return;
    }
    server.replay_delay = draw(world, database, "replay", durations::replay);
    set_streaming(world, database, true);
}

Message replication_view(const World& world, std::int32_t database, TrueTime when) {
    Message message;
    message.kind = static_cast<std::uint16_t>(db::Answer::rows);
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        const Database& standby = world.databases[d];
        if (standby.upstream != database || !standby.row_visible) continue;
        const auto reached =
            static_cast<std::int64_t>(position(world, static_cast<std::int32_t>(d), when));
        const std::int64_t sent = static_cast<std::int64_t>(position(world, database, when));
        constexpr std::int64_t streaming_state = 2;
        for (const std::int64_t cell :
             {std::int64_t{standby.sender_pid}, static_cast<std::int64_t>(d),
              std::int64_t{standby.receiver_port}, standby.streaming_since.nanoseconds(),
              streaming_state, standby.streaming ? sent : reached, reached, reached, reached,
              std::int64_t{0}, std::int64_t{0}}) {
            message.blob.push_back(cell);
        }
    }
    return message;
}

}  // namespace sim::world
