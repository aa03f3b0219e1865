#include "failover/logics/interlock/pool_nodes.hpp"

#include "failover/logics/interlock/load_balance.hpp"

namespace failover::interlock {

Message pool_nodes(const Config& config, const Shared& shared, BackendId load_balance_node) {
    const bool streaming = config.master_slave_mode && config.streaming;
    Message answer;
    answer.kind = static_cast<std::uint16_t>(client::Hear::pool_nodes);
    answer.blob.reserve(config.backends.size() * client::pool_node_words);
    for (std::int32_t i = 0; i < config.backend_count(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const BackendId node{i};
        const bool leads = node == (streaming ? shared.primary_node : shared.master_node);
        const std::int64_t delay = streaming && !leads ? shared.standby_delay[index] : 0;
        for (const std::int64_t value :
             {std::int64_t{i}, static_cast<std::int64_t>(shared.status[index]), std::int64_t{leads},
              std::int64_t{shared.select_count[index]}, std::int64_t{node == load_balance_node},
              delay, shown_weight(config, node)}) {
            answer.blob.push_back(value);
        }
    }
    return answer;
}

}  // namespace failover::interlock
