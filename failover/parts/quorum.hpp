// The watchdog's quorum rule (semantics-3.6 §9.7): how many joined standbys a leader needs.
// Pure; shared by logics.
#pragma once

#include "failover/beliefs.hpp"

namespace failover::parts {

/// Quorum of a leader with `standbys` joined standbys in a cluster with `peers` other proxies.
/// `edge` exists only for an even number of proxies. REQUIRES: both not negative.
[[nodiscard]] Quorum quorum(int peers, int standbys);

}  // namespace failover::parts
