// The operator's tools inside a story: pcp commands and psql, what they answer, and whether that
// is what the step expects.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "sim/world/story.hpp"

namespace sim::world {

/// The action that an activity carries out.
[[nodiscard]] const scenario::Action& action_of(const World& world, const Activity& activity);
/// What a command said or returned is not what its action expects.
void note_unexpected_answer(World& world, std::uint32_t activity);
/// Begins a pcp command or psql; its activity is done when the tool has returned.
void act_with_tool(World& world, std::uint32_t activity, const scenario::Action& action);

}  // namespace sim::world
