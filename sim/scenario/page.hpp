// The lines of a file as they are written: equals signs and remarks stand under each other, a list
// that does not fit has one element a line. Knows no keys and no meaning.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sim::scenario {

/// A list that does not fit has one element a line; texts, tables and remarks may be longer.
inline constexpr std::size_t line_columns = 100;
/// Remarks beside a line begin in this column (from 0), or two blanks behind longer lines.
inline constexpr std::size_t remark_column = 37;

/// What is written for a value.
struct WrittenValue {
    std::string text;    ///< on one line but for texts of several lines
    std::string broken;  ///< of a list: one element a line; empty: no other way to write it
};

/// One line with what stands beside it; `text` may run over several.
struct WrittenLine {
    std::string text;
    std::string beside;
};

/// The lines, those beside which something stands next to each other with that aligned.
[[nodiscard]] std::string joined(std::span<const WrittenLine> lines);

class Page {
  public:
    /// A blank line, unless the page or a section begins here or there is one already.
    void blank();
    /// Remarks on lines of their own; an empty one is a blank line.
    void remarks(std::span<const std::string> remarks);
    void header(std::string text, std::string beside);
    /// `key` may be dotted, `aligned` if it takes part in the alignment of its neighbours.
    void pair(std::string key, bool aligned, WrittenValue value, std::string beside);

    [[nodiscard]] std::string text() &&;

  private:
    struct Row {
        enum class Kind : std::uint8_t { blank, remark, header, pair } kind = Kind::blank;
        bool aligned = false;
        std::string key;  ///< of other rows: the whole row
        WrittenValue value;
        std::string beside;
    };
    static void align(std::span<Row> block);

    std::vector<Row> rows_;
};

}  // namespace sim::scenario
