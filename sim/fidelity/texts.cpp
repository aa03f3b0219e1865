#include "sim/fidelity/texts.hpp"

#include <fmt/format.h>

#include <regex>
#include <string_view>

namespace sim::fidelity {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::int32_t proxy_in(const std::string& heading) {
    constexpr std::string_view word = "pgpool";
    for (std::size_t at = heading.find(word); at != std::string::npos;
         at = heading.find(word, at + 1)) {
        const std::size_t digit = at + word.size();
        if (digit < heading.size() && heading[digit] >= '1' && heading[digit] <= '9') {
            return heading[digit] - '0';
        }
    }
    return 0;
}

std::optional<std::int64_t> time_in(const std::string& text) {
    static const std::regex time(R"((\d\d):(\d\d):(\d\d)\.(\d{3})\s*$)");
    std::smatch parts;
    if (!std::regex_search(text, parts, time)) return std::nullopt;
    const auto number = [&](std::size_t at) { return std::int64_t{std::stoi(parts[at].str())}; };
    return ((number(1) * 60 + number(2)) * 60 + number(3)) * 1000 + number(4);
}

std::string time_text(std::int64_t milliseconds) {
    const std::int64_t seconds = milliseconds / 1000;
    return fmt::format("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       milliseconds % 1000);
}

}  // namespace sim::fidelity
