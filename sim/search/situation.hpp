// What a cluster is in, roughly: how many of its parts are well and how many are wrong about it,
// not which. Coarse on purpose: a campaign that keeps meeting new ones has not seen much yet.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/world/run.hpp"

namespace sim::search {

/// Seven decimal digits, each at most 3: writable primaries, databases that neither stream nor are
/// primary, proxies that serve, leaders, beliefs that hold a well database down, beliefs that hold
/// a dead one up, and 1 where proxies hold different databases for the primary.
using Situation = std::uint32_t;

/// All situations of a run from t = 0 on, each once, in order. `records`: facts at least.
[[nodiscard]] std::vector<Situation> situations_of(const scenario::Scenario& scenario,
                                                   const world::Run& run);

}  // namespace sim::search
