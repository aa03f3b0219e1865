// The operator's tools inside a story: pcp commands and psql, what they answer, and whether that
// is what the step expects.
#pragma once

#include "sim/world/story.hpp"

namespace sim::world {

/// Begins a pcp command or psql; its activity is done when the tool has returned.
void act_with_tool(World& world, std::uint32_t activity);
/// The tool of an action, or the session of a step's look, is over.
void on_dialogue_ended(World& world, std::uint32_t dialogue);

}  // namespace sim::world
