// The watchdog's quorum rule (semantics-3.6 §9.7): how many joined standbys a leader needs.
// Pure; shared by logics.
#pragma once

#include <compare>
#include <cstddef>
#include <span>

#include "failover/beliefs.hpp"

namespace failover::parts {

struct QuorumRule {
    bool odd_peers;                 ///< an even number of proxies
    std::strong_ordering standbys;  ///< against peers / 2, rounded down
    Quorum quorum;
};
[[nodiscard]] std::span<const QuorumRule> quorum_rules();
/// The row that decides; REQUIRES and meaning as of `quorum`.
[[nodiscard]] std::size_t quorum_rule(int peers, int standbys);

/// Quorum of a leader with `standbys` joined standbys in a cluster with `peers` other proxies.
/// `edge` exists only for an even number of proxies. REQUIRES: both not negative.
[[nodiscard]] Quorum quorum(int peers, int standbys);

}  // namespace failover::parts
