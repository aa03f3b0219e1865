// From runs to their results: what lists of runs keep of each, in names instead of ids, so that
// records and worlds can be forgotten.
#pragma once

#include "reports/results.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {

/// Runs a story once and keeps what lists need. Never throws: the simulator's own failure is a
/// result too (exit code 70). Safe to call from several threads at once.
[[nodiscard]] reports::RunResult result_of_run(const Prepared& prepared,
                                               const world::RunOptions& options);

/// The result of a story before its first run.
[[nodiscard]] reports::StoryResult result_of_story(const Prepared& prepared);

/// The result of a file that could not be loaded.
[[nodiscard]] reports::StoryResult result_of_problems(
    const std::string& path, const std::vector<scenario::Diagnostic>& problems);

}  // namespace sim::simrun
