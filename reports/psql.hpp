// Tables in psql's aligned format: centred headers, a rule, cells left or right, "(3 rows)".
// Nothing here knows what a table is about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace reports {

enum class Align : std::uint8_t { left, right };

struct TextColumn {
    std::string header;
    Align align = Align::left;
};

/// Cells are UTF-8; each code point counts as one column of the screen.
struct TextTable {
    std::vector<TextColumn> columns;
    std::vector<std::vector<std::string>> rows;
};

/// As psql prints it, with the row count and a newline after it.
[[nodiscard]] std::string psql(const TextTable& table);

/// Width of a UTF-8 text on a screen.
[[nodiscard]] std::size_t screen_width(const std::string& text);

}  // namespace reports
