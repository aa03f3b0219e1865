#include "sim/checks/diverged_streaming.hpp"

#include "sim/checks/grace.hpp"

namespace sim::checks {

using facts::Kind;

DivergedStreaming::DivergedStreaming(const Surroundings& surroundings)
    : ledger_(surroundings.scenario.databases.size(), surroundings.scenario.proxies.size()),
      servers_(ledger_.databases()),
      pairs_(ledger_.databases() * ledger_.proxies()) {
    for (const scenario::ProxySpec& proxy : surroundings.scenario.proxies) {
        graces_.push_back(health_check_grace(surroundings.catalogue, proxy));
    }
}

std::int32_t DivergedStreaming::newest() const {
    std::int32_t best = -1;
    for (std::size_t database = 0; database < servers_.size(); ++database) {
        if (ledger_.health(database) != Health::primary) continue;
        const bool newer = best < 0 || servers_[database].timeline >
                                           servers_[static_cast<std::size_t>(best)].timeline;
        if (newer) best = static_cast<std::int32_t>(database);
    }
    return best;
}

bool DivergedStreaming::astray(std::size_t database, std::int32_t newest) const {
    const Health health = ledger_.health(database);
    if (newest < 0 || (health != Health::running && health != Health::streaming)) return false;
    if (servers_[database].parted) return true;
    const std::int32_t upstream = ledger_.upstream(database);
    return upstream >= 0 && servers_[static_cast<std::size_t>(upstream)].timeline <
                                servers_[static_cast<std::size_t>(newest)].timeline;
}

Violation DivergedStreaming::describe(std::size_t proxy, std::size_t database) const {
    const Server& server = servers_[database];
    const std::int32_t primary = newest();
    const Server& first = servers_[static_cast<std::size_t>(primary)];
    Violation violation;
    violation.oracle = id;
    violation.subject.database = facts::DatabaseId{static_cast<std::int32_t>(database)};
    violation.subject.proxy = failover::ProxyId{static_cast<std::int32_t>(proxy)};
    violation.grace = graces_[proxy];
    violation.since = *pairs_[proxy * servers_.size() + database].wrong_since;
    violation.at = violation.since + graces_[proxy].total();
    violation.evidence.push_back({Finding::newest_primary, first.record, first.since, primary});
    const std::int32_t upstream = ledger_.upstream(database);
    violation.evidence.push_back(
        server.parted ? Evidence{Finding::parted, server.record, server.since, 0}
                      : Evidence{Finding::streams_old, server.record, server.since, upstream});
    violation.evidence.push_back({Finding::believed_up, 0, {}, 0});
    return violation;
}

void DivergedStreaming::settle(std::size_t proxy, std::size_t database, engine::TrueTime until) {
    Pair& pair = pairs_[proxy * servers_.size() + database];
    const auto believed = ledger_.belief(proxy, database);
    const bool up = believed == failover::Status::up || believed == failover::Status::connect_wait;
    if (!up || !astray(database, newest())) {
        if (pair.violation) found_[*pair.violation].ended = now_;
        pair = {};
        return;
    }
    if (!pair.wrong_since) pair.wrong_since = now_;
    if (pair.violation || until - *pair.wrong_since < graces_[proxy].total()) return;
    pair.violation = found_.size();
    found_.push_back(describe(proxy, database));
}

void DivergedStreaming::settle(engine::TrueTime until) {
    for (std::size_t proxy = 0; proxy < ledger_.proxies(); ++proxy) {
        for (std::size_t database = 0; database < servers_.size(); ++database) {
            settle(proxy, database, until);
        }
    }
}

void DivergedStreaming::take(const engine::Record& record) {
    if (record.at() > now_) {
        settle(record.at());
        now_ = record.at();
    }
    ledger_.take(record);
    const auto& words = record.words;
    const Kind kind{record.kind};
    const bool told = kind == Kind::database_role || kind == Kind::wal_branch ||
                      kind == Kind::diverged || kind == Kind::streaming;
    if (!told || words[0] >= servers_.size()) return;
    Server& server = servers_[words[0]];
    server.record = record.number;
    server.since = record.at();
    if (kind == Kind::diverged) server.parted = words[1] != 0;
    if (kind == Kind::database_role || kind == Kind::wal_branch) server.timeline = words[2];
}

std::vector<Violation> DivergedStreaming::finish(engine::TrueTime end) {
    settle(end);
    return std::move(found_);
}

}  // namespace sim::checks
