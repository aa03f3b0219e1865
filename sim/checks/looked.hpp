// Tables that somebody asked for during a run, as numbers: what `look` and row records say, and
// how a table that was expected differs from it. Rests on facts alone.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/record.hpp"
#include "sim/facts/facts.hpp"
#include "sim/facts/tables.hpp"

namespace sim::checks {

/// In the order of scenario::TableKind.
enum class TableOf : std::uint8_t { pool_nodes, stat_replication, watchdog_info };

/// Some columns of a table; cells mean what sim/facts/tables.hpp says.
struct Cells {
    TableOf kind = TableOf::pool_nodes;
    std::vector<std::uint8_t> columns;
    std::vector<std::vector<std::int64_t>> rows;
    bool operator==(const Cells&) const = default;
};

/// Looked::index from which on it counts actions whose answer is a table: the world writes it so.
inline constexpr std::uint32_t first_action_look = 100;

/// A table that was asked for.
struct Looked {
    facts::StepId step;
    std::uint32_t index = 0;  ///< which look of the step
    engine::TrueTime at;
    engine::Sequence record = 0;
    Cells cells;  ///< all columns of its kind
};

/// All tables of a run, in order. `ports`: of each database, which `show pool_nodes` repeats.
[[nodiscard]] std::vector<Looked> looked_at(std::span<const engine::Record> records,
                                            std::span<const std::int32_t> ports);

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

}  // namespace sim::checks
