// Finds out what becomes of a violation if nobody does anything any more: the world is kept as it
// was when the oracle spoke, and played on with no step, no action and no healing.
#pragma once

#include "sim/checks/outlook.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/logic_box.hpp"
#include "sim/world/run.hpp"

namespace sim::search {

struct LeftAlone {
    checks::Outlook outlook;
    world::Run run;  ///< up to where it was given up
};

/// `violation`: of the story under `options.seed`. Watches twenty times as long as the product's
/// own supervision takes, as configured, to see a change (Run::derived_span).
[[nodiscard]] LeftAlone leave_alone(const scenario::Scenario& scenario,
                                    const world::LogicEntry& logic,
                                    const checks::Violation& violation,
                                    const world::RunOptions& options);

}  // namespace sim::search
