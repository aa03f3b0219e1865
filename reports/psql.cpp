#include "reports/psql.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reports {
namespace {

std::string blanks(std::size_t count) { return std::string(count, ' '); }

/// psql centres headers with the odd blank on the right.
std::string centred(const std::string& text, std::size_t width) {
    const std::size_t spare = width - screen_width(text);
    return blanks(spare / 2) + text + blanks(spare - spare / 2);
}

std::vector<std::size_t> widths_of(const TextTable& table) {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        std::size_t width = screen_width(table.columns[column].header);
        for (const auto& row : table.rows) {
            if (column < row.size()) width = std::max(width, screen_width(row[column]));
        }
        widths.push_back(width);
    }
    return widths;
}

/// A left-aligned cell in the last column has no blanks after it.
std::string padded(const std::string& text, std::size_t width, Align align, bool last) {
    const std::string fill = blanks(width - screen_width(text));
    if (align == Align::right) return " " + fill + text + (last ? "" : " ");
    return " " + text + (last ? "" : fill + " ");
}

}  // namespace

std::size_t screen_width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

std::string psql(const TextTable& table) {
    const std::vector<std::size_t> widths = widths_of(table);
    std::string text;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        text += column == 0 ? " " : "| ";
        text += centred(table.columns[column].header, widths[column]) + " ";
    }
    text += "\n";
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        text += column == 0 ? "" : "+";
        text += std::string(widths[column] + 2, '-');
    }
    text += "\n";
    for (const auto& row : table.rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            text += column == 0 ? "" : "|";
            text += padded(row[column], widths[column], table.columns[column].align,
                           column + 1 == row.size());
        }
        text += "\n";
    }
    text += fmt::format("({} row{})\n\n", table.rows.size(), table.rows.size() == 1 ? "" : "s");
    return text;
}

}  // namespace reports
