// What a pcp command tells when it is no mere success, as the words of an `answer` record: the
// world packs them, verdicts and reports read them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

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

/// What a pcp tool says of its own, without having been answered (semantics-3.6 §10). It stands
/// where the record has a message of the proxy, at `first_tool_text` and above.
enum class ToolText : std::uint16_t {
    not_connected,  ///< proxy, failover::Refusal
    missing_id,     ///< `-n` was left out
    invalid_id,     ///< what `-n` said
};
inline constexpr std::uint16_t first_tool_text = 60'000;

[[nodiscard]] constexpr std::uint16_t id_of(ToolText text) {
    return static_cast<std::uint16_t>(first_tool_text + static_cast<std::uint16_t>(text));
}
/// strerror of a connect that failed, by failover::Refusal.
inline constexpr std::array<std::string_view, 3> refusal_words{
    "Connection refused", "No route to host", "Connection timed out"};

}  // namespace sim::facts
