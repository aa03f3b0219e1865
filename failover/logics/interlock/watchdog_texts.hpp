// Messages of the watchdog, lifecheck, heartbeat and escalation processes (semantics-3.6 Appendix A, §16.3).
#pragma once

#include "failover/catalogue.hpp"
#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock {

enum class WatchdogText : MessageId {
    first = static_cast<MessageId>(ProcessText::count),  ///< put the first text here instead of this line: `name = static_cast…`
    // …
    count
};
[[nodiscard]] constexpr MessageId id(WatchdogText text) { return static_cast<MessageId>(text); }

/// Texts in the order of the enumerators.
[[nodiscard]] std::span<const MessageText> watchdog_texts();

}  // namespace failover::interlock
