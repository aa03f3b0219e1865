#include "sim/world/replication.hpp"

#include <algorithm>

#include "sim/world/database_life.hpp"
#include "sim/world/disturbances.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/retention.hpp"
#include "sim/world/stream_paths.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// Commits that wait at its upstream may wait for others now, or for this one's first message.
void note_stream(World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    if (server.streaming) {
        expect_reply_for(world, server.upstream, world.kernel.now());
    } else {
        expect_replies(world, server.upstream);
    }
}

void set_streaming(World& world, std::int32_t database, bool streaming) {
    Database& server = database_at(world, database);
    if (server.streaming == streaming) return;
    if (!streaming) server.received = position(world, database, world.kernel.now());
    server.streaming = streaming;
    server.silent_since = TrueTime::never();
    if (streaming) {
        server.row_visible = true;
        server.streaming_since = world.kernel.now();
        server.sender_pid = database_at(world, server.upstream).next_pid++;
        server.receiver_port = world.network.next_source_port++;
    }
    world.kernel.fact(Kind::streaming, {static_cast<std::uint32_t>(database), streaming ? 1U : 0U,
                                        static_cast<std::uint32_t>(server.upstream), 0, 0});
    note_stream(world, database);
}

void plan_receiver(World& world, std::int32_t database, Duration span) {
    world.kernel.plan_in(span, event(EventKind::receiver_wakes, static_cast<std::size_t>(database),
                                     database_at(world, database).generation));
}

void plan_act(World& world, std::int32_t database, StreamAct act, TrueTime at) {
    const Database& server = database_at(world, database);
    world.kernel.plan(
        std::max(at, world.kernel.now()),
        event(EventKind::stream_acts, static_cast<std::size_t>(database), server.generation,
              static_cast<std::uint64_t>(act) | std::uint64_t{server.silences} << 8));
}

// From the primary's disk to replayed on this stream, and to "it is on my disk" heard.
void draw_delays(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    standby.distance = distance_of(world, database);
    standby.replay_delay =
        draw_span(world, database, "replay", durations::replay) + standby.distance;
    standby.confirm_delay =
        draw_span(world, database, "confirm", durations::confirm) + 2 * standby.distance;
}

bool stands_still(const World& world, const Database& standby) {
    return standby.frozen || database_at(world, standby.upstream).frozen;
}

void fall_silent(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    standby.received = position(world, database, world.kernel.now());
    const TrueTime heard = last_heard(world, standby);
    standby.silent_since = world.kernel.now();
    standby.first_lost = heard + durations::status_interval;
    standby.given_up = heard + durations::stream_timeout;
    standby.packets_lost = !link_open(world, database, standby.upstream);
    ++standby.silences;
    plan_act(world, database, StreamAct::given_up, standby.given_up);
    world.kernel.change_facts();
}

// Bytes get through again: those that were lost are sent again when TCP's timer says so.
void plan_resume(World& world, std::int32_t database) {
    const Database& standby = database_at(world, database);
    const TrueTime now = world.kernel.now();
    TrueTime at = now;
    if (!standby.packets_lost) {
        at = now + durations::stream_thaws;
    } else if (standby.first_lost <= now) {
        at = retransmission(standby.first_lost, now);
    }
    plan_act(world, database, StreamAct::resumes, at);
}

void plan_answer(World& world, std::int32_t database) {
    const Database& standby = database_at(world, database);
    const TrueTime now = world.kernel.now();
    if (!standby.packets_lost) {
        return plan_act(world, database, StreamAct::connect_answered,
                        now + durations::stream_thaws);
    }
    for (const std::int64_t seconds : durations::receiver_syn_seconds) {
        const TrueTime at = standby.connecting_since + std::chrono::seconds{seconds};
        if (at >= now) return plan_act(world, database, StreamAct::connect_answered, at);
    }
}

// Both ends have waited long enough: the row goes, and the receiver begins anew; one that stands
// still does so when it goes on.
void give_up(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    set_streaming(world, database, false);
    standby.row_visible = false;
    standby.receiver_failed = world.kernel.now();
    plan_receiver(world, database, durations::stream_thaws);
}

void update_stream(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    if (standby.upstream < 0) return;
    const bool open = link_open(world, database, standby.upstream);
    const bool connecting = standby.connecting_since != TrueTime::never();
    if (!open && (silent(standby) || connecting)) standby.packets_lost = true;
    if (standby.streaming && link_rejects(world, database, standby.upstream)) {
        give_up(world, database);
    } else if (!open || stands_still(world, standby)) {
        if (standby.streaming && !silent(standby)) fall_silent(world, database);
    } else if (silent(standby)) {
        plan_resume(world, database);
    } else if (connecting) {
        plan_answer(world, database);
    }
}

