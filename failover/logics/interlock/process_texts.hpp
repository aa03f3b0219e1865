// Messages of the session children, PCP, SR-check and follow processes (semantics-3.6 Appendix A, §16.3).
#pragma once

#include "failover/catalogue.hpp"
#include "failover/logics/interlock/main_texts.hpp"

namespace failover::interlock {

enum class ProcessText : MessageId {
    first = static_cast<MessageId>(MainText::count),  ///< put the first text here instead of this line: `name = static_cast…`
    // …
    count
};
[[nodiscard]] constexpr MessageId id(ProcessText text) { return static_cast<MessageId>(text); }

/// Texts in the order of the enumerators.
[[nodiscard]] std::span<const MessageText> process_texts();

}  // namespace failover::interlock
