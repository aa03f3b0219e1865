#include "sim/checks/scene.hpp"

#include <algorithm>

#include "failover/words/message.hpp"
#include "sim/checks/grace.hpp"

namespace sim::checks {
namespace {

using engine::Record;
using facts::DatabaseRole;
using facts::DatabaseState;
using facts::Kind;
using failover::Pending;
using failover::Plane;
using failover::Status;

constexpr std::uint32_t every_role = 255;  // as Kind::process_pause has it

template <class Enum>
constexpr bool is(const Known& known, Enum value) {
    return known.value == static_cast<std::int64_t>(value);
}

Known known(const Record& record, std::size_t word) {
    // Ids may be negative: a word is one's 32 bits.
    return {static_cast<std::int32_t>(record.words[word]), record.number, record.at()};
}

}  // namespace

Scene::Scene(const Surroundings& surroundings) {
    const scenario::Scenario& scenario = surroundings.scenario;
    up_.assign(scenario.hosts.size(), true);
    for (const auto& spec : scenario.databases) {
        Database database;
        database.host = spec.host.value;
        database.may_fail_over = !spec.disallow_to_failover;
        databases_.push_back(database);
    }
    const bool several = scenario.proxies.size() > 1;
    for (const auto& spec : scenario.proxies) {
        Proxy proxy;
        proxy.host = spec.host.value;
        proxy.grace = health_check_grace(surroundings.catalogue, spec);
        proxy.in_cluster = several && parameter(surroundings.catalogue, spec, "use_watchdog") != 0;
        proxies_.push_back(proxy);
    }
    beliefs_.resize(proxies_.size() * databases_.size());
}

void Scene::learn(const Record& record) {
    learn_network(record);
    if (record.words[0] < databases_.size()) learn_database(record);
    if (record.words[0] >= proxies_.size()) return;
    learn_proxy(record);
    if (record.words[1] < databases_.size()) learn_belief(record);
}

void Scene::learn_network(const Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    // A host that stands still or has no network cannot be looked at either.
    if (words[0] < up_.size()) {
        if (kind == Kind::network_interface) up_[words[0]] = words[1] != 0;
        if (kind == Kind::host_power) up_[words[0]] = words[1] == 1;
        if (kind == Kind::host_pause) up_[words[0]] = words[1] == 0;
    }
    cuts_.take(record);
}

void Scene::learn_database(const Record& record) {
    Database& database = databases_[record.words[0]];
    const Kind kind{record.kind};
    if (kind == Kind::database_state) database.state = known(record, 1);
    if (kind == Kind::database_role) database.role = known(record, 1);
    if (kind == Kind::operator_wants) database.wanted = known(record, 1);
    if (kind != Kind::streaming) return;
    database.streams = known(record, 1);
    database.upstream = static_cast<std::int32_t>(record.words[2]);
}

void Scene::learn_proxy(const Record& record) {
    const auto& words = record.words;
    Proxy& proxy = proxies_[words[0]];
    const Kind kind{record.kind};
    if (kind == Kind::serves) proxy.serves = known(record, 1);
    if (kind == Kind::believed_primary) proxy.primary = known(record, 1);
    if (kind == Kind::leads) proxy.leads = known(record, 1);
    if (kind == Kind::believed_quorum) proxy.quorum = known(record, 1);
    if (kind == Kind::virtual_address) proxy.has_address = known(record, 1);
    if (kind == Kind::believed_lock && words[1] < proxy.locks.size()) {
        proxy.locks[words[1]] = known(record, 2);
    }
    const bool first_process = kind == Kind::proxy_process && words[1] == 0;
    if (first_process) proxy.main_gone = words[3] == 0;
    if (kind != Kind::process_pause) return;
    if (words[1] == 0 || words[1] == every_role) proxy.main_stopped = words[2] != 0;
    proxy.any_stopped = words[2] != 0;
}

void Scene::learn_belief(const Record& record) {
    Belief& belief = beliefs_[record.words[0] * databases_.size() + record.words[1]];
    const Kind kind{record.kind};
    if (kind == Kind::believed_status) belief.status = known(record, 2);
    if (kind == Kind::pending_change) belief.pending = known(record, 2);
    if (kind == Kind::on_the_way) belief.on_the_way = known(record, 2);
}

bool Scene::healthy(std::size_t id) const {
    const Database& database = databases_[id];
    if (!is(database.state, DatabaseState::running)) return false;
    return is(database.role, DatabaseRole::primary) || database.streams.value != 0;
}

bool Scene::healthy_since(std::size_t id, engine::TrueTime moment) const {
    const Database& database = databases_[id];
    const bool primary = is(database.role, DatabaseRole::primary);
    return healthy(id) && database.state.since <= moment && database.role.since <= moment &&
           (primary || database.streams.since <= moment);
}

bool Scene::dead(std::size_t id) const {
    const Database& database = databases_[id];
    return is(database.state, DatabaseState::stopped) ||
           is(database.state, DatabaseState::paused) || off(database.host);
}

bool Scene::held_valid(std::size_t proxy, std::size_t database) const {
    const Known& status = belief(proxy, database).status;
    return is(status, Status::connect_wait) || is(status, Status::up);
}

bool Scene::settled(std::size_t proxy, std::size_t database) const {
    const Belief& held = belief(proxy, database);
    return held.on_the_way.value == 0 &&
           (is(held.pending, Pending::nothing) || is(held.pending, Pending::health_check));
}

bool Scene::settled(std::size_t proxy) const {
    for (std::size_t database = 0; database < databases_.size(); ++database) {
        if (!settled(proxy, database)) return false;
    }
    return true;
}

bool Scene::off(std::int32_t host) const {
    const auto index = static_cast<std::size_t>(host);
    return host >= 0 && index < up_.size() && !up_[index];
}

bool Scene::proxy_faulty(std::size_t proxy) const {
    return off(proxies_[proxy].host) || proxies_[proxy].main_gone || proxies_[proxy].main_stopped;
}

bool Scene::fault_open(std::size_t proxy, std::size_t database) const {
    // Only what carries the proxy's own look at the database: the proxies' talk does not.
    return off(databases_[database].host) || proxy_faulty(proxy) ||
           cuts_.between(databases_[database].host, proxies_[proxy].host, Plane::database);
}

bool Scene::leads_with_quorum(std::size_t proxy) const {
    const Proxy& it = proxies_[proxy];
    return it.leads.value != 0 && !off(it.host) && !it.any_stopped &&
           it.quorum.value >= static_cast<std::int64_t>(failover::Quorum::edge);
}

bool Scene::answers_at_address(std::size_t proxy) const {
    return proxies_[proxy].has_address.value != 0 && !off(proxies_[proxy].host);
}

bool Scene::takes_part(std::size_t proxy) const {
    const Proxy& it = proxies_[proxy];
    return it.in_cluster && it.serves.value != 0 && !it.any_stopped && !proxy_faulty(proxy);
}

bool Scene::reach_each_other(std::size_t one, std::size_t other) const {
    const std::int32_t a = proxies_[one].host;
    const std::int32_t b = proxies_[other].host;
    return !cuts_.between(a, b, Plane::watchdog) && !cuts_.between(a, b, Plane::lifecheck);
}

}  // namespace sim::checks
