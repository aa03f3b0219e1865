// From the paths on a command line to the scenario files that they mean: a file means itself, a
// folder every .toml file below it. What is found, and in which order, depends on nothing but the
// names; a folder that cannot be read is a problem, never an empty one.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/diagnostic.hpp"

namespace sim::simrun {

struct FoundFile {
    std::string path;     ///< as reports print it: below the path that was given
    bool named = false;   ///< given itself, not found below a folder
    bool preset = false;  ///< gives a cluster and no story (scenario::is_preset)
};

struct FoundFiles {
    std::vector<FoundFile> files;  ///< in the order of the arguments; of each folder, by path
    /// Paths that do not exist or cannot be read, folders with no .toml file below.
    std::vector<scenario::Diagnostic> problems;
};

/// The files that `paths` mean. One that several paths lead to is listed once, where it is met
/// first; symbolic links are followed, and a ring of them ends. Names that begin with a dot are
/// passed over below a folder, as editors and version control leave them there.
[[nodiscard]] FoundFiles files_below(std::span<const std::string> paths);

/// The stories alone: what there is to run. A preset named by itself counts as one, so that the
/// loader says what it lacks.
[[nodiscard]] std::vector<std::string> stories_of(const FoundFiles& found);

namespace limits {
inline constexpr std::size_t files = 100'000;    ///< found in all
inline constexpr std::size_t folders_deep = 64;  ///< inside each other
}  // namespace limits

}  // namespace sim::simrun
