// A database server as data: what it is, its WAL, where it gets it from, and what lies in its
// directory. Plain values that a copy of the world takes along.
#pragma once

#include <optional>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/world/event.hpp"
#include "sim/world/history.hpp"
#include "sim/world/ledger.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

using facts::DatabaseRole;
using facts::DatabaseState;
using facts::FileWork;

/// What writes WAL without being asked (postgres-model §2.5, §4.1).
enum class WalTick : std::uint8_t { snapshot, checkpoint, first_checkpoint };

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

/// A message that lies in the kernel while the server stands still.
struct HeldMessage {
    std::uint32_t connection = 0;
    std::uint32_t generation = 0;
    Message message;
};

/// Who is to be told that a commit is done: a load, in one event, or a session of the server.
struct Asker {
    bool load = false;
    std::uint32_t who = 0;                  ///< the load, or the session's connection
    std::uint64_t generation = 0;           ///< of the load's dialogue, or of the connection
    std::uint32_t connection = UINT32_MAX;  ///< on which the server hears it
    Duration way_back{};                    ///< of a load
};

/// A commit that is on the primary's disk and waits for standbys.
struct WaitingCommit {
    Asker asker;
    std::uint64_t end = 0;
};

/// synchronous_standby_names as it is in force: for each database its priority, 0: none.
struct SynchronousRule {
    scenario::SynchronousNames::Method method = scenario::SynchronousNames::Method::none;
    std::int32_t count = 0;
    std::vector<std::uint8_t> priorities;
};

struct Database {
    DatabaseState state = DatabaseState::stopped;
    DatabaseRole role = DatabaseRole::standby;
    std::uint32_t generation = 0;     ///< counts starts and ends: outdated events fall away
    BranchId branch = Branch::none;   ///< that its end of WAL is on
    std::uint32_t last_timeline = 1;  ///< the highest that it has heard of
    Wal wal;                          ///< of a primary
    std::uint64_t received = 0;       ///< of a standby that gets nothing: where it stopped
    std::uint64_t replayed = 0;       ///< of a primary that was recovered: where recovery ended
    std::uint64_t checkpoint = 0;     ///< where its last checkpoint stands: redo begins there
    bool unclean = false;             ///< it ended without a shutdown checkpoint
    bool start_failed = false;        ///< its last start ended with a FATAL
    bool snapshot_due = false;        ///< a running-transactions record will be written
    bool timeline_on_disk = true;     ///< its control file names its branch (§4.1)
    bool recovery_job = false;
    bool diverged = false;                   ///< as last recorded: from the newest primary
    TrueTime redo_from = TrueTime::never();  ///< when its start reads WAL
    bool out_of_space = false;               ///< its file system has no room for WAL
    std::uint64_t oldest_wal = 0;            ///< what is before has been removed
    bool slots = false;                      ///< those of its standbys: they are not copied to any

    // --- commits that wait for standbys ---
    SynchronousRule synchronous;
    std::vector<WaitingCommit> waiting;
    bool reply_due = false;  ///< a standby's next message is on the agenda

    // --- of a standby: where it gets WAL from ---
    std::int32_t upstream = -1;  ///< database that primary_conninfo names
    bool streaming = false;      ///< a walsender of `upstream` feeds it
    bool stuck = false;          ///< connected, but the upstream's history does not lead on
    bool row_visible = false;    ///< it is in the upstream's replication view
    TrueTime receiver_failed;    ///< last failed attempt: retries wait 5 s after it
    Duration replay_delay{};     ///< of this stream, `distance` included
    Duration distance{};         ///< of the link that it comes over
    Duration confirm_delay{};    ///< of this stream: primary's disk to "is on my disk" heard
    std::optional<std::uint64_t> replay_paused;  ///< applies nothing beyond this
    bool wal_gone = false;                       ///< what it needs next has been removed
    std::int32_t sender_pid = 0;                 ///< walsender's, as the view shows it
    std::int32_t receiver_port = 0;
    TrueTime streaming_since;
    std::uint32_t silences = 0;  ///< counts them and unanswered connects: outdated events fall away
    TrueTime silent_since = TrueTime::never();      ///< streams, but nothing gets through
    TrueTime first_lost = TrueTime::never();        ///< when the first packet since then was sent
    TrueTime given_up;                              ///< when both ends give the silent stream up
    bool packets_lost = false;                      ///< by a cut link; else somebody stands still
    TrueTime connecting_since = TrueTime::never();  ///< its connect is not answered

    // --- standing still (postgres-model §1.2 FROZEN) ---
    std::optional<DatabaseState> frozen;  ///< the state that it will go on in
    std::vector<HeldMessage> held_messages;
    std::vector<Event> held_events;
    std::optional<scenario::StopMode> stop_when_thawed;
    std::uint32_t backlog = 0;  ///< connections that the kernel has accepted for it

    // --- its files ---
    FileWork work = FileWork::none;  ///< under way
    std::int32_t work_source = -1;   ///< the primary that it works from; -1: it will be refused
    bool work_writes = false;        ///< else it finds nothing to do
    std::int32_t work_status = 0;    ///< exit status of the last one
    std::uint32_t copied_for = UINT32_MAX;  ///< connection on which that is to be told
    std::uint32_t copied_for_generation = 0;
    bool half_written = false;  ///< by work that was interrupted: it must be copied anew
    bool restarts = false;      ///< it is started again once it is down

    std::vector<std::uint32_t> sessions;  ///< connection slots of logged-in or logging-in peers
    std::int32_t next_pid = 0;

    [[nodiscard]] bool answers() const {
        return state == DatabaseState::running || state == DatabaseState::promoting;
    }
    [[nodiscard]] bool writable() const { return answers() && role == DatabaseRole::primary; }
};

}  // namespace sim::world
