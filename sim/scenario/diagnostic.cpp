// Diagnostics as text: the line itself with a caret that stands right, and the nearest word.
#include "sim/scenario/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

constexpr std::size_t tab_width = 4;

/// One character of a source line as printed.
struct Cell {
    std::string text;
    std::size_t width = 1;
};

/// Control characters, and those that turn the direction of writing, do harm on a terminal.
bool is_harmful(char32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == malformed ||
           (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

/// A source line as printed: tabs are blanks, harmful characters are dots.
std::vector<Cell> cells_of(std::string_view line) {
    std::vector<Cell> cells;
    std::size_t column = 0;
    for (std::size_t at = 0; at < line.size(); at += character_bytes(line, at)) {
        const char32_t character = decode(line, at);
        Cell cell{".", 1};
        if (character == U'\t') {
            cell.width = tab_width - column % tab_width;
            cell.text.assign(cell.width, ' ');
        } else if (!is_harmful(character)) {
            cell = {std::string(line.substr(at, character_bytes(line, at))),
                    static_cast<std::size_t>(width_of(character))};
        }
        column += cell.width;
        cells.push_back(std::move(cell));
    }
    return cells;
}

std::size_t width_of(std::span<const Cell> cells) {
    std::size_t width = 0;
    for (const Cell& cell : cells) width += cell.width;
    return width;
}

/// The part of a line that is shown, and where in it the mark stands.
struct Shown {
    std::string text;
    std::size_t mark_from = 0;
    std::size_t mark_width = 1;
};

constexpr std::string_view cut = "...";

/// Shows all of a line that fits into `columns`, else what stands around the marked cells
/// `first` to `end`. A mark longer than the room is cut, too.
Shown show(std::span<const Cell> cells, std::size_t first, std::size_t end, std::size_t columns) {
    std::size_t from = 0;
    std::size_t to = cells.size();
    if (width_of(cells) > columns) {
        const std::size_t room = columns - 2 * cut.size();
        if (width_of(cells.first(end)) > room) {
            const std::size_t marked = width_of(cells.subspan(first, end - first));
            std::size_t before = marked < room ? (room - marked) / 2 : 0;
            from = first;
            while (from > 0 && cells[from - 1].width <= before) before -= cells[--from].width;
        }
        to = from;
        for (std::size_t left = room; to < cells.size() && cells[to].width <= left; ++to) {
            left -= cells[to].width;
        }
    }
    Shown shown;
    if (from > 0) shown.text = cut;
    const std::size_t last = std::min(end, to);
    shown.mark_from = shown.text.size() + width_of(cells.subspan(from, first - from));
    shown.mark_width = std::max<std::size_t>(1, width_of(cells.subspan(first, last - first)));
    for (const Cell& cell : cells.subspan(from, to - from)) shown.text += cell.text;
    if (to < cells.size()) shown.text += cut;
    return shown;
}

std::string marked_line(const Diagnostic& diagnostic, std::size_t columns) {
    const std::string number = fmt::format("{}", diagnostic.place.line);
    const std::string margin(number.size(), ' ');
    const std::vector<Cell> cells = cells_of(diagnostic.line);
    const auto first =
        std::min<std::size_t>(std::max(diagnostic.place.column, 1U) - 1U, cells.size());
    const auto end = std::min<std::size_t>(first + std::max(diagnostic.length, 1U), cells.size());
    const std::size_t room = columns - std::min(columns, number.size() + 3);
    const Shown shown = show(cells, first, end, std::max<std::size_t>(room, 20));
    const std::string line = shown.text.empty() ? "" : " " + shown.text;
    return fmt::format("{} |\n{} |{}\n{} | {}{}\n", margin, number, line, margin,
                       std::string(shown.mark_from, ' '), std::string(shown.mark_width, '^'));
}

/// Words of the file inside of a message: harmless, and not longer than anybody reads.
std::string printable(std::string_view message) {
    constexpr std::size_t longest = 400;
    std::string text;
    std::size_t count = 0;
    for (std::size_t at = 0; at < message.size(); at += character_bytes(message, at)) {
        if (++count > longest) return text + std::string(cut);
        if (is_harmful(decode(message, at)))
            text += '.';
        else
            text += message.substr(at, character_bytes(message, at));
    }
    return text;
}

std::string one(const Diagnostic& diagnostic, std::size_t columns) {
    std::string text = fmt::format("error: {}\n", printable(diagnostic.message));
    const std::string margin(fmt::format("{}", diagnostic.place.line).size(), ' ');
    const std::string file = printable(diagnostic.file);
    if (diagnostic.place.line == 0) {
        text += fmt::format("  --> {}\n", file);
    } else {
        text += fmt::format("{}--> {}:{}:{}\n", margin, file, diagnostic.place.line,
                            diagnostic.place.column);
        text += marked_line(diagnostic, columns);
    }
    if (!diagnostic.help.empty()) {
        text += fmt::format("{} = help: {}\n", margin, printable(diagnostic.help));
    }
    return text + '\n';
}

/// Edits (insert, delete, replace, swap of neighbours) from one word to another.
std::size_t edits(std::string_view from, std::string_view to) {
    std::vector<std::size_t> two(to.size() + 1);
    std::vector<std::size_t> one(to.size() + 1);
    std::vector<std::size_t> row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) one[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t differs = from[i - 1] == to[j - 1] ? 0 : 1;
            row[j] = std::min({one[j] + 1, row[j - 1] + 1, one[j - 1] + differs});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
                row[j] = std::min(row[j], two[j - 2] + 1);
            }
        }
        two.swap(one);
        one.swap(row);
    }
    return one[to.size()];
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> valid) {
    if (word.size() > limits::nearest_characters) return {};
    std::string_view best;
    std::size_t distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view candidate : valid) {
        const std::size_t longer = std::max(word.size(), candidate.size());
        const std::size_t shorter = std::min(word.size(), candidate.size());
        if (longer - shorter >= distance) continue;
        const std::size_t d = edits(word, candidate);
        if (d < distance && d < candidate.size()) {
            distance = d;
            best = candidate;
        }
    }
    return std::string(best);
}

std::string listing(std::span<const Diagnostic> diagnostics, int columns) {
    std::string text;
    const std::size_t shown = std::min(diagnostics.size(), limits::diagnostics);
    const auto width = static_cast<std::size_t>(std::max(columns, 0));
    for (const Diagnostic& diagnostic : diagnostics.first(shown)) text += one(diagnostic, width);
    if (shown < diagnostics.size()) {
        text += fmt::format("… and {} more\n\n", diagnostics.size() - shown);
    }
    return text;
}

std::string counted_errors(std::size_t errors) {
    if (errors == 0) return "no errors";
    return fmt::format("{} error{}", errors, errors == 1 ? "" : "s");
}

std::string render(std::span<const Diagnostic> diagnostics, int columns) {
    if (diagnostics.empty()) return {};
    return fmt::format("{}{}; nothing was run\n", listing(diagnostics, columns),
                       counted_errors(diagnostics.size()));
}

}  // namespace sim::scenario
