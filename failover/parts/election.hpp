// Who gives way to whom among watchdogs: standing for leader, declaring, and the contest of two
// leaders after a split brain (semantics-3.6 §9.6, §9.8). Pure; shared by logics.
#pragma once

#include <cstddef>
#include <cstdint>

#include "failover/beliefs.hpp"

namespace failover::parts {

/// What a proxy brings to an election. Seconds are whole and of the judging proxy's own clock.
struct Contender {
    std::int32_t priority = 1;
    std::int64_t started = 0;        ///< second of its start
    std::int64_t leading_since = 0;  ///< second in which it took its present state
    bool escalated = false;
    Quorum quorum = Quorum::absent;
    std::int32_t standbys = 0;

    bool operator==(const Contender&) const = default;
};

/// Two proxies stand at once: whether `mine` rejects `other`. Higher priority wins, then the
/// earlier start; equal in both, each rejects the other.
[[nodiscard]] bool outstands(const Contender& mine, const Contender& other);

/// Which rule decided a contest; the order is the order of the rules.
enum class ContestRule : std::uint8_t { escalated, quorum, standbys, older };

struct Contest {
    bool stays = true;  ///< `mine` stays leader
    ContestRule rule = ContestRule::older;
    bool operator==(const Contest&) const = default;
};

/// All outcomes of a contest as rows: each rule keeps one or the other.
[[nodiscard]] constexpr std::size_t row_of(const Contest& outcome) {
    return 2 * static_cast<std::size_t>(outcome.rule) + (outcome.stays ? 0 : 1);
}

/// Two leaders learn of each other. Equal in everything: `mine` stays.
[[nodiscard]] Contest contest(const Contender& mine, const Contender& other);

}  // namespace failover::parts
