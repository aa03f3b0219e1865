// Parameters that are lists, like "eth0, eth1": their items, and how a message names one of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace failover::interlock {

/// The words between the commas, without blanks around them.
[[nodiscard]] inline std::vector<std::string_view> items_of(std::string_view list) {
    std::vector<std::string_view> items;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view item = list.substr(0, comma);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        const std::size_t first = item.find_first_not_of(' ');
        if (first == std::string_view::npos) continue;
        items.push_back(item.substr(first, item.find_last_not_of(' ') - first + 1));
    }
    return items;
}

/// The argument that `{N:item}` of a message prints: the nth item of a parameter.
[[nodiscard]] constexpr std::int32_t item_argument(std::int16_t parameter, std::size_t nth) {
    return static_cast<std::int32_t>(nth) << 16 | parameter;
}

}  // namespace failover::interlock
