#include "sim/checks/grace.hpp"

#include <algorithm>
#include <chrono>

namespace sim::checks {
namespace {

/// The timers of one election, one after the other: JOINING 5, INITIALIZING 1, STANDING 5 and
/// MASTER 5 seconds (semantics-3.6 §9.6). No parameter of the product sets them.
constexpr engine::Duration one_election = std::chrono::seconds{5 + 1 + 5 + 5};

/// wd_lifecheck_method, in the order of its words.
enum class Method : std::uint8_t { heartbeat, query, external };

/// Each query waits for wd_interval / 2 + 1 s at the most.
engine::Duration by_query(engine::Duration interval, std::int64_t life_points) {
    return life_points * (interval + interval / 2 + std::chrono::seconds{1});
}

}  // namespace

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

Grace leadership_grace(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy) {
    const auto value = [&](std::string_view name) { return parameter(catalogue, proxy, name); };
    const engine::Duration interval{value("wd_interval")};
    Grace grace;
    grace.election = one_election;
    grace.lifecheck = interval + engine::Duration{value("wd_heartbeat_deadtime")};
    if (static_cast<Method>(value("wd_lifecheck_method")) == Method::query) {
        grace.lifecheck = by_query(interval, value("wd_life_point"));
    }
    return grace;
}

}  // namespace sim::checks
