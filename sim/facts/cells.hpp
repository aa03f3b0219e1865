// Tables as numbers, and how an expected one differs from what was seen. The world decides by it
// whether a step went well, the verdict shows it.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/facts/tables.hpp"

namespace sim::facts {

/// In the order of scenario::TableKind.
enum class TableOf : std::uint8_t { pool_nodes, stat_replication, watchdog_info };

/// Some columns of a table; cells mean what sim/facts/tables.hpp says.
struct Cells {
    TableOf kind = TableOf::pool_nodes;
    std::vector<std::uint8_t> columns;
    std::vector<std::vector<std::int64_t>> rows;
    bool operator==(const Cells&) const = default;
};

/// An expected table beside what was seen, reduced to the expected columns.
struct TableDifference {
    Cells expected;
    Cells seen;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> cells;  ///< row, column of `expected`
    bool rows_differ = false;                                    ///< their number does
    [[nodiscard]] bool none() const { return cells.empty() && !rows_differ; }
};

/// `partial`: rows that the expected table leaves out do not matter; its rows are then found by
/// their first column (node id, application name, …).
[[nodiscard]] TableDifference compare(const Cells& expected, const Cells& seen, bool partial);

}  // namespace sim::facts
