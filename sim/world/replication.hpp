// Streaming: which standby is fed by whom, when that comes, stalls and goes, and what the view of
// it shows (postgres-model §2). A stall needs no event but its ends: positions stand still
// meanwhile.
#pragma once

#include "sim/world/postgres.hpp"

namespace sim::world {

/// What a stream is to do now: the low byte of Event::b; above it the silence that it is about.
enum class StreamAct : std::uint8_t {
    given_up,
    resumes,
    connect_failed,
    connect_answered,
    replay_resumes
};

/// Looks for its upstream, as a standby that has just opened does.
void begin_receiver(World& world, std::int32_t database);
/// Streams from the start of the run.
void begin_streaming(World& world, std::int32_t database);
/// It gets nothing any more, as its receiver ends: its row goes when the walsender notices.
void stop_receiving(World& world, std::int32_t database);
/// It feeds nobody any more: its walsenders are gone.
void stop_feeding(World& world, std::int32_t database);
/// It was promoted: those that it feeds come along, or stay behind (postgres-model §4.3).
void lead_followers(World& world, std::int32_t database);
/// pg_wal_replay_pause and _resume of a standby: it receives, and applies nothing meanwhile.
void pause_replay(World& world, std::int32_t database);
void resume_replay(World& world, std::int32_t database);
/// A link was cut or healed, a server stands still or goes on.
void on_paths_changed(World& world);
/// A link has become longer or shorter.
void on_distances_changed(World& world);
/// The primary has written: what is sent while nothing gets through is lost.
void note_written(World& world, std::int32_t database, TrueTime at);

[[nodiscard]] inline bool silent(const Database& standby) {
    return standby.silent_since != TrueTime::never();
}
/// What version 10 and later say besides: how long the latest commit took to be written, flushed
/// and replayed there, in us, and when the standby last said something (ns of true time). -1: NULL.
struct StreamLags {
    std::int64_t written = -1;
    std::int64_t flushed = -1;
    std::int64_t replayed = -1;
    std::int64_t replied = -1;
};
[[nodiscard]] StreamLags lags_of(const World& world, std::int32_t database);
/// When either end of a stream last heard the other.
[[nodiscard]] TrueTime last_heard(const World& world, const Database& standby);
/// The rows of `pg_stat_replication` (failover/words/database.hpp).
[[nodiscard]] Message replication_view(const World& world, std::int32_t database, TrueTime when);

void on_receiver_wakes(World& world, const Event& event);
void on_stream_acts(World& world, const Event& event);

}  // namespace sim::world
