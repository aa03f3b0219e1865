// Tables that a step asks for and answers that it expects: asked as the operator would, recorded
// row by row, compared cell by cell with what the scenario says.
#pragma once

#include <cstdint>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

/// Rows of cells by column number (sim/facts/tables.hpp).
using Rows = std::vector<std::vector<std::int64_t>>;

/// The rows that an answer carries.
[[nodiscard]] Rows rows_of(const World& world, scenario::TableKind kind, const Message& answer);
/// Whether the rows are what the table expects, in the columns that it gives.
[[nodiscard]] bool table_matches(const scenario::Table& expected, const Rows& rows);
/// Whose table it is: a step's look, or its action's answer (first_action_look + its index).
struct LookOf {
    std::uint32_t step = 0;
    std::uint32_t index = 0;
};
/// Writes the `look` record and one for each row.
void record_rows(World& world, LookOf of, scenario::TableKind kind, const Message& answer);

/// Asks for a step's next table, or ends the step.
void next_look(World& world, std::uint32_t step);
/// Whether a log line is the one expected.
[[nodiscard]] bool line_matches(const scenario::LogExpectation::Line& expected,
                                const failover::Log& line);

inline constexpr std::uint32_t first_action_look = 100;

}  // namespace sim::world
