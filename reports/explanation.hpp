// Why a run failed, beyond its verdict: when that became inevitable, what happened in that moment,
// and the way from what was done to what went wrong, in the product's own lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/story.hpp"
#include "sim/checks/outlook.hpp"

namespace reports {

/// Of the futures drawn anew from an instant, how many failed as well.
struct FuturesResult {
    engine::TrueTime from;
    std::uint32_t failed = 0;
    std::uint32_t of = 0;
};

struct SealingResult {
    std::vector<FuturesResult> curve;           ///< in order of time
    std::optional<engine::TrueTime> open_at;    ///< some future still ended well
    std::optional<engine::TrueTime> sealed_at;  ///< none did from here on
};

/// What becomes of it if nobody does anything any more. `alone`: of the run that was left alone.
[[nodiscard]] std::string outlook_text(const Telling& alone, const sim::checks::Outlook& outlook,
                                       const Style& style);

/// `failed`: the violation to explain. REQUIRES: the telling's records have messages.
[[nodiscard]] std::string explanation(const Telling& telling, const SealingResult& sealing,
                                      const sim::checks::Violation& failed, const Style& style);

}  // namespace reports
