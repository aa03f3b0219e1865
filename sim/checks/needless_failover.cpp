#include "sim/checks/needless_failover.hpp"

#include <algorithm>

#include "sim/checks/lasting.hpp"

namespace sim::checks {

using engine::Record;
using facts::Kind;
using failover::Status;

NeedlessFailover::NeedlessFailover(const Surroundings& surroundings)
    : scene_(surroundings),
      scenario_(&surroundings.scenario),
      promoting_(surroundings.scenario.proxies.size()) {}

void NeedlessFailover::take(const Record& record) {
    const Kind kind{record.kind};
    if (facts::level_of(kind) != engine::Level::facts) return;
    const auto& words = record.words;
    const bool known = words[0] < scene_.proxies() && words[1] < scene_.databases();
    const bool was_valid = known && scene_.held_valid(words[0], words[1]);
    scene_.learn(record);
    learn_orders(record);
    const bool down = static_cast<Status>(words[2]) == Status::down;
    if (kind == Kind::believed_status && known && was_valid && down) went_down(record);
}

/// What operators ask for is not needless: they are told so before it begins, or soon after.
void NeedlessFailover::learn_orders(const Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    if (kind == Kind::operator_wants && words[1] == 0) {
        std::erase_if(found_, [&](const Violation& it) {
            const bool same = it.subject.database.value == static_cast<std::int32_t>(words[0]);
            return same && record.at() <= it.at + it.grace->total();
        });
    }
    if (kind == Kind::action_began && words[0] < scenario_->steps.size()) {
        const auto& actions = scenario_->steps[words[0]].actions;
        if (words[1] < actions.size() &&
            actions[words[1]].verb == scenario::Verb::pcp_promote_node) {
            promoting_.assign(promoting_.size(), true);
        }
    }
    if (kind == Kind::believed_primary && words[0] < promoting_.size()) {
        promoting_[words[0]] = false;
    }
}

bool NeedlessFailover::first_to_hold_down(std::size_t proxy, std::size_t database) const {
    for (std::size_t other = 0; other < scene_.proxies(); ++other) {
        const bool serves = scene_.proxy(other).serves.value != 0;
        if (other != proxy && serves && !scene_.held_valid(other, database)) return false;
    }
    return true;
}

bool NeedlessFailover::somebody_reaches(std::size_t database) const {
    for (std::size_t proxy = 0; proxy < scene_.proxies(); ++proxy) {
        const bool serves = scene_.proxy(proxy).serves.value != 0;
        if (serves && !scene_.fault_open(proxy, database)) return true;
    }
    return false;
}

bool NeedlessFailover::follows(std::size_t proxy, std::size_t database) const {
    const std::int64_t primary = scene_.proxy(proxy).primary.value;
    if (primary < 0 || primary == static_cast<std::int64_t>(database)) return promoting_[proxy];
    return promoting_[proxy] || !scene_.held_valid(proxy, static_cast<std::size_t>(primary));
}

void NeedlessFailover::went_down(const Record& record) {
    const std::size_t proxy = record.words[0];
    const std::size_t database = record.words[1];
    const Grace& grace = scene_.proxy(proxy).grace;
    if (scene_.proxy(proxy).serves.value == 0 || follows(proxy, database)) return;
    if (!scene_.healthy_since(database, record.at() - grace.total())) return;
    if (scene_.database(database).wanted.value == 0) return;
    if (!first_to_hold_down(proxy, database) || !somebody_reaches(database)) return;
    const Scene::Database& well = scene_.database(database);
    Violation violation;
    violation.oracle = id;
    violation.subject = subject_of(proxy, database);
    violation.since = record.at();
    violation.at = record.at();
    violation.grace = grace;
    violation.evidence = {evidence(Finding::database_running, well.state),
                          evidence(Finding::believed_down, scene_.belief(proxy, database).status)};
    found_.push_back(std::move(violation));
}

std::vector<Violation> NeedlessFailover::finish(engine::TrueTime) { return std::move(found_); }

}  // namespace sim::checks
