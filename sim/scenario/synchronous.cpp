#include "sim/scenario/synchronous.hpp"

#include <algorithm>

namespace sim::scenario {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
    return result;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// Reads one value from left to right; the first mistake is the one that is told.
class NamesReader {
  public:
    NamesReader(std::string_view text, std::int32_t version) : text_(text), version_(version) {}

    Read<SynchronousNames> read() {
        skip_blanks();
        if (at_end()) return {SynchronousNames{}, 0, {}, {}};
        names_.method = SynchronousNames::Method::first;
        bool bracket = false;
        if (!method()) return wrong_;
        if (const auto count = number()) {
            names_.count = *count;
            bracket = true;
        }
        if (needs_count_ && !bracket) return wrong("FIRST and ANY are followed by a number");
        if (bracket && !taken('(')) return wrong("a number is followed by names in brackets");
        do {
            if (!name()) return wrong("here a name is missing");
        } while (taken(','));
        if (bracket && !taken(')')) return wrong("the bracket is not closed");
        if (!at_end()) return wrong("names are separated by commas");
        if (names_.count < 1) return wrong("at least one standby must be waited for");
        return {std::move(names_), 0, {}, {}};
    }

  private:
    Read<SynchronousNames> wrong(std::string message) {
        return {std::nullopt, at_, std::move(message),
                "like \"s1, s2\", \"2 (s1, s2)\", \"ANY 1 (s1, s2)\" or \"*\""};
    }
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    void skip_blanks() {
        while (!at_end() && is_blank(text_[at_])) ++at_;
    }
    bool taken(char c) {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        skip_blanks();
        return true;
    }
    /// False: the version does not know it.
    bool method() {
        for (const std::string_view word : {"first", "any"}) {
            const std::string here = lower(text_.substr(at_, word.size() + 1));
            if (here.size() != word.size() + 1 || !here.starts_with(word)) continue;
            if (!is_blank(here.back())) continue;
            constexpr std::int32_t first_version = 10;
            if (version_ < first_version) {
                wrong_ = wrong("version 9.6 knows neither FIRST nor ANY");
                return false;
            }
            if (word == "any") names_.method = SynchronousNames::Method::any;
            needs_count_ = true;
            at_ += word.size();
            skip_blanks();
        }
        return true;
    }
    std::optional<std::int32_t> number() {
        std::size_t end = at_;
        while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') ++end;
        const auto value = read_integer(text_.substr(at_, end - at_));
        if (end == at_ || !value || *value > INT16_MAX) return std::nullopt;
        at_ = end;
        skip_blanks();
        return static_cast<std::int32_t>(*value);
    }
    bool name() {
        const bool quoted = !at_end() && text_[at_] == '"';
        std::size_t end = quoted ? text_.find('"', at_ + 1) : text_.find_first_of(" \t\n,()", at_);
        if (quoted && end == std::string_view::npos) return false;
        end = std::min(end, text_.size());
        const std::size_t begin = at_ + (quoted ? 1 : 0);
        if (end == begin) return false;
        names_.names.push_back(lower(text_.substr(begin, end - begin)));
        at_ = end + (quoted ? 1 : 0);
        skip_blanks();
        return true;
    }

    std::string_view text_;
    std::int32_t version_;
    std::size_t at_ = 0;
    bool needs_count_ = false;
    SynchronousNames names_;
    Read<SynchronousNames> wrong_;
};

}  // namespace

Read<SynchronousNames> read_synchronous_names(std::string_view text, std::int32_t version) {
    return NamesReader(text, version).read();
}

std::int32_t priority_of(const SynchronousNames& names, std::string_view application) {
    const std::string wanted = lower(application);
    for (std::size_t at = 0; at < names.names.size(); ++at) {
        if (names.names[at] != "*" && names.names[at] != wanted) continue;
        const bool any = names.method == SynchronousNames::Method::any;
        return any ? 1 : static_cast<std::int32_t>(at) + 1;
    }
    return 0;
}

}  // namespace sim::scenario
