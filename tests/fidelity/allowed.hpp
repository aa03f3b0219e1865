// Lines that may differ between a recording and the simulator: one file, each line with the section
// that says why. They are left out of both logs before comparing; one that is not needed fails.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "tests/fidelity/log.hpp"

namespace fidelity {

struct Allowed {
    std::string process;
    std::string pattern;  ///< as written
    std::regex text;      ///< must match the whole text of the message
    std::regex next;      ///< if `pair`: and this that of the same process's next message
    bool pair = false;
    std::string reason;
    std::size_t line = 0;
    bool used = false;
};

/// Lines are `# comment`, blank, or `PROCESS | pattern | reason`; `pattern => pattern` is a pair of
/// messages that stand right after each other. A line without a reason throws.
[[nodiscard]] std::vector<Allowed> read_allowed(const std::string& text);

/// `log` without what `table` allows to differ; marks what was used.
[[nodiscard]] Log without_allowed(const Log& log, std::vector<Allowed>& table);

}  // namespace fidelity
