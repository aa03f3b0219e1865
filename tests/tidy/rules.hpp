// The rules of docs/style.md and docs/architecture.md that text alone can check, one function a
// rule or a family of rules. Each returns what it found; exceptions are taken off afterwards.
#pragma once

#include "tests/tidy/tree.hpp"

namespace tidy {

/// Who may include whom; rule `arrow`.
[[nodiscard]] Violations check_arrows(const File& file);

/// Header 150, source 400, line 100; rules `file-size`, `line-length`.
[[nodiscard]] Violations check_sizes(const File& file);

/// Function 60 lines, 4 parameters; rules `function-size`, `parameters`.
[[nodiscard]] Violations check_functions(const File& file);

/// Names that bring non-determinism or hidden ownership; rules named after what they ban.
[[nodiscard]] Violations check_names(const File& file);

/// Two draws in one argument list or expression, whose order is open; rule `two-draws`.
[[nodiscard]] Violations check_draws(const File& file);

/// Opening comment of a header, tabs, blanks at line ends; rules `opening`, `tab`, `blanks`.
[[nodiscard]] Violations check_texture(const File& file);

/// Words that tell of the place where a text was written, in any file; rule `place`.
[[nodiscard]] Violations check_place(const File& file);

/// A function as found in a source's code.
struct Function {
    std::string head;         ///< from the end of what stands before, to the brace or semicolon
    std::size_t line = 0;     ///< of the brace or semicolon, from 1
    std::size_t length = 0;   ///< lines of the body, braces included; 0: only declared
    std::size_t parameters = 0;
};

/// All functions that `file` declares or defines at namespace or class level.
[[nodiscard]] std::vector<Function> functions(const File& file);

}  // namespace tidy
