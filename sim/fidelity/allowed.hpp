// Lines that may differ between a recording and the simulator: one file, each line with the section
// that says why. They are left out of both logs before comparing; one that is not needed fails.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "sim/fidelity/log.hpp"

namespace sim::fidelity {

struct Allowed {
    std::string process;
    std::string pattern;  ///< as written
    /// Must match the whole texts of as many messages of the process, one right after the other.
    std::vector<std::regex> texts;
    std::string reason;
    std::size_t line = 0;
    std::size_t lines = 0;  ///< how many messages it took out
};

/// Lines are `# comment`, blank, or `PROCESS | pattern | reason`; `pattern => pattern` are messages
/// of one process that stand right after each other. A line without a reason throws.
[[nodiscard]] std::vector<Allowed> read_allowed(const std::string& text);

/// `log` without what `table` allows to differ; counts what was used.
[[nodiscard]] Log without_allowed(const Log& log, std::vector<Allowed>& table);

}  // namespace sim::fidelity
