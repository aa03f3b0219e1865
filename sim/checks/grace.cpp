#include "sim/checks/grace.hpp"

#include <algorithm>

namespace sim::checks {

std::int64_t parameter(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy,
                       std::string_view name) {
    for (std::size_t at = 0; at < catalogue.parameters.size(); ++at) {
        if (catalogue.parameters[at].name != name || at >= proxy.parameters.size()) continue;
        const auto* value = std::get_if<std::int64_t>(&proxy.parameters[at]);
        return value != nullptr ? *value : 0;
    }
    return 0;
}

engine::Duration longest_command(const scenario::ProxySpec& proxy) {
    engine::Duration longest{};
    for (const scenario::CommandSpec& command : proxy.commands) {
        longest = std::max(longest, command.takes.most);
    }
    return longest;
}

engine::Duration further_attempts(const Grace& grace) {
    return grace.timeout * (grace.retries + 1);
}

Grace health_check_grace(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy) {
    Grace grace;
    grace.period = engine::Duration{parameter(catalogue, proxy, "health_check_period")};
    grace.retries = parameter(catalogue, proxy, "health_check_max_retries");
    grace.retry_delay = engine::Duration{parameter(catalogue, proxy, "health_check_retry_delay")};
    grace.timeout = engine::Duration{parameter(catalogue, proxy, "health_check_timeout")};
    return grace;
}

}  // namespace sim::checks
