// A table that fits its terminal: cells wrap where a column says so; where even that is too wide,
// each row becomes a block of lines. Nothing here knows what a table is about.
#pragma once

#include <string>
#include <vector>

#include "reports/style.hpp"

namespace reports {

struct Column {
    std::string header;  ///< may take several lines
    bool wraps = false;  ///< prose: its cells may, too
};

struct Cell {
    std::string text;
    Tone tone = Tone::plain;
};

struct Columns {
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;  ///< REQUIRES: as many cells as columns
};

/// The table with a header and a rule, or blocks headed by each row's first cell.
[[nodiscard]] std::string columns_text(const Columns& table, const Style& style);

}  // namespace reports
