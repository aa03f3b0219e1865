#include "sim/checks/stale_down.hpp"

#include <algorithm>

#include "failover/beliefs.hpp"
#include "failover/words/message.hpp"
#include "sim/checks/grace.hpp"

namespace sim::checks {
namespace {

using engine::Record;
using engine::TrueTime;
using facts::Kind;

constexpr auto running = static_cast<std::int64_t>(facts::DatabaseState::running);
constexpr auto primary = static_cast<std::int64_t>(facts::DatabaseRole::primary);
constexpr auto down = static_cast<std::int64_t>(failover::Status::down);
constexpr std::uint32_t every_role = 255;  // as Kind::process_pause has it
constexpr auto nothing = static_cast<std::int64_t>(failover::Pending::nothing);

}  // namespace

StaleDown::StaleDown(const Surroundings& surroundings) {
    const scenario::Scenario& scenario = surroundings.scenario;
    up_.assign(scenario.hosts.size(), true);
    for (const auto& spec : scenario.databases) {
        Database database;
        database.host = spec.host.value;
        databases_.push_back(database);
    }
    for (const auto& spec : scenario.proxies) {
        Proxy proxy;
        proxy.host = spec.host.value;
        proxy.grace = health_check_grace(surroundings.catalogue, spec);
        proxies_.push_back(proxy);
    }
    for (std::size_t proxy = 0; proxy < proxies_.size(); ++proxy) {
        for (std::size_t database = 0; database < databases_.size(); ++database) {
            Pair both;
            both.database = database;
            both.proxy = proxy;
            pairs_.push_back(both);
        }
    }
}

void StaleDown::take(const Record& record) {
    if (facts::level_of(Kind{record.kind}) != engine::Level::facts) return;
    // Facts of one instant belong together: nothing is judged between two of them.
    if (record.at() > now_) {
        settle(record.at(), false);
        now_ = record.at();
    }
    learn(record);
}

std::vector<Violation> StaleDown::finish(TrueTime end) {
    settle(end, true);
    return std::move(found_);
}

void StaleDown::learn(const Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    // A host without a network cannot be looked at either.
    const bool reach = kind == Kind::network_interface;
    if (reach && words[0] < up_.size()) up_[words[0]] = words[1] != 0;
    if (kind == Kind::host_power && words[0] < up_.size()) up_[words[0]] = words[1] == 1;
    if (kind == Kind::host_pause && words[0] < up_.size()) up_[words[0]] = words[1] == 0;
    cuts_.take(record);
    const bool first_process = kind == Kind::proxy_process && words[1] == 0;
    if (first_process && words[0] < proxies_.size()) proxies_[words[0]].main_gone = words[3] == 0;
    if (kind == Kind::process_pause && words[0] < proxies_.size() &&
        (words[1] == 0 || words[1] == every_role)) {
        proxies_[words[0]].main_stopped = words[2] != 0;
    }
    learn_truth(record);
    learn_belief(record);
}

void StaleDown::learn_truth(const Record& record) {
    const auto& words = record.words;
    if (words[0] >= databases_.size()) return;
    Database& database = databases_[words[0]];
    const Known known{static_cast<std::int64_t>(words[1]), record.number, record.at()};
    const Kind kind{record.kind};
    if (kind == Kind::database_state) database.state = known;
    if (kind == Kind::database_role) database.role = known;
    if (kind == Kind::operator_wants) database.unwanted = words[1] == 0;
    if (kind == Kind::streaming) {
        database.streams = known;
        database.upstream = static_cast<std::int32_t>(words[2]);
    }
}

void StaleDown::learn_belief(const Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    if (kind == Kind::serves && words[0] < proxies_.size()) {
        proxies_[words[0]].serves = {static_cast<std::int64_t>(words[1]), record.number,
                                     record.at()};
        return;
    }
    Pair* both = nullptr;
    if (kind == Kind::believed_status || kind == Kind::pending_change || kind == Kind::on_the_way) {
        both = pair(words[0], words[1]);
    }
    if (both == nullptr) return;
    const Known known{static_cast<std::int64_t>(words[2]), record.number, record.at()};
    if (kind == Kind::believed_status) both->status = known;
    if (kind == Kind::pending_change) both->pending = known;
    if (kind == Kind::on_the_way) both->on_the_way = known;
}

StaleDown::Pair* StaleDown::pair(std::uint32_t proxy, std::uint32_t database) {
    if (proxy >= proxies_.size() || database >= databases_.size()) return nullptr;
    return &pairs_[proxy * databases_.size() + database];
}

void StaleDown::settle(TrueTime until, bool at_the_end) {
    for (Pair& both : pairs_) settle(both, until, at_the_end);
}

void StaleDown::settle(Pair& both, TrueTime until, bool at_the_end) {
    if (!wrong(both)) {
        if (both.violation) found_[*both.violation].ended = now_;
        both.violation.reset();
        both.wrong_since.reset();
        return;
    }
    if (!both.wrong_since) both.wrong_since = now_;
    const bool quiet = both.pending.value == nothing && both.on_the_way.value == 0;
    if (both.violation || !quiet) return;
    const TrueTime over = *both.wrong_since + proxies_[both.proxy].grace.total();
    const TrueTime at = std::max(over, now_);
    if (at < until || (at_the_end && at == until)) {
        both.violation = found_.size();
        found_.push_back(describe(both, at));
    }
}

bool StaleDown::healthy(const Database& database) const {
    if (database.state.value != running) return false;
    return database.role.value == primary || database.streams.value != 0;
}

bool StaleDown::fault_open(const Database& database, const Proxy& proxy) const {
    const auto off = [&](std::int32_t host) {
        const auto index = static_cast<std::size_t>(host);
        return host >= 0 && index < up_.size() && !up_[index];
    };
    if (off(database.host) || off(proxy.host)) return true;
    if (proxy.main_gone || proxy.main_stopped) return true;
    // Only what carries the proxy's own look at the database: the proxies' talk does not.
    return cuts_.between(database.host, proxy.host);
}

bool StaleDown::wrong(const Pair& both) const {
    const Database& database = databases_[both.database];
    const Proxy& proxy = proxies_[both.proxy];
    return proxy.serves.value != 0 && both.status.value == down && healthy(database) &&
           !database.unwanted && !fault_open(database, proxy);
}

Violation StaleDown::describe(const Pair& both, TrueTime at) const {
    const Database& database = databases_[both.database];
    const Proxy& proxy = proxies_[both.proxy];
    const auto evidence = [](Finding finding, const Known& known, std::int64_t number) {
        return Evidence{finding, known.record, known.since, number};
    };
    Violation violation;
    violation.oracle = id;
    violation.subject.database = facts::DatabaseId{static_cast<std::int32_t>(both.database)};
    violation.subject.proxy = failover::ProxyId{static_cast<std::int32_t>(both.proxy)};
    violation.since = *both.wrong_since;
    violation.at = at;
    violation.grace = proxy.grace;
    auto& list = violation.evidence;
    list.push_back(evidence(Finding::database_running, database.state, 0));
    if (database.role.value == primary) {
        list.push_back(evidence(Finding::database_primary, database.role, 0));
    } else {
        list.push_back(evidence(Finding::database_streams, database.streams, database.upstream));
    }
    list.push_back(evidence(Finding::believed_down, both.status, 0));
    list.push_back(evidence(Finding::health_check_skips, both.status, proxy.grace.period.count()));
    list.push_back(evidence(Finding::no_timer, both.pending, 0));
    list.push_back(evidence(Finding::no_request, both.pending, 0));
    list.push_back(evidence(Finding::nothing_on_the_way, both.on_the_way, 0));
    list.push_back(Evidence{Finding::no_fault_open, 0, *both.wrong_since, 0});
    return violation;
}

}  // namespace sim::checks
