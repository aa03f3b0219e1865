#include "reports/side_by_side.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "reports/psql.hpp"

namespace reports {
namespace {

/// Narrower screens get the texts one under the other.
constexpr int narrowest = 120;
/// Between the columns: a blank, the mark, a blank.
constexpr int gutter = 3;

/// A row of the comparison: an index into each text, -1 where a side has nothing.
struct Row {
    std::int32_t left = -1;
    std::int32_t right = -1;
};

/// Pairs lines so that as many as possible stand together, in order (the longest common
/// subsequence). What differs between two pairs is put on the same rows.
class Alignment {
  public:
    Alignment(const std::vector<KeyedLine>& left, const std::vector<KeyedLine>& right)
        : left_(left), right_(right), columns_(right.size() + 1) {
        longest_.assign((left.size() + 1) * columns_, 0);
        for (std::size_t l = left.size(); l-- > 0;) {
            for (std::size_t r = right.size(); r-- > 0;) {
                at(l, r) = same(l, r) ? at(l + 1, r + 1) + 1 : std::max(at(l + 1, r), at(l, r + 1));
            }
        }
    }

    [[nodiscard]] std::vector<Row> rows() {
        std::size_t l = 0;
        std::size_t r = 0;
        while (l < left_.size() || r < right_.size()) {
            if (l < left_.size() && r < right_.size() && same(l, r)) {
                pair_up();
                rows_.push_back({index(l++), index(r++)});
            } else if (r == right_.size() || (l < left_.size() && at(l + 1, r) >= at(l, r + 1))) {
                only_left_.push_back(index(l++));
            } else {
                only_right_.push_back(index(r++));
            }
        }
        pair_up();
        return std::move(rows_);
    }

  private:
    static std::int32_t index(std::size_t at) { return static_cast<std::int32_t>(at); }
    [[nodiscard]] bool same(std::size_t l, std::size_t r) const {
        return left_[l].key == right_[r].key;
    }
    std::uint32_t& at(std::size_t l, std::size_t r) { return longest_[l * columns_ + r]; }
    /// What has gathered since the last common line.
    void pair_up() {
        const std::size_t count = std::max(only_left_.size(), only_right_.size());
        for (std::size_t i = 0; i < count; ++i) {
            rows_.push_back({i < only_left_.size() ? only_left_[i] : -1,
                             i < only_right_.size() ? only_right_[i] : -1});
        }
        only_left_.clear();
        only_right_.clear();
    }

    const std::vector<KeyedLine>& left_;
    const std::vector<KeyedLine>& right_;
    std::size_t columns_;
    std::vector<std::uint32_t> longest_;
    std::vector<Row> rows_;
    std::vector<std::int32_t> only_left_;
    std::vector<std::int32_t> only_right_;
};

/// The first `width` columns of a text are cut off it and returned, filled up with blanks.
std::string take_columns(std::string& text, std::size_t width) {
    std::size_t end = 0;
    std::size_t columns = 0;
    while (end < text.size()) {
        std::size_t next = end + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0U) == 0x80U) {
            ++next;
        }
        const std::size_t wide = screen_width(text.substr(end, next - end));
        if (columns + wide > width) break;
        columns += wide;
        end = next;
    }
    std::string taken = text.substr(0, end) + std::string(width - columns, ' ');
    text.erase(0, end);
    return taken;
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string in_columns(const std::vector<KeyedLine>& left, const std::vector<KeyedLine>& right,
                       const std::vector<Row>& rows, const Style& style) {
    const auto width = static_cast<std::size_t>(width_of_side(style));
    std::string text;
    for (const Row& row : rows) {
        std::string mine = row.left < 0 ? "" : left[static_cast<std::size_t>(row.left)].text;
        std::string other = row.right < 0 ? "" : right[static_cast<std::size_t>(row.right)].text;
        const bool both = row.left >= 0 && row.right >= 0;
        const bool same = both && left[static_cast<std::size_t>(row.left)].key ==
                                      right[static_cast<std::size_t>(row.right)].key;
        const std::string mark = same ? " " : both ? "|" : row.left >= 0 ? "<" : ">";
        do {
            const std::string line =
                take_columns(mine, width) + " " + mark + " " + take_columns(other, width);
            text += style.paint(same ? Tone::plain : Tone::warn, trimmed(line)) + "\n";
        } while (!mine.empty() || !other.empty());
    }
    return text;
}

std::string one_under_the_other(const std::vector<KeyedLine>& left,
                                const std::vector<KeyedLine>& right, const std::vector<Row>& rows,
                                const Style& style) {
    std::string text;
    std::string others;  // of a run of rows that differ: the right side follows the left one
    const auto flush = [&] { text += std::exchange(others, {}); };
    for (const Row& row : rows) {
        const KeyedLine* mine = row.left < 0 ? nullptr : &left[static_cast<std::size_t>(row.left)];
        const KeyedLine* other =
            row.right < 0 ? nullptr : &right[static_cast<std::size_t>(row.right)];
        if (mine != nullptr && other != nullptr && mine->key == other->key) {
            flush();
            text += "  " + mine->text + "\n";
            continue;
        }
        if (mine != nullptr) text += style.paint(Tone::bad, "- " + mine->text) + "\n";
        if (other != nullptr) others += style.paint(Tone::good, "+ " + other->text) + "\n";
    }
    flush();
    return text;
}

}  // namespace

int width_of_side(const Style& style) {
    return style.width < narrowest ? style.width - 2 : (style.width - gutter) / 2;
}

std::string side_by_side(const std::vector<KeyedLine>& left, const std::vector<KeyedLine>& right,
                         const Style& style) {
    const std::vector<Row> rows = Alignment(left, right).rows();
    return style.width < narrowest ? one_under_the_other(left, right, rows, style)
                                   : in_columns(left, right, rows, style);
}

}  // namespace reports
