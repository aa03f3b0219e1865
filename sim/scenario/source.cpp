#include "sim/scenario/source.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace sim::scenario {

std::string_view line_of(std::string_view text, std::uint32_t line) {
    std::size_t begin = 0;
    for (std::uint32_t n = 1; n < line; ++n) {
        const std::size_t end = text.find('\n', begin);
        if (end == std::string_view::npos) return {};
        begin = end + 1;
    }
    std::string_view found = text.substr(begin, text.find('\n', begin) - begin);
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
}

namespace {

/// How many bytes the first one announces.
std::size_t announced_bytes(unsigned char lead) {
    if (lead >= 0xf0U) return 4;
    if (lead >= 0xe0U) return 3;
    return lead >= 0xc0U ? 2 : 1;
}

/// The value of a sequence of `bytes`, whatever it may be worth.
char32_t value_of(std::string_view text, std::size_t at, std::size_t bytes) {
    const auto lead = static_cast<unsigned char>(text[at]);
    char32_t value = bytes == 1 ? lead : lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        value = (value << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    }
    return value;
}

}  // namespace

bool well_formed(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80U) return true;
    const std::size_t bytes = announced_bytes(lead);
    if (bytes == 1 || lead > 0xf4U || text.size() - at < bytes) return false;
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((static_cast<unsigned char>(text[at + i]) & 0xc0U) != 0x80U) return false;
    }
    const char32_t value = value_of(text, at, bytes);
    const char32_t least = bytes == 2 ? 0x80 : bytes == 3 ? 0x800 : 0x10000;
    return value >= least && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
}

std::size_t character_bytes(std::string_view text, std::size_t at) {
    return well_formed(text, at) ? announced_bytes(static_cast<unsigned char>(text[at])) : 1;
}

std::uint32_t characters(std::string_view text) {
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += character_bytes(text, at)) ++count;
    return count;
}

char32_t decode(std::string_view text, std::size_t at) {
    if (!well_formed(text, at)) return malformed;
    return value_of(text, at, character_bytes(text, at));
}

int width_of(char32_t character) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr std::array combining{
        Range{0x300, 0x36f},    Range{0x483, 0x489},   Range{0x591, 0x5bd},   Range{0x610, 0x61a},
        Range{0x64b, 0x65f},    Range{0xe34, 0xe3a},   Range{0xe47, 0xe4e},   Range{0x1ab0, 0x1aff},
        Range{0x1dc0, 0x1dff},  Range{0x200b, 0x200f}, Range{0x202a, 0x202e}, Range{0x2060, 0x2069},
        Range{0x20d0, 0x20ff},  Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}, Range{0xfeff, 0xfeff},
        Range{0xe0100, 0xe01ef}};
    constexpr std::array wide{
        Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},   Range{0x3041, 0x33ff},
        Range{0x3400, 0x4dbf},   Range{0x4e00, 0x9fff},   Range{0xa000, 0xa4cf},
        Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},   Range{0xfe30, 0xfe4f},
        Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},   Range{0x1f300, 0x1f64f},
        Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1f9ff}, Range{0x1fa70, 0x1faff},
        Range{0x20000, 0x3fffd}};
    const auto holds = [character](const Range& range) {
        return character >= range.first && character <= range.last;
    };
    if (std::ranges::any_of(combining, holds)) return 0;
    return std::ranges::any_of(wide, holds) ? 2 : 1;
}

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size(); at += character_bytes(text, at)) {
        width += static_cast<std::size_t>(width_of(decode(text, at)));
    }
    return width;
}

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
        starts_.push_back(at + 1);
    }
}

std::string_view Lines::slice(Place place, std::uint32_t length) {
    if (place.line == 0 || place.line > starts_.size()) return {};
    if (last_.line != place.line || last_.column > place.column) {
        last_ = {place.line, 1};
        last_at_ = starts_[place.line - 1];
    }
    const auto within = [this](std::size_t at) { return at < text_.size() && text_[at] != '\n'; };
    for (; last_.column < place.column && within(last_at_); ++last_.column) {
        last_at_ += character_bytes(text_, last_at_);
    }
    std::size_t end = last_at_;
    for (std::uint32_t c = 0; c < length && within(end); ++c) end += character_bytes(text_, end);
    return text_.substr(last_at_, end - last_at_);
}

std::size_t string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string three(3, quote);
    const bool triple = text.substr(at).starts_with(three);
    at += triple ? 3 : 1;
    while (at < text.size()) {
        if (text[at] == '\\' && quote == '"') {
            at = std::min(at + 2, text.size());
            continue;
        }
        if (text[at] == '\n' && !triple) return at;
        if (text[at] == quote && !triple) return at + 1;
        if (text[at] == quote && text.substr(at).starts_with(three)) {
            at += 3;
            for (int more = 0; more < 2 && at < text.size() && text[at] == quote; ++more) ++at;
            return at;
        }
        ++at;
    }
    return at;
}

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Walks the raw characters of a TOML string.
class Walk {
  public:
    Walk(std::string_view text, Place start) : text_(text), place_(start) {
        for (std::uint32_t n = 1; n < start.line; ++n) at_ = text.find('\n', at_) + 1;
        for (std::uint32_t c = 1; c < start.column && at_ < text.size(); ++c) {
            at_ += character_bytes(text, at_);
        }
    }
    [[nodiscard]] Place to(std::size_t offset) {
        open();
        std::size_t decoded = 0;
        while (at_ < text_.size()) {
            skip_joined_lines();
            if (decoded >= offset || at_ >= text_.size()) break;
            decoded += take();
        }
        return place_;
    }

  private:
    void open() {
        const std::string_view rest = text_.substr(at_);
        quote_ = rest.empty() ? '"' : rest.front();
        const bool triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        for (int i = 0; i < (triple ? 3 : 1); ++i) step();
        if (triple && text_.substr(at_).starts_with("\r\n")) step();
        if (triple && text_.substr(at_).starts_with("\n")) step();
    }
    /// A backslash at the end of a line swallows all white space up to the next word.
    void skip_joined_lines() {
        if (quote_ != '"' || at_ >= text_.size() || text_[at_] != '\\') return;
        const std::size_t next = text_.find_first_not_of(" \t\r", at_ + 1);
        if (next == std::string_view::npos || text_[next] != '\n') return;
        step();
        while (at_ < text_.size() && is_blank(text_[at_])) step();
    }
    /// Takes one character as the file writes it; returns the bytes of its value.
    std::size_t take() {
        if (quote_ != '"' || text_[at_] != '\\') return step();
        step();
        const char kind = at_ < text_.size() ? text_[at_] : ' ';
        step();
        if (kind != 'u' && kind != 'U') return 1;
        char32_t value = 0;
        for (int i = 0; i < (kind == 'u' ? 4 : 8) && at_ < text_.size(); ++i) {
            const char c = text_[at_];
            const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
            value = (value << 4U) | static_cast<char32_t>(digit & 0xf);
            step();
        }
        return value < 0x80 ? 1U : value < 0x800 ? 2U : value < 0x10000 ? 3U : 4U;
    }
    std::size_t step() {
        if (at_ >= text_.size()) return 1;
        const std::size_t bytes = character_bytes(text_, at_);
        if (text_[at_] == '\n') {
            ++place_.line;
            place_.column = 1;
        } else {
            ++place_.column;
        }
        at_ += bytes;
        return bytes;
    }

    std::string_view text_;
    Place place_;
    std::size_t at_ = 0;
    char quote_ = '"';
};

}  // namespace

Place inside_string(std::string_view text, Place start, std::size_t offset) {
    return Walk(text, start).to(offset);
}

}  // namespace sim::scenario
