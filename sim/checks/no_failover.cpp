#include "sim/checks/no_failover.hpp"

#include <algorithm>

#include "sim/checks/grace.hpp"

namespace sim::checks {
namespace {

constexpr auto primary = static_cast<std::int64_t>(facts::DatabaseRole::primary);
constexpr auto running = static_cast<std::int64_t>(facts::DatabaseState::running);

bool promotes(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy) {
    using Does = scenario::CommandSpec::Does;
    return std::ranges::any_of(proxy.commands, [&](const scenario::CommandSpec& command) {
        const auto& parameter = catalogue.parameters[static_cast<std::size_t>(command.parameter)];
        return parameter.name == "failover_command" && command.does == Does::promote_new_master;
    });
}

}  // namespace

NoFailover::NoFailover(const Surroundings& surroundings) : Lasting(surroundings) {
    for (const auto& proxy : surroundings.scenario.proxies) {
        commands_.push_back(longest_command(proxy));
        promotes_.push_back(promotes(surroundings.catalogue, proxy));
    }
}

std::size_t NoFailover::subjects() const { return scene().databases(); }

Lasting::Look NoFailover::look(std::size_t subject) const {
    Look now;
    const Scene::Database& lost = scene().database(subject);
    now.wrong = lost.role.value == primary && scene().dead(subject) && lost.may_fail_over;
    bool standby_runs = false;
    for (std::size_t other = 0; other < scene().databases(); ++other) {
        const Scene::Database& database = scene().database(other);
        const bool runs = database.state.value == running && !scene().dead(other);
        if (runs && database.role.value == primary) now.wrong = false;
        standby_runs = standby_runs || (runs && database.role.value != primary);
    }
    bool somebody_would = false;
    Grace longest;
    engine::Duration command{};
    for (std::size_t at = 0; at < scene().proxies(); ++at) {
        const Scene::Proxy& proxy = scene().proxy(at);
        if (proxy.serves.value == 0) continue;
        now.quiet = now.quiet && scene().settled(at, subject);
        if (proxy.grace.total() > longest.total()) longest = proxy.grace;
        const engine::Duration more = commands_[at] + further_attempts(proxy.grace);
        command = std::max(command, more);
        somebody_would =
            somebody_would || (promotes_[at] && proxy.grace.period.count() > 0 &&
                               !scene().cuts().anywhere(proxy.host) && !scene().proxy_faulty(at));
    }
    now.grace = longest;
    now.grace.command = command;
    now.wrong = now.wrong && standby_runs && somebody_would;
    return now;
}

Violation NoFailover::describe(std::size_t subject) const {
    Violation violation;
    violation.oracle = id;
    violation.subject.database = facts::DatabaseId{static_cast<std::int32_t>(subject)};
    violation.evidence = {evidence(Finding::database_dead, scene().database(subject).state),
                          Evidence{Finding::nobody_is_primary, 0, {}, 0}};
    return violation;
}

}  // namespace sim::checks
