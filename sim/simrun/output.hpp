// Where the program writes: a file of the C library, or a string in tests. A reader that goes away
// ends the program quietly.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "reports/style.hpp"

namespace sim::simrun {

/// Thrown when the reader of our output has gone (EPIPE); ends the program without a word.
struct ReaderGone {};
/// Thrown when output cannot be written (a full disk, for one).
struct CannotWrite {
    int error = 0;
};

class Output {
  public:
    explicit Output(std::FILE* file);
    /// For tests: appends to `text`, which outlives this.
    explicit Output(std::string& text) : text_(&text) {}

    /// Throws ReaderGone or CannotWrite.
    void write(std::string_view text) const;
    void flush() const;
    /// Colours and glyphs that this output shows (NO_COLOR, terminal, locale, width).
    [[nodiscard]] const reports::Style& style() const { return style_; }

  private:
    std::FILE* file_ = nullptr;
    std::string* text_ = nullptr;
    reports::Style style_;
};

}  // namespace sim::simrun
