// All that was kept of one run of a cluster, real or simulated, in one form, so that one can be
// held against the other: logs, tables, status files, what commands answered, what scripts were
// run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/fidelity/commands.hpp"
#include "sim/fidelity/log.hpp"
#include "sim/fidelity/tables.hpp"

namespace sim::fidelity {

/// One message of one proxy's log.
struct Moment {
    std::size_t proxy = 0;  ///< index into Recording::logs
    std::size_t entry = 0;  ///< Entry::number
    auto operator<=>(const Moment&) const = default;
};

/// `then` came about through what was done after `first` was logged.
struct Before {
    Moment first;
    Moment then;
};

struct Recording {
    std::vector<Log> logs;                 ///< of each proxy
    std::vector<Snapshot> pool_nodes;      ///< in the order in which they were asked for
    std::vector<StatusText> status_files;  ///< likewise
    std::vector<ReplicationView> replication;
    std::vector<Command> commands;               ///< pcp commands, in the order of their times
    std::optional<std::vector<Script>> scripts;  ///< failover, failback, follow commands, if kept
    std::vector<Before> before;                  ///< of a simulated run: what led to what
};

/// Where a story's recording lies: a folder, and which of its files, if it holds several runs.
struct Place {
    std::string folder;     ///< "tests/recordings/pgpool-3.6/stale_down"
    std::string logs;       ///< "-run1" of "pgpool1-run1.log"
    std::string snapshots;  ///< "1-" of "pool_nodes-1-after.txt"
};

/// From a story's `source`: "… : FOLDER", or "… : FOLDER (logs run1, snapshots 1)".
[[nodiscard]] Place place_of(const std::string& source);

/// Throws std::runtime_error if there is no log of a first proxy.
[[nodiscard]] Recording read_recording(const Place& place);

/// The whole text of a file. Throws std::runtime_error if there is none.
[[nodiscard]] std::string read_text(const std::string& path);

}  // namespace sim::fidelity
