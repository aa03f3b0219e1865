#include "sim/checks/views_disagree.hpp"

#include <algorithm>

#include "failover/words/message.hpp"

namespace sim::checks {

using failover::Plane;

std::size_t ViewsDisagree::subjects() const {
    const std::size_t pairs = scene().proxies() * (scene().proxies() - 1) / 2;
    return scene().proxies() < 2 ? 0 : pairs * (scene().databases() + 1);
}

ViewsDisagree::Both ViewsDisagree::both(std::size_t subject) const {
    Both it{0, 1, subject % (scene().databases() + 1)};
    for (std::size_t pair = subject / (scene().databases() + 1); pair > 0; --pair) {
        if (++it.other < scene().proxies()) continue;
        ++it.one;
        it.other = it.one + 1;
    }
    return it;
}

/// Both serve in one cluster, and nothing is broken that could keep them from agreeing.
bool ViewsDisagree::comparable(const Both& it) const {
    const Scene::Proxy& one = scene().proxy(it.one);
    const Scene::Proxy& other = scene().proxy(it.other);
    return one.serves.value != 0 && other.serves.value != 0 && one.in_cluster && other.in_cluster &&
           !scene().proxy_faulty(it.one) && !scene().proxy_faulty(it.other) &&
           !scene().cuts().between(one.host, other.host, Plane::watchdog) &&
           !scene().cuts().between(one.host, other.host, Plane::lifecheck);
}

Lasting::Look ViewsDisagree::look(std::size_t subject) const {
    const Both it = both(subject);
    const Scene::Proxy& one = scene().proxy(it.one);
    const Scene::Proxy& other = scene().proxy(it.other);
    Look now;
    now.grace = one.grace.total() < other.grace.total() ? other.grace : one.grace;
    now.quiet = scene().settled(it.one) && scene().settled(it.other);
    if (!comparable(it)) return now;
    if (it.database == scene().databases()) {
        now.wrong = one.primary.value != other.primary.value;
        return now;
    }
    now.wrong =
        scene().held_valid(it.one, it.database) != scene().held_valid(it.other, it.database);
    return now;
}

Violation ViewsDisagree::describe(std::size_t subject) const {
    const Both it = both(subject);
    const bool about_primary = it.database == scene().databases();
    const std::size_t database =
        about_primary
            ? static_cast<std::size_t>(std::max<std::int64_t>(
                  scene().proxy(it.one).primary.value, scene().proxy(it.other).primary.value))
            : it.database;
    Violation violation;
    violation.oracle = id;
    violation.subject = subject_of(it.one, database);
    const auto other = static_cast<std::int64_t>(it.other);
    if (about_primary) {
        violation.evidence = {
            evidence(Finding::other_proxy_names, scene().proxy(it.other).primary, other)};
        return violation;
    }
    const bool up = scene().held_valid(it.one, it.database);
    violation.evidence = {
        evidence(up ? Finding::believed_up : Finding::believed_down,
                 scene().belief(it.one, it.database).status),
        evidence(Finding::other_proxy_holds, scene().belief(it.other, it.database).status, other),
        evidence(Finding::no_request, scene().belief(it.one, it.database).pending)};
    return violation;
}

}  // namespace sim::checks
