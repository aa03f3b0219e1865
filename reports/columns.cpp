#include "reports/columns.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "reports/psql.hpp"

namespace reports {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t least_prose = 16;  // narrower, a column of prose reads badly
constexpr std::size_t label_width = 18;  // of the lines of a block

std::size_t sum(const std::vector<std::size_t>& widths) {
    std::size_t total = widths.empty() ? 0 : (widths.size() - 1) * gap;
    for (const std::size_t width : widths) total += width;
    return total;
}

/// Lines of at most `width`; a word that is longer stands alone on its line.
std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const std::size_t blank = text.find(' ');
        const std::string word(text.substr(0, blank));
        text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
        const std::size_t used = screen_width(lines.back());
        if (used > 0 && used + 1 + screen_width(word) > width) lines.emplace_back();
        lines.back() += lines.back().empty() ? word : " " + word;
    }
    return lines;
}

/// Headers wrap in every column.
std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for (const std::string& word : lines_of(text, 1))
        longest = std::max(longest, screen_width(word));
    return longest;
}

std::vector<std::size_t> natural_widths(const Columns& table) {
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        widths.push_back(longest_word(table.columns[at].header));
        for (const auto& row : table.rows) {
            widths.back() = std::max(widths.back(), screen_width(row[at].text));
        }
    }
    return widths;
}

/// Widths that fit, taken from the widest column of prose first; none: it cannot be done.
std::vector<std::size_t> fitting_widths(const Columns& table, std::size_t width) {
    std::vector<std::size_t> widths = natural_widths(table);
    while (sum(widths) > width) {
        std::size_t widest = table.columns.size();
        for (std::size_t at = 0; at < widths.size(); ++at) {
            if (!table.columns[at].wraps || widths[at] <= least_prose) continue;
            if (widest == table.columns.size() || widths[at] > widths[widest]) widest = at;
        }
        if (widest == table.columns.size()) return {};
        --widths[widest];
    }
    return widths;
}

void add_padded(std::string& text, const std::string& cell, const std::string& painted,
                std::size_t width) {
    text += painted;
    text.append(width + gap - std::min(width, screen_width(cell)), ' ');
}

void trim(std::string& text) {
    while (text.ends_with(' ')) text.pop_back();
    text += '\n';
}

std::string row_text(const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                     const Style& style) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t at = 0; at < row.size(); ++at) {
        cells.push_back(lines_of(row[at].text, widths[at]));
        height = std::max(height, cells.back().size());
    }
    std::string text;
    for (std::size_t line = 0; line < height; ++line) {
        for (std::size_t at = 0; at < row.size(); ++at) {
            const std::string cell = line < cells[at].size() ? cells[at][line] : std::string();
            add_padded(text, cell, style.paint(row[at].tone, cell), widths[at]);
        }
        trim(text);
    }
    return text;
}

std::string as_table(const Columns& table, const std::vector<std::size_t>& widths,
                     const Style& style) {
    std::vector<Cell> header;
    for (const Column& column : table.columns) header.push_back({column.header, Tone::strong});
    std::string text = row_text(header, widths, style);
    for (const std::size_t width : widths) {
        text += std::string(width, '-') + std::string(gap, ' ');
    }
    trim(text);
    for (const auto& row : table.rows) text += row_text(row, widths, style);
    return text;
}

std::string as_blocks(const Columns& table, const Style& style) {
    std::string text;
    for (const auto& row : table.rows) {
        text += style.paint(Tone::strong, row.front().text) + "\n";
        for (std::size_t at = 1; at < row.size(); ++at) {
            if (row[at].text.empty()) continue;
            std::string label = "  " + table.columns[at].header;
            label.append(label_width - std::min(label_width - 2, screen_width(label)), ' ');
            const int indent = static_cast<int>(screen_width(label));
            text +=
                label + style.paint(row[at].tone, wrap(row[at].text, style.width, indent)) + "\n";
        }
    }
    return text;
}

}  // namespace

std::string columns_text(const Columns& table, const Style& style) {
    for (const auto& row : table.rows) SIM_ASSERT(row.size() == table.columns.size());
    const auto widths = fitting_widths(table, static_cast<std::size_t>(style.width));
    return widths.empty() ? as_blocks(table, style) : as_table(table, widths, style);
}

}  // namespace reports
