#include "sim/checks/stale_up.hpp"

#include <algorithm>

#include "sim/checks/grace.hpp"

namespace sim::checks {

std::size_t StaleUp::subjects() const { return scene().proxies() * scene().databases(); }

Lasting::Look StaleUp::look(std::size_t subject) const {
    const std::size_t proxy_id = subject / scene().databases();
    const std::size_t database = subject % scene().databases();
    const Scene::Proxy& proxy = scene().proxy(proxy_id);
    Look now;
    now.grace = proxy.grace;
    now.grace.command = further_attempts(proxy.grace);
    now.wrong = proxy.serves.value != 0 && proxy.grace.period.count() > 0 &&
                !scene().proxy_faulty(proxy_id) && !scene().cuts().anywhere(proxy.host) &&
                scene().held_valid(proxy_id, database) && scene().dead(database) &&
                scene().database(database).may_fail_over;
    now.quiet = scene().settled(proxy_id, database);
    // One process checks all of them, one after the other: what it found is time well spent.
    for (std::size_t other = 0; other < scene().databases(); ++other) {
        if (scene().held_valid(proxy_id, other)) continue;
        now.not_before = std::max(now.not_before, scene().belief(proxy_id, other).status.since);
    }
    return now;
}

Violation StaleUp::describe(std::size_t subject) const {
    const std::size_t proxy = subject / scene().databases();
    const std::size_t database = subject % scene().databases();
    Violation violation;
    violation.oracle = id;
    violation.subject = subject_of(proxy, database);
    violation.evidence = {
        evidence(Finding::database_dead, scene().database(database).state),
        evidence(Finding::believed_up, scene().belief(proxy, database).status),
        Evidence{Finding::health_checked, 0, {}, scene().proxy(proxy).grace.period.count()},
        evidence(Finding::no_request, scene().belief(proxy, database).pending)};
    return violation;
}

}  // namespace sim::checks