// Nobody answers its connect: the link is cut, or the upstream stands still.
void wait_for_answer(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    const TrueTime now = world.kernel.now();
    standby.connecting_since = now;
    standby.packets_lost = !link_open(world, database, standby.upstream);
    ++standby.silences;
    if (standby.packets_lost) {
        plan_act(world, database, StreamAct::connect_failed,
                 now + durations::receiver_connect_gives_up);
    }
}

// Its upstream is on another branch than its own WAL: it goes over to it, or cannot follow.
bool goes_over(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    const BranchId wanted = database_at(world, standby.upstream).branch;
    if (standby.branch == wanted) return true;
    const auto& spec = world.plan->scenario.databases[static_cast<std::size_t>(database)];
    if (!spec.follows_latest) {
        // It gets what is left of its own timeline, and no more (postgres-model §4.3).
        const auto until = world.history.shared(standby.branch, wanted);
        if (until) standby.received = std::max(standby.received, *until);
        return false;
    }
    const std::uint32_t heard = timeline(world, standby.upstream);
    standby.last_timeline = std::max(standby.last_timeline, heard);
    if (!world.history.contains(wanted, end_of_wal(world, database))) return false;
    standby.branch = wanted;
    standby.last_timeline = heard;
    note_branch(world, database);
    return true;
}

// Nobody feeds it, and that will not change before it asks again.
void try_later(World& world, std::int32_t database) {
    database_at(world, database).receiver_failed = world.kernel.now();
    plan_receiver(world, database, durations::receiver_retry);
}

// "requested WAL segment … has already been removed": so it is told each time that it asks, and it
// has no row (postgres-model §5.5).
bool wal_is_gone(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    const Database& upstream = database_at(world, standby.upstream);
    const bool gone =
        segment_of(position(world, database, world.kernel.now())) < upstream.oldest_wal;
    if (gone != standby.wal_gone) world.kernel.change_facts();
    standby.wal_gone = gone;
    return gone;
}

bool has_sender(const World& world, std::int32_t database) {
    const auto& specs = world.plan->scenario.databases;
    const auto senders = std::count_if(
        world.databases.begin(), world.databases.end(),
        [&](const Database& one) { return one.upstream == database && one.row_visible; });
    return senders < specs[static_cast<std::size_t>(database)].max_wal_senders;
}

void connect_stream(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    const bool row = standby.row_visible;
    if (!row && !has_sender(world, standby.upstream)) return try_later(world, database);
    if (wal_is_gone(world, database)) return try_later(world, database);
    if (goes_over(world, database)) {
        draw_delays(world, database);
        set_streaming(world, database, true);
        update_stream(world, database);
        return;
    }
    // Its walsender stays in state `startup`, and says so for ever (postgres-model §4.4).
    standby.stuck = true;
    standby.row_visible = true;
    standby.streaming_since = world.kernel.now();
    standby.sender_pid = database_at(world, standby.upstream).next_pid++;
    standby.receiver_port = world.network.next_source_port++;
}

void try_to_connect(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    const Database& upstream = database_at(world, server.upstream);
    const bool rejected = link_rejects(world, database, server.upstream);
    if (!rejected && (!link_open(world, database, server.upstream) || upstream.frozen)) {
        wait_for_answer(world, database);
    } else if (rejected || !upstream.answers()) {
        try_later(world, database);
    } else {
        world.kernel.plan_in(draw_span(world, database, "handshake", durations::stream_handshake),
                             event(EventKind::receiver_wakes, static_cast<std::size_t>(database),
                                   server.generation, 2));
    }
}

}  // namespace

void begin_receiver(World& world, std::int32_t database) {
    if (database_at(world, database).upstream < 0) return;
    plan_receiver(world, database,
                  draw_span(world, database, "receiver", durations::first_receiver));
}

void begin_streaming(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    if (standby.upstream < 0) return;
    const Database& upstream = database_at(world, standby.upstream);
    const bool one_branch = upstream.branch == standby.branch;
    if (upstream.state != DatabaseState::running || !one_branch) {
        return begin_receiver(world, database);
    }
    draw_delays(world, database);
    set_streaming(world, database, true);
}

void stop_receiving(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    server.connecting_since = TrueTime::never();
    ++server.silences;
    if (!server.streaming && !server.stuck) return;
    // A walsender that is cut off does not notice before it has waited long enough.
    const bool hears = !silent(server);
    set_streaming(world, database, false);
    server.stuck = false;
    const Duration gone = hears
                              ? draw_between(world, database, "row_gone",
                                             {durations::row_gone_least, durations::row_gone_most})
                              : server.given_up - world.kernel.now();
    world.kernel.plan_in(gone, event(EventKind::receiver_wakes, static_cast<std::size_t>(database),
                                     server.generation, 1));
}

