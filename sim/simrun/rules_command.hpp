// `simrun show logic` and `simrun coverage`: a logic's rules, and which of them runs came by.
// The options are rows of options.cpp like all others.
#pragma once

#include "sim/simrun/options.hpp"

namespace sim::simrun {

/// `simrun show logic [NAME …]`: the tables of the logics, or of the logics and tables so called.
[[nodiscard]] int show(const Words& words, const Surroundings& with);

/// Runs every story and variant below the paths, under every seed asked for, and counts the rules
/// that fired. What runs come to does not matter: 0, or 2 where a file cannot be loaded.
[[nodiscard]] int coverage(const Words& words, const Surroundings& with);

/// Plants faults into the logic that the stories below the paths are for, one at a time, and counts
/// by whom they are noticed: 0, or 2 where a file cannot be loaded.
[[nodiscard]] int mutants(const Words& words, const Surroundings& with);

}  // namespace sim::simrun
