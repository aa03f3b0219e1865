// Tables that a step asks for and answers that it expects: asked as the operator would, recorded
// row by row, compared cell by cell with what the scenario says.
#pragma once

#include <cstdint>
#include <vector>

#include "failover/logic.hpp"
#include "sim/facts/cells.hpp"
#include "sim/facts/places.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

using facts::first_action_look;

/// The table that an answer carries, all columns of it.
[[nodiscard]] facts::Cells cells_of(const World& world, scenario::TableKind kind,
                                    const Message& answer);
/// Whether it is what the table expects, in the columns that it gives.
[[nodiscard]] bool table_matches(const scenario::Table& expected, const facts::Cells& seen);
/// Whose table it is: a step's look, or its action's answer (first_action_look + its index).
struct LookOf {
    std::uint32_t step = 0;
    std::uint32_t index = 0;
};
/// Writes the `look` record and one for each row.
void record_rows(World& world, LookOf of, scenario::TableKind kind, const Message& answer);

/// Asks for a step's next table, or ends the step.
void next_look(World& world, std::uint32_t step);
/// What came of the look that a step waits for; null: no table. Goes on with the next.
void take_look(World& world, std::uint32_t step, const Message* answer);
/// Whether the text of a proxy's message, or one below it, has the pattern in it.
[[nodiscard]] bool found_in(const World& world, std::int32_t proxy, const failover::Log& line,
                            const scenario::Pattern& pattern);
/// Whether a line in a proxy's log is the one expected.
[[nodiscard]] bool line_matches(const World& world, std::int32_t proxy,
                                const scenario::LogExpectation::Line& expected,
                                const failover::Log& line);

}  // namespace sim::world
