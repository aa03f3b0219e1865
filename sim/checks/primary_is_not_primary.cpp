#include "sim/checks/primary_is_not_primary.hpp"

namespace sim::checks {
namespace {

constexpr auto standby = static_cast<std::int64_t>(facts::DatabaseRole::standby);
constexpr auto promoting = static_cast<std::int64_t>(facts::DatabaseState::promoting);

}  // namespace

std::size_t PrimaryIsNotPrimary::subjects() const { return scene().proxies(); }

Lasting::Look PrimaryIsNotPrimary::look(std::size_t subject) const {
    const Scene::Proxy& proxy = scene().proxy(subject);
    Look now;
    now.grace = proxy.grace;
    now.quiet = scene().settled(subject);
    const std::int64_t named = proxy.primary.value;
    if (named < 0 || named >= static_cast<std::int64_t>(scene().databases())) return now;
    const auto primary = static_cast<std::size_t>(named);
    const Scene::Database& database = scene().database(primary);
    const bool is_standby = database.role.value == standby && database.state.value != promoting;
    now.wrong = proxy.serves.value != 0 && !scene().fault_open(subject, primary) &&
                (is_standby || !scene().held_valid(subject, primary));
    return now;
}

Violation PrimaryIsNotPrimary::describe(std::size_t subject) const {
    const Scene::Proxy& proxy = scene().proxy(subject);
    const auto primary = static_cast<std::size_t>(proxy.primary.value);
    const Scene::Database& database = scene().database(primary);
    Violation violation;
    violation.oracle = id;
    violation.subject = subject_of(subject, primary);
    violation.evidence = {evidence(Finding::believed_primary, proxy.primary)};
    if (database.role.value == standby) {
        violation.evidence.push_back(evidence(Finding::database_standby, database.role));
    }
    if (!scene().held_valid(subject, primary)) {
        violation.evidence.push_back(
            evidence(Finding::believed_down, scene().belief(subject, primary).status));
    }
    violation.evidence.push_back(
        evidence(Finding::no_request, scene().belief(subject, primary).pending));
    return violation;
}

}  // namespace sim::checks
