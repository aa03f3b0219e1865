// The exceptions to the rules: one file, one line each, with a reason. One that nothing needs any
// more is an error, and so is a number of them other than the file itself states.
#pragma once

#include "tests/tidy/tree.hpp"

namespace tidy {

/// Excuses all violations of `rule` in `path`.
struct Exception {
    std::string path;
    std::string rule;
    std::string reason;
    std::size_t line = 0;  ///< in the file of exceptions
    bool used = false;
};

struct Exceptions {
    std::size_t limit = 0;  ///< `limit N`: how many there are; it may only shrink
    std::vector<Exception> all;
};

/// Lines are `limit N`, `# comment`, blank, or `path rule reason…`.
[[nodiscard]] Exceptions read_exceptions(const File& file, Violations& mistakes);

/// What is left of `violations`; marks the exceptions that were needed.
[[nodiscard]] Violations without_excused(const Violations& violations, Exceptions& exceptions);

}  // namespace tidy
