// `simrun what-if`: a site's own configuration files, and what given stories come to there.
// The options are rows of options.cpp like all others.
#pragma once

#include <string>
#include <vector>

#include "sim/simrun/options.hpp"
#include "sim/site/site.hpp"

namespace sim::simrun {

/// Reads the files, runs the stories, prints the table. What a story comes to is an answer, not a
/// failure: 0 unless a file could not be read (2), a limit was hit (5) or we are wrong (70).
[[nodiscard]] int what_if(const Words& words, const Surroundings& with);

/// What the files were understood to say: hosts, counts, what is unknown, unmodelled, assumed.
[[nodiscard]] std::string site_text(const site::Site& site, const std::vector<std::string>& paths,
                                    const reports::Style& style);

/// What is read, what is kept of a story and what the table says, for `simrun help what-if`.
[[nodiscard]] std::string what_if_text(const reports::Style& style);

}  // namespace sim::simrun
