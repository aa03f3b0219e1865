// The stories of the library as the determinism tests run them: every file that is no preset, and
// every variant of it as a story of its own.
#pragma once

#include <string>
#include <vector>

#include "sim/simrun/prepared.hpp"

namespace determinism {

struct Story {
    std::string
        name;  ///< as the program takes it: "scenarios/a.toml", "scenarios/a.toml --variant b"
    sim::simrun::Prepared prepared;
};

/// The stories of a file, or of all files below a folder in the order of their paths. Throws with
/// the diagnostics if one cannot be loaded.
[[nodiscard]] std::vector<Story> stories_at(const std::string& top);

/// Runs it, nothing recorded; throws engine::SimulatorFailure.
[[nodiscard]] sim::world::Run run(const Story& story, std::uint64_t seed);

}  // namespace determinism
