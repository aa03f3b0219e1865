// Where the program writes: a file of the C library, or a string in tests. A reader that goes away
// ends the program quietly; any other trouble is remembered until the end.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "reports/style.hpp"

namespace sim::simrun {

class Output {
  public:
    /// Colours on a terminal unless NO_COLOR is set; glyphs where the locale has UTF-8.
    explicit Output(std::FILE* file);
    /// For tests: appends to `text`, which outlives this; plain style.
    explicit Output(std::string& text) : text_(&text) {}
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() = default;

    /// Writes, or drops the text if an earlier write failed.
    void write(std::string_view text);
    void flush();

    /// Whether nothing more arrives anywhere: worth asking before long work.
    [[nodiscard]] bool closed() const { return error_ != 0; }
    /// errno of the first failed write, 0 if all went well or the reader just left (EPIPE).
    [[nodiscard]] int error() const;
    [[nodiscard]] const reports::Style& style() const { return style_; }

  private:
    std::FILE* file_ = nullptr;
    std::string* text_ = nullptr;
    reports::Style style_;
    int error_ = 0;
};

}  // namespace sim::simrun
