#include "sim/scenario/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

bool one_line(std::string_view text) { return text.find('\n') == std::string_view::npos; }

std::string blanks(std::size_t count) { return std::string(count, ' '); }

/// Longer ones do not push the equals signs and the remarks of their neighbours to the right.
constexpr std::size_t widest_key = 60;
constexpr std::size_t widest_line = 80;

bool is_aligned(const WrittenLine& line) {
    return one_line(line.text) && width_of(line.text) <= widest_line;
}

/// Where the remarks of neighbouring lines begin.
std::size_t remark_column_of(std::span<const WrittenLine> lines) {
    std::size_t column = remark_column;
    for (const WrittenLine& line : lines) {
        if (is_aligned(line)) column = std::max(column, width_of(line.text) + 2);
    }
    return column;
}

}  // namespace

std::string joined(std::span<const WrittenLine> lines) {
    std::string text;
    for (std::size_t at = 0; at < lines.size();) {
        std::size_t end = at;
        while (end < lines.size() && !lines[end].beside.empty()) ++end;
        if (end == at) {
            text += lines[at++].text + '\n';
            continue;
        }
        const std::size_t column = remark_column_of(lines.subspan(at, end - at));
        for (; at < end; ++at) {
            const WrittenLine& line = lines[at];
            const std::size_t gap = is_aligned(line) ? column - width_of(line.text) : 2;
            text += line.text + blanks(gap) + line.beside + '\n';
        }
    }
    return text;
}

void Page::blank() {
    if (rows_.empty()) return;
    const Row::Kind last = rows_.back().kind;
    if (last != Row::Kind::blank && last != Row::Kind::header) rows_.emplace_back();
}

void Page::remarks(std::span<const std::string> remarks) {
    for (const std::string& remark : remarks) {
        if (remark.empty())
            blank();
        else
            rows_.push_back({Row::Kind::remark, false, remark, {}, {}});
    }
}

void Page::header(std::string text, std::string beside) {
    rows_.push_back({Row::Kind::header, false, std::move(text), {}, std::move(beside)});
}

void Page::pair(std::string key, bool aligned, WrittenValue value, std::string beside) {
    rows_.push_back(
        {Row::Kind::pair, aligned, std::move(key), std::move(value), std::move(beside)});
}

/// Breaks the lists of neighbouring pairs that do not fit and pads the keys. A value of several
/// lines is padded with the others but does not widen them.
void Page::align(std::span<Row> block) {
    const auto fit = [](Row& row, std::size_t key_width) {
        if (row.value.broken.empty()) return;
        const bool fits =
            one_line(row.value.text) && key_width + 3 + width_of(row.value.text) <= line_columns;
        if (!fits) row.value.text = std::exchange(row.value.broken, {});
    };
    std::size_t widest = 0;
    for (Row& row : block) {
        fit(row, width_of(row.key));
        const std::size_t width = width_of(row.key);
        if (row.aligned && one_line(row.value.text) && width <= widest_key) {
            widest = std::max(widest, width);
        }
    }
    for (Row& row : block) {
        if (!row.aligned || width_of(row.key) >= widest) continue;
        row.key += blanks(widest - width_of(row.key));
        fit(row, widest);
    }
}

std::string Page::text() && {
    while (!rows_.empty() && rows_.back().kind == Row::Kind::blank) rows_.pop_back();
    std::vector<WrittenLine> lines;
    for (std::size_t at = 0; at < rows_.size();) {
        std::size_t end = at;
        while (end < rows_.size() && rows_[end].kind == Row::Kind::pair) ++end;
        align(std::span(rows_).subspan(at, end - at));
        if (end == at) ++end;
        for (; at < end; ++at) {
            Row& row = rows_[at];
            std::string text = row.kind == Row::Kind::pair
                                   ? fmt::format("{} = {}", row.key, row.value.text)
                                   : std::move(row.key);
            lines.push_back({std::move(text), std::move(row.beside)});
        }
    }
    return joined(lines);
}

}  // namespace sim::scenario
