#include "sim/scenario/quoting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

/// Longer keys are quoted: two without quotes and the dot between them stay below the limit.
constexpr std::size_t bare_key_characters = limits::key_characters / 2 - 10;

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7f'; }

std::string escaped(char c) {
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\b':
            return "\\b";
        case '\t':
            return "\\t";
        case '\n':
            return "\\n";
        case '\f':
            return "\\f";
        case '\r':
            return "\\r";
        default:
            return fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    }
}

}  // namespace

std::string written_key(std::string_view key) {
    const bool bare =
        !key.empty() && key.size() <= bare_key_characters && std::ranges::all_of(key, is_bare);
    return bare ? std::string(key) : written_text(key);
}

std::string written_text(std::string_view text) {
    const bool controls = std::ranges::any_of(text, is_control);
    const bool escapes = text.find_first_of("\"\\") != std::string_view::npos;
    if (escapes && !controls && text.find('\'') == std::string_view::npos) {
        return fmt::format("'{}'", text);
    }
    std::string written = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\' || is_control(c))
            written += escaped(c);
        else
            written += c;
    }
    return written + '"';
}

std::string written_lines(std::string_view text) {
    const auto breaks_lines = [](char c) { return is_control(c) && c != '\n' && c != '\t'; };
    const bool controls = std::ranges::any_of(text, breaks_lines);
    const bool escapes = text.find('\\') != std::string_view::npos ||
                         text.find("\"\"\"") != std::string_view::npos || text.ends_with('"');
    if (escapes && !controls && text.find("'''") == std::string_view::npos &&
        !text.ends_with('\'')) {
        return fmt::format("'''\n{}'''", text);
    }
    std::string written = "\"\"\"\n";
    std::size_t quotes = 0;  // as they stand, one after the other
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool closes = c == '"' && (quotes == 2 || at + 1 == text.size());
        if (closes || c == '\\' || breaks_lines(c))
            written += escaped(c);
        else
            written += c;
        quotes = c == '"' && !closes ? quotes + 1 : 0;
    }
    return written + "\"\"\"";
}

}  // namespace sim::scenario
