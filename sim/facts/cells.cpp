#include "sim/facts/cells.hpp"

#include <algorithm>
#include <array>

namespace sim::facts {

namespace {

using Row = std::vector<std::int64_t>;

/// The value of a row's cell in that column; 0 if the table has no such column.
std::int64_t value_in(const Cells& table, const Row& row, std::uint8_t column) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    const auto index = static_cast<std::size_t>(found - table.columns.begin());
    return index < row.size() ? row[index] : 0;
}

/// `seen` with the columns of `expected` only.
Cells reduced(const Cells& expected, const Cells& seen) {
    Cells result{expected.kind, expected.columns, {}};
    for (const Row& row : seen.rows) {
        Row cells;
        for (const std::uint8_t column : expected.columns) {
            cells.push_back(value_in(seen, row, column));
        }
        result.rows.push_back(std::move(cells));
    }
    return result;
}

/// For a partial table: the seen rows in the order of the expected ones, found by first column.
std::vector<Row> matched(const Cells& expected, const std::vector<Row>& seen) {
    std::vector<Row> rows;
    for (const Row& row : expected.rows) {
        for (const Row& candidate : seen) {
            if (!row.empty() && !candidate.empty() && candidate[0] == row[0]) {
                rows.push_back(candidate);
                break;
            }
        }
    }
    return rows;
}

/// When a session began and how late a standby is differ from run to run: that there is such a
/// time is what a pasted table says.
bool is_time(TableOf kind, std::uint8_t column) {
    using Column = ReplicationColumn;
    if (kind != TableOf::stat_replication) return false;
    constexpr std::array times{Column::backend_start, Column::write_lag, Column::flush_lag,
                               Column::replay_lag, Column::reply_time};
    return std::ranges::find(times, Column{column}) != times.end();
}

bool alike(const Cells& table, std::size_t column, std::int64_t expected, std::int64_t seen) {
    if (!is_time(table.kind, table.columns[column])) return expected == seen;
    return (expected == -1) == (seen == -1);
}

}  // namespace

std::vector<std::uint8_t> replication_columns_of(std::int32_t version) {
    using Column = ReplicationColumn;
    constexpr std::int32_t first_lsn = 10;
    constexpr std::int32_t first_reply_time = 12;
    std::vector<std::uint8_t> columns;
    const auto add = [&](Column first, Column last) {
        for (auto column = static_cast<std::uint8_t>(first);
             column <= static_cast<std::uint8_t>(last); ++column) {
            columns.push_back(column);
        }
    };
    add(Column::pid, Column::state);
    if (version < first_lsn) {
        add(Column::sent_location, Column::replay_location);
    } else {
        add(Column::sent_lsn, Column::replay_lag);
    }
    add(Column::sync_priority, Column::sync_state);
    if (version >= first_reply_time) add(Column::reply_time, Column::reply_time);
    return columns;
}

TableDifference compare(const Cells& expected, const Cells& seen, bool partial) {
    TableDifference difference{expected, reduced(expected, seen), {}, false};
    if (partial) difference.seen.rows = matched(expected, difference.seen.rows);
    const std::size_t rows = std::min(expected.rows.size(), difference.seen.rows.size());
    difference.rows_differ = expected.rows.size() != difference.seen.rows.size();
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < expected.columns.size(); ++column) {
            if (!alike(expected, column, expected.rows[row][column],
                       difference.seen.rows[row][column])) {
                difference.cells.emplace_back(static_cast<std::uint32_t>(row),
                                              static_cast<std::uint32_t>(column));
            }
        }
    }
    return difference;
}

}  // namespace sim::facts
