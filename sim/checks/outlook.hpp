// What becomes of a violation if nobody does anything any more: the answer to "will it recover?"
// (faults-and-oracles §7, "nothing pending").
#pragma once

#include <cstdint>
#include <optional>

#include "engine/time.hpp"

namespace sim::checks {

/// One turn of truths and beliefs that change again and again in the same order.
struct Turn {
    engine::TrueTime from;
    engine::TrueTime to;
};

struct Outlook {
    enum class What : std::uint8_t {
        recovers,   ///< by itself, at `recovered_at`
        stuck,      ///< what is pending changes no truth and no belief any more
        livelock,   ///< what is pending changes them in a loop: `turn`
        unsettled,  ///< they still change when it was given up, and in no loop
    } what = What::stuck;
    engine::TrueTime left_alone_at;
    engine::Duration watched{};
    std::optional<engine::TrueTime> recovered_at;
    std::optional<engine::TrueTime> last_change;  ///< of a truth or a belief; none: there was none
    std::optional<Turn> turn;
};

}  // namespace sim::checks
