// Finds two draws whose order the language leaves open: siblings in one argument list, operands of
// one expression. g++ and clang evaluate them in different order, so the same question would be
// asked for the first time here in one build and there in the other.
#include <algorithm>
#include <regex>
#include <set>
#include <string_view>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

/// Calls that answer a question or hand out the next number.
constexpr const char* draw =
    R"(\b(draw\w*|pick|choose_backend|latency|next_number|next_pid)\s*\()"
    R"(|\bchoices\w*(\(\))?\.(below|from|between)\s*\(|\bout\.(fork|connect|run)\s*\()";

class Scanner {
  public:
    explicit Scanner(const File& file) : file_(file) {
        for (const std::string& line : file.code) text_ += line + '\n';
        static const std::regex pattern(draw);
        for (std::sregex_iterator at(text_.begin(), text_.end(), pattern), end; at != end; ++at) {
            opens_draw_.insert(static_cast<std::size_t>(at->position() + at->length()) - 1);
        }
    }

    Violations scan() {
        if (opens_draw_.size() > 1) {
            for (; at_ < text_.size(); ++at_) group('}');
        }
        return std::move(found_);
    }

  private:
    /// Reads up to `closing`; whether there was a draw inside.
    bool group(char closing) {
        const bool braces = closing != ')';
        bool any = false;
        bool open = false;  // a draw since the last point that orders what stands around it
        for (; at_ < text_.size(); ++at_) {
            const char each = text_[at_];
            if (each == closing) break;
            if (each == '(' || each == '{') {
                if (begins_body()) open = false;
                const bool draws = nested(each);
                if (draws && open) add();
                any = any || draws;
                open = (open || draws) && !ordered_after_;
                if (braces && each == '{') open = false;
            } else if (orders(each, braces)) {
                open = false;
            }
        }
        return any;
    }

    /// A group inside another one. Sets `ordered_after_` if all of it comes before what follows.
    bool nested(char opening) {
        const std::size_t begins = at_++;
        const bool draws_itself = opens_draw_.contains(begins);
        const bool draws_inside = group(opening == '(' ? ')' : '}');
        ordered_after_ = opening == '(' && is_condition(begins);
        return draws_itself || draws_inside;
    }

    /// Semicolons, `&&`, `||` and `?` order; commas do so between braces only.
    [[nodiscard]] bool orders(char each, bool braces) const {
        if (each == ';' || each == '?' || (each == ',' && braces)) return true;
        const bool twice = at_ + 1 < text_.size() && text_[at_ + 1] == each;
        return (each == '&' || each == '|') && twice;
    }

    /// A brace after a function's head: the head's own name was no call.
    [[nodiscard]] bool begins_body() const {
        std::string_view before(text_.data(), at_);
        while (before.ends_with(' ') || before.ends_with('\n')) before.remove_suffix(1);
        return text_[at_] == '{' && (before.ends_with(')') || before.ends_with(" const") ||
                                     before.ends_with(" override"));
    }

    /// `if (…)`, `while (…)` and the like.
    [[nodiscard]] bool is_condition(std::size_t parenthesis) const {
        const std::string_view before(text_.data(), parenthesis);
        for (const std::string_view word : {"if ", "while ", "for ", "switch ", "constexpr "}) {
            if (before.ends_with(word)) return true;
        }
        return false;
    }

    void add() {
        const auto end = text_.begin() + static_cast<std::ptrdiff_t>(at_);
        const auto line = static_cast<std::size_t>(std::count(text_.begin(), end, '\n')) + 1;
        found_.push_back({file_.path, line, "two-draws",
                          "two draws in one expression: compilers differ in which comes first"});
    }

    const File& file_;
    std::string text_;
    std::set<std::size_t> opens_draw_;  ///< places of parentheses
    std::size_t at_ = 0;
    bool ordered_after_ = false;
    Violations found_;
};

}  // namespace

Violations check_draws(const File& file) {
    const bool decides = file.below("engine") || file.below("failover") || file.below("sim");
    if (!file.is_source() || !decides) return {};
    return Scanner(file).scan();
}

}  // namespace tidy
