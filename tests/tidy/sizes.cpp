#include <algorithm>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

constexpr std::size_t longest_header = 150;
constexpr std::size_t longest_source = 400;
constexpr std::size_t longest_line = 100;
constexpr std::size_t longest_function = 60;
constexpr std::size_t most_parameters = 4;

/// Columns of a line: code points of UTF-8, not bytes.
std::size_t columns(const std::string& line) {
    const auto starts_character = [](char each) {
        return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U;
    };
    return static_cast<std::size_t>(std::ranges::count_if(line, starts_character));
}

std::string over(std::size_t is, std::size_t may, const char* what) {
    return std::to_string(is) + " " + what + ", the limit is " + std::to_string(may);
}

}  // namespace

Violations check_sizes(const File& file) {
    Violations found;
    if (!file.is_source()) return found;
    const std::size_t limit = file.is_header() ? longest_header : longest_source;
    if (file.lines.size() > limit) {
        found.push_back({file.path, 0, "file-size", over(file.lines.size(), limit, "lines")});
    }
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
        const std::size_t width = columns(file.lines[at]);
        if (width > longest_line) {
            found.push_back(
                {file.path, at + 1, "line-length", over(width, longest_line, "columns")});
        }
    }
    return found;
}

Violations check_functions(const File& file) {
    Violations found;
    if (!file.is_source()) return found;
    for (const Function& function : functions(file)) {
        if (function.length > longest_function) {
            found.push_back({file.path, function.line, "function-size",
                             over(function.length, longest_function, "lines")});
        }
        if (function.parameters > most_parameters) {
            found.push_back({file.path, function.line, "parameters",
                             over(function.parameters, most_parameters, "parameters")});
        }
    }
    return found;
}

}  // namespace tidy
