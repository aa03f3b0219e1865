#include "sim/search/trees.hpp"

#include <fmt/format.h>

#include <array>

namespace sim::search {

std::string written_span(engine::Duration span) {
    struct Unit {
        std::string_view name;
        std::int64_t nanoseconds;
    };
    constexpr std::array units{
        Unit{"h", 3'600'000'000'000}, Unit{"min", 60'000'000'000}, Unit{"s", 1'000'000'000},
        Unit{"ms", 1'000'000},        Unit{"us", 1'000},           Unit{"ns", 1}};
    std::string text;
    std::int64_t left = span.count();
    for (const Unit& unit : units) {
        if (left >= unit.nanoseconds) {
            text += fmt::format("{}{}", left / unit.nanoseconds, unit.name);
        }
        left %= unit.nanoseconds;
    }
    return text.empty() ? "0s" : text;
}

}  // namespace sim::search
