// A database server: its life cycle as probes see it, WAL as positions that are functions of
// time, streaming to standbys (postgres-model §1, §2). No event per WAL record: a position is
// asked for when somebody looks.
#pragma once

#include <vector>

#include "failover/words/database.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

using facts::DatabaseRole;
using facts::DatabaseState;

/// What writes WAL without being asked (postgres-model §2.5).
enum class WalTick : std::uint8_t { snapshot, checkpoint };

enum class DatabasePhase : std::uint8_t { port_opens, accepts, exits };

/// End of a piece of WAL and when it is on the primary's disk.
struct WalEnd {
    TrueTime flushed;
    std::uint64_t position = 0;
};

/// WAL of one server as a function of time: a base and the pieces since, oldest first.
struct Wal {
    std::uint64_t base = 0;
    std::vector<WalEnd> recent;

    /// Position that was on disk at `at`; exact for the last second and the future.
    [[nodiscard]] std::uint64_t at(TrueTime at) const;
    [[nodiscard]] std::uint64_t end() const {
        return recent.empty() ? base : recent.back().position;
    }
    void append(TrueTime now, TrueTime flushed, std::uint64_t bytes);
    /// The server ends at `now`: what was not flushed is gone.
    void cut_off(TrueTime now);
};

struct Database {
    DatabaseState state = DatabaseState::stopped;
    DatabaseRole role = DatabaseRole::standby;
    std::uint32_t generation = 0;  ///< counts starts and ends: outdated events fall away
    std::uint32_t timeline = 1;
    Wal wal;                     ///< of a primary
    std::uint64_t received = 0;  ///< of a standby that does not stream: where it stopped
    bool unclean = false;        ///< it ended without a shutdown checkpoint
    bool snapshot_due = false;   ///< a running-transactions record will be written
    bool recovery_job = false;

    std::int32_t upstream = -1;   ///< database that primary_conninfo names
    bool streaming = false;       ///< a walsender of `upstream` feeds it
    bool row_visible = false;     ///< … and is still in the replication view
    TrueTime receiver_failed;     ///< last failed attempt: retries wait 5 s after it
    Duration replay_delay{};      ///< of this stream
    std::int32_t sender_pid = 0;  ///< walsender's, as the view shows it
    std::int32_t receiver_port = 0;
    TrueTime streaming_since;

    std::vector<std::uint32_t> sessions;  ///< connection slots of logged-in or logging-in peers
    std::int32_t next_pid = 0;
};

/// Ready at the start of the run, without events: running, standbys streaming.
void set_up_database(World& world, std::int32_t database);
/// False if it already runs or is starting.
bool start_database(World& world, std::int32_t database);
/// False if it does not run.
bool stop_database(World& world, std::int32_t database, scenario::StopMode mode);
bool kill_database(World& world, std::int32_t database);
void set_recovery_job(World& world, std::int32_t database, bool enabled);

/// Whether a TCP connect is answered at all (the port is open).
[[nodiscard]] bool port_open(const Database& database);
/// Position that a standby has replayed, or a primary written, at `at`.
[[nodiscard]] std::uint64_t position(const World& world, std::int32_t database, TrueTime at);
/// A transaction that commits: its record is on disk at the returned instant.
TrueTime commit(World& world, std::int32_t database, TrueTime at, std::uint64_t bytes);

/// Streaming: begins to look for its upstream; ends what it feeds and is fed by; the rows of
/// `pg_stat_replication` (failover/words/database.hpp).
void begin_receiver(World& world, std::int32_t database);
/// A primary that accepts writes a checkpoint every five minutes from now on.
void begin_checkpoints(World& world, std::int32_t database);
void stop_streams(World& world, std::int32_t database);
[[nodiscard]] Message replication_view(const World& world, std::int32_t database, TrueTime when);

void on_database_message(World& world, std::int32_t database, std::uint32_t connection,
                         const Message& message);
void on_database_peer_gone(World& world, std::int32_t database, std::uint32_t connection);
void on_database_phase(World& world, const Event& event);
void on_receiver_wakes(World& world, const Event& event);
void on_wal_tick(World& world, const Event& event);
void on_recovery_job(World& world, const Event& event);

}  // namespace sim::world
