// What a search needs of the program around it: the logics and words that stories are read with,
// and how one run is made. Shared by threads; constant once made.
#pragma once

#include <functional>
#include <span>

#include "engine/assert.hpp"
#include "sim/scenario/load.hpp"
#include "sim/world/logic_box.hpp"
#include "sim/world/run.hpp"

namespace sim::search {

struct Laboratory {
    scenario::LogicCatalogues catalogues;
    std::span<const world::LogicEntry> logics;
    /// Runs a story with the words of its log and an alarm for a logic that does not come back:
    /// `words` and `step_watch` of the options are its own. May be called by several threads.
    std::function<world::Run(const scenario::Scenario&, const world::RunOptions&)> run;

    /// The messages of a story's logic. REQUIRES: the story was read with `catalogues`.
    [[nodiscard]] const failover::Catalogue& catalogue_of(
        const scenario::Scenario& scenario) const {
        const world::LogicEntry* logic = world::find_logic(logics, scenario.logic);
        SIM_ASSERT(logic != nullptr);
        return *logic->catalogue;
    }
};

}  // namespace sim::search
