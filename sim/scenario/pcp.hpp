// The pcp tools in a story: how they are called, and what they print when it is neither success,
// nor a message of the proxy, nor a table (semantics-3.6 §10).
#pragma once

#include <string_view>

#include "sim/scenario/context.hpp"

namespace sim::scenario {

/// `gracefully`, `login`, … of an action's table, and how long the tool, or psql, has time.
void compile_tool_call(Context& context, const Entry& table, Action& action);

/// The text of pcp_node_count or pcp_node_info, plain or with -v, or what a tool says of its own.
/// `tool`: its name. False: it is none of these.
[[nodiscard]] bool read_tool_text(const Context& context, std::string_view tool,
                                  std::string_view text, ExpectedAnswer& expected);

/// The output of pcp_watchdog_info, plain or with -v.
[[nodiscard]] std::optional<Table> compile_watchdog_info(Context& context, const Entry& value,
                                                         bool partial);

}  // namespace sim::scenario
