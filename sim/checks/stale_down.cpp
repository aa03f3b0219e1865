#include "sim/checks/stale_down.hpp"

namespace sim::checks {
namespace {

constexpr auto primary = static_cast<std::int64_t>(facts::DatabaseRole::primary);
constexpr auto down = static_cast<std::int64_t>(failover::Status::down);
constexpr auto nothing = static_cast<std::int64_t>(failover::Pending::nothing);

}  // namespace

std::size_t StaleDown::subjects() const { return scene().proxies() * scene().databases(); }

Lasting::Look StaleDown::look(std::size_t subject) const {
    const std::size_t proxy = subject / scene().databases();
    const std::size_t database = subject % scene().databases();
    const Scene::Belief& belief = scene().belief(proxy, database);
    Look now;
    now.wrong = scene().proxy(proxy).serves.value != 0 && belief.status.value == down &&
                scene().healthy(database) && scene().database(database).wanted.value != 0 &&
                !scene().fault_open(proxy, database);
    now.quiet = belief.pending.value == nothing && belief.on_the_way.value == 0;
    now.grace = scene().proxy(proxy).grace;
    return now;
}

Violation StaleDown::describe(std::size_t subject) const {
    const std::size_t proxy_id = subject / scene().databases();
    const std::size_t database_id = subject % scene().databases();
    const Scene::Database& database = scene().database(database_id);
    const Scene::Belief& belief = scene().belief(proxy_id, database_id);
    const Grace& grace = scene().proxy(proxy_id).grace;
    Violation violation;
    violation.oracle = id;
    violation.subject = subject_of(proxy_id, database_id);
    auto& list = violation.evidence;
    list.push_back(evidence(Finding::database_running, database.state));
    if (database.role.value == primary) {
        list.push_back(evidence(Finding::database_primary, database.role));
    } else {
        list.push_back(evidence(Finding::database_streams, database.streams, database.upstream));
    }
    list.push_back(evidence(Finding::believed_down, belief.status));
    list.push_back(evidence(Finding::health_check_skips, belief.status, grace.period.count()));
    list.push_back(evidence(Finding::no_timer, belief.pending));
    list.push_back(evidence(Finding::no_request, belief.pending));
    list.push_back(evidence(Finding::nothing_on_the_way, belief.on_the_way));
    list.push_back(Evidence{Finding::no_fault_open, 0, {}, 0});
    return violation;
}

}  // namespace sim::checks
