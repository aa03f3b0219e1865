#include "sim/checks/grace.hpp"

namespace sim::checks {
namespace {

std::int64_t number(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy,
                    std::string_view name) {
    for (std::size_t at = 0; at < catalogue.parameters.size(); ++at) {
        if (catalogue.parameters[at].name != name || at >= proxy.parameters.size()) continue;
        const auto* value = std::get_if<std::int64_t>(&proxy.parameters[at]);
        return value != nullptr ? *value : 0;
    }
    return 0;
}

}  // namespace

Grace health_check_grace(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy) {
    Grace grace;
    grace.period = engine::Duration{number(catalogue, proxy, "health_check_period")};
    grace.retries = number(catalogue, proxy, "health_check_max_retries");
    grace.retry_delay = engine::Duration{number(catalogue, proxy, "health_check_retry_delay")};
    grace.timeout = engine::Duration{number(catalogue, proxy, "health_check_timeout")};
    return grace;
}

}  // namespace sim::checks
