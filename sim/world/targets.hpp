// Who an action is done to when it runs: roles, names given with `as`, hosts. What a role turned
// out to be is a fact of the run.
#pragma once

#include "sim/world/story.hpp"

namespace sim::world {

/// Fills in an activity's targets, proxy, backend and links. False if one of them is nobody now:
/// then that is recorded, and the activity has no target.
[[nodiscard]] bool resolve_targets(World& world, std::uint32_t activity);

/// What a name given with `as` stands for among databases or proxies, -1 if for none.
[[nodiscard]] std::int32_t given_as(const World& world, std::size_t name, scenario::Target::Of of);

}  // namespace sim::world
