#include "failover/logics/interlock/lifecheck_trusted.hpp"

#include <algorithm>

#include "failover/logics/interlock/item_list.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"

namespace failover::interlock {
namespace {

std::int32_t nth(std::size_t server) {
    return item_argument(parameter_index("trusted_servers"), server);
}

}  // namespace

void TrustedServers::announce(Context& context) {
    const std::size_t count = items_of(context.config.trusted_servers).size();
    for (std::size_t i = 0; i < count; ++i) {
        context.out.log(id(WatchdogText::lifecheck_trusted_added), {nth(i)});
    }
}

void TrustedServers::ping(Context& context) {
    pings_.clear();
    failed_ = 0;
    open_ = true;
    for (const std::string_view server : items_of(context.config.trusted_servers)) {
        pings_.push_back(context.out.ping(std::string(server)));
    }
}

bool TrustedServers::step(Context& context, const CommandEnded& ended) {
    const auto found = std::ranges::find(pings_, ended.request);
    if (!open_ || found == pings_.end()) return false;
    reachable_ = ended.exit_status == 0;
    if (!reachable_) {
        context.out.log(
            id(WatchdogText::lifecheck_ping_failed),
            {nth(static_cast<std::size_t>(found - pings_.begin())), ended.exit_status >> 8});
        if (++failed_ < pings_.size()) return false;
    }
    open_ = false;
    return true;
}

}  // namespace failover::interlock