void stop_feeding(World& world, std::int32_t database) {
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        Database& standby = world.databases[d];
        const auto id = static_cast<std::int32_t>(d);
        const bool waits = standby.connecting_since != TrueTime::never() && !standby.packets_lost;
        if (standby.upstream != database) continue;
        if (!standby.streaming && !standby.stuck && !waits) continue;
        const bool hears = !silent(standby);
        set_streaming(world, id, false);
        standby.stuck = false;
        standby.row_visible = false;
        standby.connecting_since = TrueTime::never();
        ++standby.silences;
        standby.receiver_failed = world.kernel.now();
        plan_receiver(world, id,
                      hears ? durations::receiver_retry : standby.given_up - world.kernel.now());
    }
}

void lead_followers(World& world, std::int32_t database) {
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        const auto id = static_cast<std::int32_t>(d);
        if (world.databases[d].upstream != database || !world.databases[d].streaming) continue;
        if (goes_over(world, id)) continue;
        set_streaming(world, id, false);
        world.databases[d].stuck = true;
    }
}

void pause_replay(World& world, std::int32_t database) {
    Database& standby = database_at(world, database);
    if (standby.role != DatabaseRole::standby || standby.replay_paused) return;
    standby.replay_paused = position(world, database, world.kernel.now());
}

// What came meanwhile is applied first.
void resume_replay(World& world, std::int32_t database) {
    const Database& standby = database_at(world, database);
    if (!standby.replay_paused) return;
    const TrueTime now = world.kernel.now();
    const std::uint64_t behind = position(world, database, now) - *standby.replay_paused;
    plan_act(world, database, StreamAct::replay_resumes,
             now + at_rate(behind, durations_of(world, database).redo_bytes_a_second));
}

void on_paths_changed(World& world) {
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        update_stream(world, static_cast<std::int32_t>(d));
    }
}

void on_distances_changed(World& world) {
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        const auto id = static_cast<std::int32_t>(d);
        Database& standby = world.databases[d];
        if (!standby.streaming) continue;
        // What it has it keeps, also where the rest takes longer now.
        standby.received = position(world, id, world.kernel.now());
        const Duration more = distance_of(world, id) - standby.distance;
        standby.replay_delay += more;
        standby.confirm_delay += 2 * more;
        standby.distance = distance_of(world, id);
    }
}

void note_written(World& world, std::int32_t database, TrueTime at) {
    for (Database& standby : world.databases) {
        if (standby.upstream != database || !silent(standby)) continue;
        standby.first_lost = std::min(standby.first_lost, at);
    }
}

void on_receiver_wakes(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& server = database_at(world, database);
    if (event_.b == 1) {
        if (!server.streaming && !server.stuck) server.row_visible = false;
        return;
    }
    if (server.generation != event_.a || server.streaming || server.stuck) return;
    if (held_back(world, event_)) return;
    if (!server.answers() || server.role != DatabaseRole::standby || server.upstream < 0) return;
    const Database& upstream = database_at(world, server.upstream);
    const bool reachable = link_open(world, database, server.upstream) && !upstream.frozen;
    if (event_.b == 2 && reachable && upstream.answers()) {
        connect_stream(world, database);
    } else {
        try_to_connect(world, database);
    }
}

void on_stream_acts(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    Database& standby = database_at(world, database);
    if (standby.generation != event_.a || standby.silences != event_.b >> 8) return;
    const bool open = standby.upstream >= 0 && !stands_still(world, standby) &&
                      link_open(world, database, standby.upstream);
    const bool connecting = standby.connecting_since != TrueTime::never();
    switch (static_cast<StreamAct>(event_.b & 0xffU)) {
        case StreamAct::given_up:
            if (silent(standby)) give_up(world, database);
            return;
        case StreamAct::resumes:
            if (!open || !silent(standby)) return;
            if (wal_is_gone(world, database)) return give_up(world, database);
            standby.silent_since = TrueTime::never();
            note_stream(world, database);
            world.kernel.change_facts();
            return;
        case StreamAct::connect_failed:
            if (!connecting || held_back(world, event_)) return;
            standby.connecting_since = TrueTime::never();
            standby.receiver_failed = world.kernel.now();
            plan_receiver(world, database, Duration{0});
            return;
        case StreamAct::connect_answered:
            if (!connecting || !open) return;
            standby.connecting_since = TrueTime::never();
            plan_receiver(world, database, Duration{0});
            return;
        case StreamAct::replay_resumes:
            if (!held_back(world, event_)) standby.replay_paused.reset();
            world.kernel.change_facts();
            return;
    }
}

}  // namespace sim::world
