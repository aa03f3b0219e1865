// Two texts beside each other, or one under the other where the screen is narrow: lines that both
// have stand on one row, what only one has is marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/style.hpp"

namespace reports {

/// A line and what it is recognised by: two lines with the same key are the same.
struct KeyedLine {
    std::string text;
    std::string key;
};

/// Lines longer than a column are continued on the next row.
[[nodiscard]] std::string side_by_side(const std::vector<KeyedLine>& left,
                                       const std::vector<KeyedLine>& right, const Style& style);

/// The width that the texts should be made for, so that they fit their columns.
[[nodiscard]] int width_of_side(const Style& style);

}  // namespace reports
