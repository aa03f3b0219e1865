// Places in a source text: lines, characters of several bytes, and what a decoded TOML string's
// n-th byte looked like in the file, so that a caret can stand under it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace sim::scenario {

/// Line number `line` (from 1) without its end; empty if there is none.
[[nodiscard]] std::string_view line_of(std::string_view text, std::uint32_t line);

/// Whether a valid UTF-8 sequence begins at `text[at]`: shortest form, no surrogates.
[[nodiscard]] bool well_formed(std::string_view text, std::size_t at);

/// Bytes of the character that starts at `text[at]`; 1 for a malformed one.
[[nodiscard]] std::size_t character_bytes(std::string_view text, std::size_t at);

/// Characters of a text.
[[nodiscard]] std::uint32_t characters(std::string_view text);

/// Columns that a character takes on a terminal: 0 combining, 2 wide, else 1.
[[nodiscard]] int width_of(char32_t character);

/// A valid UTF-8 sequence at `at`: shortest form, no surrogates, complete.
[[nodiscard]] bool well_formed(std::string_view text, std::size_t at);

/// What a malformed byte counts as.
inline constexpr char32_t malformed = 0xfffd;

/// The character at `text[at]`. REQUIRES: at < text.size().
[[nodiscard]] char32_t decode(std::string_view text, std::size_t at);

/// Columns that a text takes on a terminal.
[[nodiscard]] std::size_t width_of(std::string_view text);

/// Where the lines of a text begin: places in it are found without reading it from the start, and
/// one behind the other on a line without reading that line again.
class Lines {
  public:
    /// REQUIRES: `text` outlives this.
    explicit Lines(std::string_view text);
    /// `length` characters from a place on one line.
    [[nodiscard]] std::string_view slice(Place place, std::uint32_t length);

  private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
    Place last_;  ///< asked for last, and the byte where it stands
    std::size_t last_at_ = 0;
};

/// Behind the TOML string whose first quote is `text[at]`; where it is not closed: behind the line
/// or the text that it ends with.
[[nodiscard]] std::size_t string_end(std::string_view text, std::size_t at);

/// Where byte `offset` of the value of the TOML string that begins at `start` stands in the file.
[[nodiscard]] Place inside_string(std::string_view text, Place start, std::size_t offset);

}  // namespace sim::scenario
