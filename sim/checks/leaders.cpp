#include "sim/checks/leaders.hpp"

#include <algorithm>

#include "sim/checks/grace.hpp"

namespace sim::checks {

Leaders::Leaders(const Surroundings& surroundings) : Lasting(surroundings) {
    for (const auto& proxy : surroundings.scenario.proxies) {
        const Grace other = leadership_grace(surroundings.catalogue, proxy);
        if (other.total() > grace_.total()) grace_ = other;
    }
}

// ---- two_wd_leaders ----------------------------------------------------------------------------

Lasting::Look TwoWdLeaders::look(std::size_t) const {
    int leaders = 0;
    for (std::size_t proxy = 0; proxy < scene().proxies(); ++proxy) {
        if (scene().leads_with_quorum(proxy)) ++leaders;
    }
    Look now;
    now.wrong = leaders > 1;
    now.grace = grace();
    now.grace.election = {};  // both have been elected
    return now;
}

Violation TwoWdLeaders::describe(std::size_t) const {
    Violation violation;
    violation.oracle = id;
    for (std::size_t proxy = 0; proxy < scene().proxies(); ++proxy) {
        if (!scene().leads_with_quorum(proxy)) continue;
        const auto number = static_cast<std::int32_t>(proxy);
        if (violation.evidence.empty()) violation.subject.proxy = failover::ProxyId{number};
        violation.evidence.push_back(
            evidence(Finding::leads_with_quorum, scene().proxy(proxy).leads, number));
    }
    return violation;
}

// ---- leaderless --------------------------------------------------------------------------------

std::vector<std::size_t> Leaderless::connected(std::size_t first) const {
    std::vector<std::size_t> group;
    for (std::size_t at = 0; at < scene().proxies(); ++at) {
        const std::size_t proxy = (first + at) % scene().proxies();
        const bool reaches_all = std::ranges::all_of(
            group, [&](std::size_t other) { return scene().reach_each_other(proxy, other); });
        if (scene().takes_part(proxy) && reaches_all) group.push_back(proxy);
    }
    return group;
}

std::vector<std::size_t> Leaderless::leaderless_majority() const {
    std::vector<std::size_t> leaders;
    for (std::size_t proxy = 0; proxy < scene().proxies(); ++proxy) {
        if (scene().proxy(proxy).leads.value != 0 && scene().takes_part(proxy))
            leaders.push_back(proxy);
    }
    for (std::size_t first = 0; first < scene().proxies(); ++first) {
        std::vector<std::size_t> group = connected(first);
        if (2 * group.size() <= scene().proxies()) continue;
        const bool led = std::ranges::any_of(leaders, [&](std::size_t leader) {
            return std::ranges::any_of(group, [&](std::size_t member) {
                return member == leader || scene().reach_each_other(member, leader);
            });
        });
        if (!led) return group;
    }
    return {};
}

Lasting::Look Leaderless::look(std::size_t) const {
    Look now;
    now.wrong = !leaderless_majority().empty();
    now.grace = grace();
    return now;
}

Violation Leaderless::describe(std::size_t) const {
    Violation violation;
    violation.oracle = id;
    const auto size = static_cast<std::int64_t>(leaderless_majority().size());
    violation.evidence = {Evidence{Finding::majority_connected, 0, {}, size},
                          Evidence{Finding::nobody_leads, 0, {}, 0}};
    return violation;
}

}  // namespace sim::checks
