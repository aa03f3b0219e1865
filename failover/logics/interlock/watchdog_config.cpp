#include "failover/logics/interlock/watchdog_config.hpp"

#include <array>
#include <string_view>

#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// One compared setting. Which ones the product takes the reference does not list: [assumed] those
/// of §13 by which two proxies would treat the same event differently.
struct Compared {
    std::string_view parameter;
    std::int64_t (*value)(const Config&);
};
constexpr std::array compared{
    Compared{"num_init_children",
             [](const Config& c) { return std::int64_t{c.num_init_children}; }},
    Compared{"max_pool", [](const Config& c) { return std::int64_t{c.max_pool}; }},
    Compared{"load_balance_mode",
             [](const Config& c) { return std::int64_t{c.load_balance_mode ? 1 : 0}; }},
    Compared{"health_check_period",
             [](const Config& c) { return std::int64_t{c.health_check_period.count()}; }},
    Compared{"health_check_timeout",
             [](const Config& c) { return std::int64_t{c.health_check_timeout.count()}; }},
    Compared{"health_check_max_retries",
             [](const Config& c) { return std::int64_t{c.health_check_max_retries}; }},
    Compared{"health_check_retry_delay",
             [](const Config& c) { return std::int64_t{c.health_check_retry_delay.count()}; }},
    Compared{"fail_over_on_backend_error",
             [](const Config& c) { return std::int64_t{c.fail_over_on_backend_error ? 1 : 0}; }},
    Compared{"search_primary_node_timeout",
             [](const Config& c) { return std::int64_t{c.search_primary_node_timeout}; }},
};

constexpr std::size_t counts = 2;  ///< backends and proxies come first in the blob

}  // namespace

Message config_packet(const Config& config, std::int32_t id) {
    Message message = packet(Packet::config_data, id);
    message.blob = {config.backend_count(), static_cast<std::int64_t>(config.proxies.size())};
    for (const Compared& each : compared) message.blob.push_back(each.value(config));
    return message;
}

void compare_config(const Work& work, const Peer& peer, const Message& message) {
    const Config& config = work.context.config;
    const std::vector<std::int64_t>& theirs = message.blob;
    LOGIC_ASSERT(theirs.size() == counts + compared.size());
    const std::int32_t backends = config.backend_count();
    const auto proxies = static_cast<std::int32_t>(config.proxies.size());
    if (theirs[0] != backends) {
        work.log(WatchdogText::backends_differ,
                 {peer.id.value, backends, static_cast<std::int32_t>(theirs[0])});
    }
    if (theirs[1] != proxies) {
        work.log(WatchdogText::proxies_differ,
                 {peer.id.value, proxies, static_cast<std::int32_t>(theirs[1])});
    }
    for (std::size_t i = 0; i < compared.size(); ++i) {
        if (theirs[counts + i] == compared[i].value(config)) continue;
        work.log(WatchdogText::parameter_differs,
                 {peer.id.value, parameter_index(compared[i].parameter)});
    }
}

}  // namespace failover::interlock
