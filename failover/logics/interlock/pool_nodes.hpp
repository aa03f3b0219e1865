// `show pool_nodes` as a session answers it (semantics-3.6 §11.1): rows of words from the shared
// statuses and from what this session has drawn.
#pragma once

#include "failover/logics/interlock/process.hpp"
#include "failover/words/client.hpp"

namespace failover::interlock {

/// The answer of a session whose load-balance node is that one: client::Hear::pool_nodes.
[[nodiscard]] Message pool_nodes(const Config& config, const Shared& shared,
                                 BackendId load_balance_node);

}  // namespace failover::interlock
