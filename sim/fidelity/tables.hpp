// The recordings' snapshots: tables as psql printed them through each proxy, replication views of
// each database, and status files. Cells are trimmed text; rules and `(3 rows)` are left out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sim::fidelity {

using Row = std::vector<std::string>;
using Table = std::vector<Row>;  ///< the first row has the column names

/// `show pool_nodes` through one proxy.
struct Snapshot {
    std::int32_t proxy = 0;  ///< from 1
    std::int64_t time = 0;   ///< when it was taken: milliseconds of the day
    Table table;             ///< empty: none was printed
    bool operator==(const Snapshot&) const = default;
};

/// All tables of a `pool_nodes-*.txt`, in order.
[[nodiscard]] std::vector<Snapshot> read_snapshots(const std::string& text);

/// One pasted table: lines with `|` between cells.
[[nodiscard]] Table read_table(const std::string& text);

/// pg_stat_replication as one database showed it.
struct ReplicationView {
    std::int32_t database = 0;
    std::int64_t time = 0;
    std::string in_recovery;  ///< "t", "f"; empty: it answered nothing
    Table table;
    bool operator==(const ReplicationView&) const = default;
};

/// All views of a `pg_stat_replication-*.txt`, in order.
[[nodiscard]] std::vector<ReplicationView> read_replication(const std::string& text);

struct StatusText {
    std::int32_t proxy = 0;
    std::int64_t time = 0;           ///< when it was read: milliseconds of the day
    std::vector<std::string> lines;  ///< "up", "down"
    bool operator==(const StatusText&) const = default;
};

/// All files of a `pgpool_status-*.txt` ("up$": with its line end).
[[nodiscard]] std::vector<StatusText> read_status_files(const std::string& text);

/// A command that a proxy ran, as its script noted it.
struct Script {
    std::int64_t time = 0;
    std::string host;     ///< "proxy1"
    std::string command;  ///< "failover.sh 2 10.36.0.103 54321 …": arguments without their names
    bool operator==(const Script&) const = default;
};

/// The failover, failback and follow scripts of a `scripts.log`, in order.
[[nodiscard]] std::vector<Script> read_scripts(const std::string& text);

}  // namespace sim::fidelity
