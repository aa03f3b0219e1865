// Which backend a session reads from (semantics-3.6 §11.3, §11.4), and weights as they are shown:
// the walk over weights as probabilities, so that the host may draw.
#pragma once

#include <vector>

#include "failover/logics/interlock/child_view.hpp"

namespace failover::interlock {

/// Who may be chosen, with raw weights in millionths: valid nodes whose weight is positive,
/// ascending. The product walks the running sum with one random number; the outcome is a choice
/// with probability weight/sum.
struct LoadBalanceCandidates {
    std::vector<BackendId> nodes;
    std::vector<std::uint64_t> weights;
};
[[nodiscard]] LoadBalanceCandidates load_balance_candidates(const Config& config,
                                                            const StatusCopy& copy);

/// The load-balance node of the session on `client`: asks the host to choose. The master where no
/// candidate is left; PRIMARY where load balancing is off.
[[nodiscard]] BackendId choose_load_balance_node(Context& context, const StatusCopy& copy,
                                                 ConnectionId client);

/// Where a SELECT of a session with that load-balance node goes now (§11.4).
[[nodiscard]] BackendId read_target(const Config& config, const Shared& shared,
                                    BackendId load_balance_node);

/// Weight of a backend in millionths of the sum over all configured ones, rounded as %f does.
[[nodiscard]] std::int64_t shown_weight(const Config& config, BackendId id);

}  // namespace failover::interlock
