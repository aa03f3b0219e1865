// `simrun what-if`: a site's own configuration files, and what given stories come to there. The
// subcommand declares its own options, so that the program's command line knows only its name.
#pragma once

#include <string>
#include <vector>

#include "sim/simrun/commands.hpp"
#include "sim/site/site.hpp"

namespace CLI {
class App;
}

namespace sim::simrun {

/// The command line of `simrun what-if`, read.
struct WhatIf {
    std::vector<std::string> confs;    ///< one file a proxy
    std::vector<std::string> stories;  ///< files, and folders of them
    std::string seed;
    std::string primary;
    std::string failover_command;
    bool without_load = false;
};

/// Declares the subcommand's options; its words arrive in `words`.
CLI::App* declare_what_if(CLI::App& app, WhatIf& words);

/// Reads the files, runs the stories, prints the table. What a story comes to is an answer, not a
/// failure: 0 unless a file could not be read (2), a limit was hit (5) or we are wrong (70).
[[nodiscard]] int what_if(const WhatIf& words, const Surroundings& with);

/// What the files were understood to say: hosts, counts, what is unknown, unmodelled, assumed.
[[nodiscard]] std::string site_text(const site::Site& site, const std::vector<std::string>& paths,
                                    const reports::Style& style);

}  // namespace sim::simrun
