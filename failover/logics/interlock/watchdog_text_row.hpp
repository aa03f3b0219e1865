// One row of the watchdog's message tables. Used by the watchdog_texts_*.hpp files only, which
// watchdog_texts.cpp puts together.
#pragma once

#include <array>
#include <string_view>

#include "failover/logics/interlock/watchdog_texts.hpp"

namespace failover::interlock::text_rows {

using Text = WatchdogText;

inline constexpr Severity log = Severity::log;
inline constexpr Severity notice = Severity::notice;
inline constexpr Severity warning = Severity::warning;
inline constexpr Severity error = Severity::error;
inline constexpr Severity fatal = Severity::fatal;

constexpr MessageText row(Text text, std::string_view key, Severity severity,
                          std::string_view words, std::string_view detail = {},
                          std::string_view hint = {}) {  // a column each, as the table has them
    return {id(text), key, severity, words, detail, hint, {}, false};
}

inline constexpr std::string_view not_joined =
    "this watchdog node has not joined the cluster yet";
inline constexpr std::string_view try_again = "try again in few seconds";
inline constexpr std::string_view wait_reply = "waiting for the reply...";
inline constexpr std::string_view not_forwarded =
    "failed to forward the request to the master watchdog node \"{0:proxy}\"";

}  // namespace failover::interlock::text_rows
