#include "sim/checks/ledger.hpp"

namespace sim::checks {
namespace {

using facts::DatabaseRole;
using facts::DatabaseState;
using facts::Kind;
using failover::Status;

}  // namespace

std::string_view to_string(Health health) {
    switch (health) {
        case Health::unknown:
            return "unknown";
        case Health::stopped:
            return "stopped";
        case Health::stopping:
            return "stopping";
        case Health::starting:
            return "starting";
        case Health::off:
            return "off";
        case Health::paused:
            return "paused";
        case Health::promoting:
            return "promoting";
        case Health::running:
            return "running";
        case Health::streaming:
            return "streaming";
        case Health::primary:
            return "primary";
    }
    return "unknown";
}

std::string_view to_string(Status status) {
    switch (status) {
        case Status::unused:
            return "unused";
        case Status::connect_wait:
            return "waiting";
        case Status::up:
            return "up";
        case Status::down:
            return "down";
    }
    return "unused";
}

Ledger::Ledger(std::size_t databases, std::size_t proxies) : databases_(databases) {
    Proxy proxy;
    proxy.status.assign(databases, Status::unused);
    proxies_.assign(proxies, proxy);
}

void Ledger::take(const engine::Record& record) {
    take_truth(record);
    take_belief(record);
    take_machine(record);
}

void Ledger::take_machine(const engine::Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    constexpr std::uint32_t all_roles = 255;
    if (kind == Kind::host_power && words[2] < databases_.size()) {
        databases_[words[2]].has_power = words[1] == 1;
    }
    if (kind == Kind::host_power && words[3] < proxies_.size()) {
        proxies_[words[3]].host_paused = false;
        proxies_[words[3]].main_stopped = false;
    }
    if (kind == Kind::host_pause && words[3] < proxies_.size()) {
        proxies_[words[3]].host_paused = words[1] != 0;
    }
    const bool main_too = words[1] == 0 || words[1] == all_roles;
    if (kind == Kind::process_pause && main_too && words[0] < proxies_.size()) {
        proxies_[words[0]].main_stopped = words[2] != 0;
    }
}

void Ledger::take_truth(const engine::Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    if (words[0] >= databases_.size()) return;
    Database& database = databases_[words[0]];
    if (kind == Kind::database_state) {
        database.state = static_cast<DatabaseState>(words[1]);
        database.told = true;
    }
    if (kind == Kind::database_role) database.role = static_cast<DatabaseRole>(words[1]);
    if (kind == Kind::streaming) {
        database.streams = words[1] != 0;
        database.upstream = static_cast<std::int32_t>(words[2]);
    }
}

void Ledger::take_belief(const engine::Record& record) {
    const auto& words = record.words;
    const Kind kind{record.kind};
    if (words[0] >= proxies_.size()) return;
    Proxy& proxy = proxies_[words[0]];
    if (kind == Kind::serves) proxy.serves = words[1] != 0;
    if (kind == Kind::leads) proxy.leads = words[1] != 0;
    if (kind == Kind::believed_primary) proxy.primary = static_cast<std::int32_t>(words[1]);
    if (kind == Kind::believed_status && words[1] < databases_.size()) {
        proxy.status[words[1]] = static_cast<Status>(words[2]);
    }
}

Health Ledger::health(std::size_t database) const {
    const Database& one = databases_[database];
    if (!one.told) return Health::unknown;
    if (!one.has_power) return Health::off;
    switch (one.state) {
        case DatabaseState::stopped:
            return Health::stopped;
        case DatabaseState::booting:
        case DatabaseState::starting:
            return Health::starting;
        case DatabaseState::stopping_smart:
        case DatabaseState::stopping_fast:
            return Health::stopping;
        case DatabaseState::promoting:
            return Health::promoting;
        case DatabaseState::paused:
            return Health::paused;
        case DatabaseState::running:
            break;
    }
    if (one.role == DatabaseRole::primary) return Health::primary;
    return one.streams ? Health::streaming : Health::running;
}

std::int32_t Ledger::upstream(std::size_t database) const {
    return databases_[database].streams ? databases_[database].upstream : -1;
}

std::optional<Status> Ledger::belief(std::size_t proxy, std::size_t database) const {
    if (!proxies_[proxy].serves) return std::nullopt;
    return proxies_[proxy].status[database];
}

bool Ledger::differs(std::size_t proxy, std::size_t database) const {
    const auto believed = belief(proxy, database);
    if (!believed) return false;
    const Health truth = health(database);
    const bool healthy = truth == Health::streaming || truth == Health::primary;
    const bool dead = truth == Health::stopped || truth == Health::off || truth == Health::paused;
    if (*believed == Status::down) return healthy;
    const bool up = *believed == Status::up || *believed == Status::connect_wait;
    return up && dead;
}

}  // namespace sim::checks
