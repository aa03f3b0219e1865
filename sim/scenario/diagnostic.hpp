// What is wrong in a user's file, said so that it can be mended: where, what, and the nearest valid
// word. The user's mistake is a value, never an exception (style, 15).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace sim::scenario {

/// One mistake. `place.column` counts characters from 1 (a tab is one); 0: the whole file.
struct Diagnostic {
    Place place;
    std::uint32_t length = 1;  ///< characters to mark
    std::string message;
    std::string help;  ///< "did you mean `expect`?"; empty: none
    std::string file;  ///< which file: the scenario, or a preset it extends
    std::string line;  ///< the source line as it stands in the file; empty: none
    bool operator==(const Diagnostic&) const = default;
};

/// A value and all that is wrong with it. No value where a diagnostic stands in the way.
template <class T>
struct Parsed {
    std::optional<T> value;
    std::vector<Diagnostic> diagnostics;
};

/// As compilers print it: message, place, the line itself, a caret under the words, help. Lines
/// of the file that do not fit into `columns` are cut on both sides of the caret.
[[nodiscard]] std::string listing(std::span<const Diagnostic> diagnostics, int columns = 100);

/// The listing, and that nothing was run for it.
[[nodiscard]] std::string render(std::span<const Diagnostic> diagnostics, int columns = 100);

/// "no errors", "1 error", "37 errors"
[[nodiscard]] std::string counted_errors(std::size_t errors);

/// The word of `valid` nearest to `word` by edits, if one is near enough to be meant; else "".
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string_view> valid);

}  // namespace sim::scenario
