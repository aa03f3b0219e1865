// Chaos experiments from the command line: run one, put the results of several runs together, make
// a failing story small.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/load.hpp"
#include "sim/simrun/options.hpp"

namespace sim::simrun {

/// `simrun chaos FILE`: the worst exit code of all plans; 2 where something stands in the way.
[[nodiscard]] int chaos(const Request& request, const Surroundings& with);
/// `simrun merge FILE…`: files of results of the same plans.
[[nodiscard]] int merge_results(const std::vector<std::string>& paths, const Surroundings& with);
/// `simrun shrink FILE`: the smallest story that fails in the same way; 0 if there is one.
[[nodiscard]] int shrink(const Request& request, const Surroundings& with);

/// `simrun explain FILE`: the first violation of a run, when it was sealed and the way to it; the
/// run's exit code.
[[nodiscard]] int explain(const Request& request, const Surroundings& with);

/// `simrun sweep FILE`: 1 if some fault at some instant leads to a failure that the story itself
/// has not, else 0.
[[nodiscard]] int sweep(const Request& request, const Surroundings& with);

/// `simrun compare FILE [FILE]`: 1 if the other side fails under a seed under which one does not,
/// else 0.
[[nodiscard]] int compare(const Words& words, const Surroundings& with);

// ---- what experiments on a cluster begin with: chaos_command.cpp --------------------------------

/// The tree of a cluster, a preset or a story; or what is wrong with it.
[[nodiscard]] scenario::Parsed<scenario::Entry> load_base(
    const std::string& path, const scenario::LogicCatalogues& catalogues);
/// Whether there is a preset of faults as the request says, if it says so; else that is told.
[[nodiscard]] bool known_preset(const Request& request, const Surroundings& with);
/// Prints them; 2.
[[nodiscard]] int tell_problems(const std::vector<scenario::Diagnostic>& problems,
                                const Surroundings& with);

}  // namespace sim::simrun
