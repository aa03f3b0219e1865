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

constexpr int tab_width = 4;

/// A source line as printed: tabs are blanks, control characters are dots.
struct Shown {
    std::string text;
    std::vector<int> starts;  ///< printed column of each character, and of the end
};

Shown show(std::string_view line) {
    Shown shown;
    int column = 0;
    for (std::size_t at = 0; at < line.size(); at += character_bytes(line, at)) {
        shown.starts.push_back(column);
        const char32_t character = decode(line, at);
        if (character == U'\t') {
            const int blanks = tab_width - column % tab_width;
            shown.text.append(static_cast<std::size_t>(blanks), ' ');
            column += blanks;
        } else if (character < 0x20 || character == 0x7f) {
            shown.text += '.';
            ++column;
        } else {
            shown.text += line.substr(at, character_bytes(line, at));
            column += width_of(character);
        }
    }
    shown.starts.push_back(column);
    return shown;
}

std::string marked_line(const Diagnostic& diagnostic) {
    const Shown shown = show(diagnostic.line);
    const std::string number = fmt::format("{}", diagnostic.place.line);
    const std::string margin(number.size(), ' ');
    const auto last = shown.starts.size() - 1;
    const auto first = std::min<std::size_t>(std::max(diagnostic.place.column, 1U) - 1U, last);
    const auto end = std::min<std::size_t>(first + std::max(diagnostic.length, 1U), last);
    const int from = shown.starts[first];
    const int to = std::max(shown.starts[end], from + 1);
    const std::string line = shown.text.empty() ? "" : " " + shown.text;
    return fmt::format("{} |\n{} |{}\n{} | {}{}\n", margin, number, line, margin,
                       std::string(static_cast<std::size_t>(from), ' '),
                       std::string(static_cast<std::size_t>(to - from), '^'));
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

std::string render(std::span<const Diagnostic> diagnostics) {
    std::string text;
    const std::size_t shown = std::min(diagnostics.size(), limits::diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.first(shown)) {
        text += fmt::format("error: {}\n", diagnostic.message);
        const std::string margin(fmt::format("{}", diagnostic.place.line).size(), ' ');
        if (diagnostic.place.line == 0) {
            text += fmt::format("  --> {}\n", diagnostic.file);
        } else {
            text += fmt::format("{}--> {}:{}:{}\n", margin, diagnostic.file, diagnostic.place.line,
                                diagnostic.place.column);
            text += marked_line(diagnostic);
        }
        if (!diagnostic.help.empty()) {
            text += fmt::format("{} = help: {}\n", margin, diagnostic.help);
        }
        text += '\n';
    }
    if (shown < diagnostics.size()) {
        text += fmt::format("… and {} more\n\n", diagnostics.size() - shown);
    }
    if (!diagnostics.empty()) {
        text += fmt::format("{} error{}; nothing was run\n", diagnostics.size(),
                            diagnostics.size() == 1 ? "" : "s");
    }
    return text;
}

}  // namespace sim::scenario
