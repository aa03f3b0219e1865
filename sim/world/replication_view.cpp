// What a primary says of its standbys: the rows of pg_stat_replication (postgres-model §2.2).
#include <algorithm>

#include "failover/words/database.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// What the walsender has handed to its kernel: also while nothing comes back.
std::int64_t sent_to(const World& world, const Database& standby, std::int64_t reached,
                     TrueTime when) {
    if (!standby.streaming) return reached;
    return static_cast<std::int64_t>(position(world, standby.upstream, when));
}

}  // namespace

// At a status message, or at the WAL before.
TrueTime last_heard(const World& world, const Database& standby) {
    const Duration since = world.kernel.now() - standby.streaming_since;
    TrueTime heard = world.kernel.now() - since % durations::status_interval;
    for (const WalEnd& piece : database_at(world, standby.upstream).wal.recent) {
        if (piece.flushed <= world.kernel.now()) heard = std::max(heard, piece.flushed);
    }
    return heard;
}

// Measured at the last WAL that it confirmed, and forgotten once nothing has come for a while.
StreamLags lags_of(const World& world, std::int32_t database) {
    const Database& standby = database_at(world, database);
    StreamLags lags;
    if (!standby.streaming) return lags;
    lags.replied = silent(standby) ? (standby.given_up - durations::stream_timeout).nanoseconds()
                                   : last_heard(world, standby).nanoseconds();
    const TrueTime now = world.kernel.now();
    TrueTime flushed = standby.streaming_since;
    for (const WalEnd& piece : database_at(world, standby.upstream).wal.recent) {
        if (piece.flushed <= now) flushed = std::max(flushed, piece.flushed);
    }
    if (flushed == standby.streaming_since || now - flushed > durations::status_interval) {
        return lags;
    }
    const auto microseconds = [](Duration span) {
        return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
    };
    lags.written = microseconds(standby.confirm_delay * 2 / 3);
    lags.flushed = microseconds(standby.confirm_delay);
    lags.replayed = microseconds(standby.confirm_delay + standby.replay_delay);
    return lags;
}

Message replication_view(const World& world, std::int32_t database, TrueTime when) {
    Message message;
    message.kind = static_cast<std::uint16_t>(failover::database::Answer::rows);
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        const Database& standby = world.databases[d];
        const auto id = static_cast<std::int32_t>(d);
        if (standby.upstream != database || !standby.row_visible) continue;
        const auto reached = static_cast<std::int64_t>(position(world, id, when));
        const auto applied = static_cast<std::int64_t>(replayed(world, id, when));
        const std::int64_t state = standby.stuck ? 0 : 2;  // startup, streaming
        const SynchronousPlace place = synchronous_place(world, database, id);
        for (const std::int64_t cell :
             {std::int64_t{standby.sender_pid}, static_cast<std::int64_t>(d),
              std::int64_t{standby.receiver_port}, standby.streaming_since.nanoseconds(), state,
              sent_to(world, standby, reached, when), reached, reached, applied,
              std::int64_t{place.priority}, std::int64_t{place.state}}) {
            message.blob.push_back(cell);
        }
    }
    return message;
}

}  // namespace sim::world
