// Messages of the main, and texts that several processes print (semantics-3.6 Appendix A, §16.3).
#pragma once

#include "failover/catalogue.hpp"

namespace failover::interlock {

enum class MainText : MessageId {
    none = 0,  ///< reserved: no message
    // …
    count
};
[[nodiscard]] constexpr MessageId id(MainText text) { return static_cast<MessageId>(text); }

/// Texts in the order of the enumerators.
[[nodiscard]] std::span<const MessageText> main_texts();

}  // namespace failover::interlock
