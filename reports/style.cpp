#include "reports/style.hpp"

#include "reports/psql.hpp"

namespace reports {
namespace {

std::string_view code(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "";
        case Tone::strong:
            return "\x1b[1m";
        case Tone::quiet:
            return "\x1b[2m";
        case Tone::good:
            return "\x1b[32m";
        case Tone::bad:
            return "\x1b[1;31m";
        case Tone::warn:
            return "\x1b[33m";
        case Tone::truth:
            return "\x1b[36m";
        case Tone::belief:
            return "\x1b[35m";
    }
    return "";
}

}  // namespace

std::string Style::paint(Tone tone, std::string_view text) const {
    if (!colour || tone == Tone::plain || text.empty()) return std::string(text);
    return std::string(code(tone)) + std::string(text) + "\x1b[0m";
}

std::string wrap(std::string_view text, int width, int indent) {
    std::string wrapped;
    std::size_t column = static_cast<std::size_t>(indent);
    const std::size_t limit = static_cast<std::size_t>(width > indent + 20 ? width : indent + 20);
    bool first = true;
    while (!text.empty()) {
        const std::size_t blank = text.find(' ');
        const std::string word(text.substr(0, blank));
        text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
        const std::size_t needed = screen_width(word);
        if (!first && column + 1 + needed > limit) {
            wrapped += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
            column = static_cast<std::size_t>(indent);
        } else if (!first) {
            wrapped += ' ';
            ++column;
        }
        wrapped += word;
        column += needed;
        first = false;
    }
    return wrapped;
}

}  // namespace reports
