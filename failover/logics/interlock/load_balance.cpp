#include "failover/logics/interlock/load_balance.hpp"

#include "failover/words/assert.hpp"

namespace failover::interlock {

LoadBalanceCandidates load_balance_candidates(const Config& config, const StatusCopy& copy) {
    LoadBalanceCandidates candidates;
    for (std::int32_t i = 0; i < config.backend_count(); ++i) {
        const BackendId node{i};
        const std::int64_t weight = config.backends[static_cast<std::size_t>(i)].weight_millionths;
        if (!copy.valid(config, node) || weight <= 0) continue;
        candidates.nodes.push_back(node);
        candidates.weights.push_back(static_cast<std::uint64_t>(weight));
    }
    return candidates;
}

BackendId choose_load_balance_node(Context& context, const StatusCopy& copy, ConnectionId client) {
    if (!context.config.load_balance_mode || !context.config.master_slave_mode) {
        return primary_of(context.config, context.shared);
    }
    const LoadBalanceCandidates candidates = load_balance_candidates(context.config, copy);
    if (candidates.nodes.empty()) return copy.master;
    const std::size_t chosen =
        context.out.host().choose_backend(client, candidates.nodes, candidates.weights);
    LOGIC_ASSERT(chosen < candidates.nodes.size());
    return candidates.nodes[chosen];
}

BackendId read_target(const Config& config, const Shared& shared, BackendId load_balance_node) {
    LOGIC_ASSERT(load_balance_node.value >= 0);
    const auto index = static_cast<std::size_t>(load_balance_node.value);
    const bool streaming = config.master_slave_mode && config.streaming;
    const bool lags = streaming && config.delay_threshold > 0 &&
                      shared.standby_delay[index] > config.delay_threshold;
    return lags ? primary_of(config, shared) : load_balance_node;
}

std::int64_t shown_weight(const Config& config, BackendId id) {
    std::int64_t sum = 0;
    for (std::int32_t i = 0; i < config.backend_count(); ++i) {
        if (config.configured(BackendId{i})) {
            sum += config.backends[static_cast<std::size_t>(i)].weight_millionths;
        }
    }
    if (sum <= 0 || !config.configured(id)) return 0;
    const std::int64_t own = config.backends[static_cast<std::size_t>(id.value)].weight_millionths;
    return (own * 2'000'000 + sum) / (2 * sum);
}

}  // namespace failover::interlock
