#include "sim/checks/two_writable_primaries.hpp"

namespace sim::checks {

using facts::Kind;

TwoWritablePrimaries::TwoWritablePrimaries(const Surroundings& surroundings)
    : scenario_(surroundings.scenario),
      ledger_(scenario_.databases.size(), scenario_.proxies.size()),
      powered_(scenario_.hosts.size(), true),
      role_records_(scenario_.databases.size(), 0),
      primary_since_(scenario_.databases.size()) {}

bool TwoWritablePrimaries::reachable(std::size_t database) const {
    const std::int32_t there = scenario_.databases[database].host.value;
    for (std::size_t proxy = 0; proxy < ledger_.proxies(); ++proxy) {
        const std::int32_t here = scenario_.proxies[proxy].host.value;
        const bool up = ledger_.serves(proxy) && powered_[static_cast<std::size_t>(here)];
        if (up && !cuts_.between(here, there, failover::Plane::database)) return true;
    }
    return false;
}

void TwoWritablePrimaries::settle() {
    std::vector<std::size_t> writable;
    for (std::size_t database = 0; database < ledger_.databases(); ++database) {
        const bool takes = ledger_.health(database) == Health::primary;
        if (takes && reachable(database)) writable.push_back(database);
    }
    if (open_violation_ && writable.size() < 2) {
        found_[*open_violation_].ended = now_;
        open_violation_.reset();
    }
    if (open_violation_ || writable.size() < 2) return;
    Violation violation;
    violation.oracle = id;
    violation.subject.database = facts::DatabaseId{static_cast<std::int32_t>(writable.back())};
    violation.since = now_;
    violation.at = now_;
    for (const std::size_t database : writable) {
        violation.evidence.push_back({Finding::takes_commits, role_records_[database],
                                      primary_since_[database],
                                      static_cast<std::int64_t>(database)});
    }
    open_violation_ = found_.size();
    found_.push_back(std::move(violation));
}

void TwoWritablePrimaries::take(const engine::Record& record) {
    if (record.at() > now_) {
        settle();
        now_ = record.at();
    }
    ledger_.take(record);
    cuts_.take(record);
    const auto& words = record.words;
    const Kind kind{record.kind};
    if (kind == Kind::host_power && words[0] < powered_.size()) powered_[words[0]] = words[1] == 1;
    const bool of_database = kind == Kind::database_role || kind == Kind::database_state;
    if (of_database && words[0] < role_records_.size()) {
        role_records_[words[0]] = record.number;
        primary_since_[words[0]] = record.at();
    }
}

std::vector<Violation> TwoWritablePrimaries::finish(engine::TrueTime) {
    settle();
    return std::move(found_);
}

}  // namespace sim::checks
