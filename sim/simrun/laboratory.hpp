// The program's own laboratory for searches: its logics and dialects, its words, and its alarm for
// a logic that does not come back.
#pragma once

#include "sim/search/laboratory.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {

/// Valid as long as both.
[[nodiscard]] search::Laboratory laboratory_of(const Catalogues& catalogues,
                                               std::span<const world::LogicEntry> logics);

}  // namespace sim::simrun
