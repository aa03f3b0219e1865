// The recordings' snapshots: tables as psql printed them through each proxy, and status files.
// Cells are trimmed text; rules, headings of the recording and `(3 rows)` are left out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fidelity {

using Row = std::vector<std::string>;

struct Snapshot {
    std::string via;         ///< "pgpool1" of "== show pool_nodes via pgpool1 (…) at …"
    std::int64_t time = 0;   ///< when it was taken: milliseconds of the day
    std::vector<Row> table;  ///< the first row has the column names; empty: none was printed
    bool operator==(const Snapshot&) const = default;
};

/// All tables of a `pool_nodes-*.txt`, in order.
[[nodiscard]] std::vector<Snapshot> read_snapshots(const std::string& text);

/// One pasted table: lines with `|` between cells.
[[nodiscard]] std::vector<Row> read_table(const std::string& text);

struct StatusText {
    std::string via;
    std::int64_t time = 0;           ///< when it was read: milliseconds of the day
    std::vector<std::string> lines;  ///< "up", "down"
    bool operator==(const StatusText&) const = default;
};

/// All files of a `pgpool_status-*.txt` ("up$": with its line end).
[[nodiscard]] std::vector<StatusText> read_status_files(const std::string& text);

}  // namespace fidelity
