// What the rows of the watchdog's message tables have in common. Used by the watchdog_texts_*.hpp
// files only, which watchdog_texts.cpp puts together.
#pragma once

#include <string_view>

#include "failover/logics/interlock/text_row.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"

namespace failover::interlock::text_rows {

using Text = WatchdogText;

inline constexpr Severity log = Severity::log;
inline constexpr Severity notice = Severity::notice;
inline constexpr Severity warning = Severity::warning;
inline constexpr Severity error = Severity::error;
inline constexpr Severity fatal = Severity::fatal;

inline constexpr std::string_view not_joined = "this watchdog node has not joined the cluster yet";
inline constexpr std::string_view try_again = "try again in few seconds";
inline constexpr std::string_view wait_reply = "waiting for the reply...";
inline constexpr std::string_view not_forwarded =
    "failed to forward the request to the master watchdog node \"{0:proxy}\"";

}  // namespace failover::interlock::text_rows
