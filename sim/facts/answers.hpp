// What a pcp command tells when it is no mere success, as the words of an `answer` record: the
// world packs them, verdicts and reports read them.
#pragma once

#include <array>
#include <cstdint>

#include "failover/words/message.hpp"

namespace sim::facts {

/// pcp_node_info: backend, port, Status, weight in millionths.
using NodeInfo = std::array<std::int32_t, 4>;

[[nodiscard]] constexpr std::array<std::uint32_t, 2> packed(const NodeInfo& info) {
    return {static_cast<std::uint32_t>(info[0]) | static_cast<std::uint32_t>(info[2]) << 8U |
                static_cast<std::uint32_t>(info[1]) << 16U,
            static_cast<std::uint32_t>(info[3])};
}
[[nodiscard]] constexpr NodeInfo node_info_of(std::uint32_t first, std::uint32_t second) {
    return {static_cast<std::int32_t>(first & 0xffU), static_cast<std::int32_t>(first >> 16U),
            static_cast<std::int32_t>(first >> 8U & 0xffU), static_cast<std::int32_t>(second)};
}

}  // namespace sim::facts
