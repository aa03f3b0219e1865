// Tables that somebody asked for during a run, as numbers: what `look` and row records say.
// Rests on facts alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/record.hpp"
#include "sim/facts/cells.hpp"
#include "sim/facts/facts.hpp"
#include "sim/facts/places.hpp"

namespace sim::checks {

using facts::Cells;
using facts::compare;
using facts::first_action_look;
using facts::TableDifference;
using facts::TableOf;

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

}  // namespace sim::checks
