#include "sim/simrun/line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace sim::simrun {
namespace {

using Texts = std::vector<std::string_view>;

constexpr std::size_t context = 2;  ///< unchanged lines shown before and behind a change
/// Lines of one side times lines of the other: beyond it, all between the first and the last
/// differing line counts as changed.
constexpr std::size_t comparisons = 4'000'000;

Texts lines_of(std::string_view text) {
    Texts lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        lines.push_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return lines;
}

struct Change {
    char mark = ' ';
    std::string_view line;
    std::size_t number = 0;  ///< in the text before, from 1
};

/// Changes between the differing middles of both texts, by a longest common subsequence.
class Middle {
  public:
    Middle(const Texts& before, const Texts& after) : before_(before), after_(after) {
        while (begin_ < std::min(before.size(), after.size()) && before[begin_] == after[begin_]) {
            ++begin_;
        }
        end_before_ = before.size();
        end_after_ = after.size();
        while (end_before_ > begin_ && end_after_ > begin_ &&
               before[end_before_ - 1] == after[end_after_ - 1]) {
            --end_before_;
            --end_after_;
        }
    }

    [[nodiscard]] std::vector<Change> changes() {
        fill();
        std::vector<Change> all;
        for (std::size_t at = 0; at < begin_; ++at) all.push_back({' ', before_[at], at + 1});
        std::size_t i = begin_;
        std::size_t j = begin_;
        while (i < end_before_ || j < end_after_) {
            const bool both = i < end_before_ && j < end_after_;
            if (both && before_[i] == after_[j]) {
                all.push_back({' ', before_[i], i + 1});
                ++i;
                ++j;
            } else if (i < end_before_ && (!both || common(i + 1, j) >= common(i, j + 1))) {
                all.push_back({'-', before_[i], i + 1});
                ++i;
            } else {
                all.push_back({'+', after_[j], i + 1});
                ++j;
            }
        }
        for (; i < before_.size(); ++i) all.push_back({' ', before_[i], i + 1});
        return all;
    }

  private:
    /// Length of the longest common subsequence behind line i and line j; 0 where too much differs.
    [[nodiscard]] std::size_t common(std::size_t i, std::size_t j) const {
        return table_.empty() ? 0 : table_[(i - begin_) * width() + (j - begin_)];
    }
    [[nodiscard]] std::size_t width() const { return end_after_ - begin_ + 1; }
    void fill() {
        const std::size_t height = end_before_ - begin_ + 1;
        if (height * width() > comparisons) return;
        table_.assign(height * width(), 0);
        for (std::size_t i = end_before_; i-- > begin_;) {
            for (std::size_t j = end_after_; j-- > begin_;) {
                table_[(i - begin_) * width() + (j - begin_)] =
                    before_[i] == after_[j] ? common(i + 1, j + 1) + 1
                                            : std::max(common(i + 1, j), common(i, j + 1));
            }
        }
    }

    const Texts& before_;
    const Texts& after_;
    std::size_t begin_ = 0;
    std::size_t end_before_ = 0;
    std::size_t end_after_ = 0;
    std::vector<std::size_t> table_;
};

/// Which lines are shown: changes and what stands close to one.
std::vector<bool> shown(const std::vector<Change>& changes) {
    std::vector<bool> show(changes.size(), false);
    for (std::size_t at = 0; at < changes.size(); ++at) {
        if (changes[at].mark == ' ') continue;
        const std::size_t first = at - std::min(at, context);
        const std::size_t last = std::min(at + context + 1, changes.size());
        std::fill(show.begin() + static_cast<std::ptrdiff_t>(first),
                  show.begin() + static_cast<std::ptrdiff_t>(last), true);
    }
    return show;
}

}  // namespace

std::string line_diff(std::string_view before, std::string_view after, std::size_t most) {
    const Texts old_lines = lines_of(before);
    const Texts new_lines = lines_of(after);
    const std::vector<Change> changes = Middle(old_lines, new_lines).changes();
    const std::vector<bool> show = shown(changes);
    std::string text;
    std::size_t printed = 0;
    for (std::size_t at = 0; at < changes.size(); ++at) {
        if (!show[at]) continue;
        if (printed++ == most) {
            const auto left =
                std::count(show.begin() + static_cast<std::ptrdiff_t>(at), show.end(), true);
            return text + fmt::format("… and {} more lines\n", left);
        }
        if (at == 0 || !show[at - 1]) text += fmt::format("@@ line {} @@\n", changes[at].number);
        text += fmt::format("{}{}", changes[at].mark, changes[at].line);
        if (!changes[at].line.ends_with('\n')) text += "\n\\ no line end here\n";
    }
    return text;
}

}  // namespace sim::simrun
