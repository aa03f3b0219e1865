// Texts and keys as a file writes them: without quotes where a key allows it, else with the quotes
// that need fewest escapes. What is written here is read back as the same text.
#pragma once

#include <string>
#include <string_view>

namespace sim::scenario {

/// A key, or one part of a dotted one. REQUIRES: valid UTF-8, as for all below.
[[nodiscard]] std::string written_key(std::string_view key);

/// A text on one line.
[[nodiscard]] std::string written_text(std::string_view text);

/// A text between triple quotes, each of its lines on a line of its own.
[[nodiscard]] std::string written_lines(std::string_view text);

}  // namespace sim::scenario
