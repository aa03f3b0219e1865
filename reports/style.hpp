// How a report may look: colours only on a terminal, plain ASCII where the locale has no more.
// Whoever opens an output decides; renderers only ask.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace reports {

enum class Tone : std::uint8_t { plain, strong, quiet, good, bad, warn, truth, belief };

struct Style {
    bool colour = false;
    bool unicode = false;
    int width = 100;  ///< columns; lines of prose are wrapped to it

    [[nodiscard]] std::string paint(Tone tone, std::string_view text) const;
    /// `fancy` if the terminal shows it, else `plain`.
    [[nodiscard]] std::string_view glyph(std::string_view fancy, std::string_view plain) const {
        return unicode ? fancy : plain;
    }
};

/// `text` with line breaks so that no line exceeds `width`; continuation lines start with `indent`
/// blanks. The text's first line is taken to start at column `indent` already.
[[nodiscard]] std::string wrap(std::string_view text, int width, int indent);

}  // namespace reports
