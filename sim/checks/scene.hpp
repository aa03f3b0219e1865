// What a run's facts have said so far, each with the record that said it: what is the case and what
// each proxy believes. Oracles look at it between two instants.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "failover/beliefs.hpp"
#include "sim/checks/cuts.hpp"
#include "sim/checks/oracle.hpp"

namespace sim::checks {

/// A value of the run with the record that set it.
struct Known {
    std::int64_t value = 0;
    engine::Sequence record = 0;
    engine::TrueTime since;
};

class Scene {
  public:
    struct Database {
        std::int32_t host = -1;
        bool may_fail_over = true;
        Known state;
        Known role{static_cast<std::int64_t>(facts::DatabaseRole::standby), 0, {}};
        Known streams;
        std::int64_t upstream = -1;
        Known wanted{1, 0, {}};  ///< 0: an operator detached it, and nobody attached it since
    };
    struct Proxy {
        std::int32_t host = -1;
        Grace grace;
        bool in_cluster = false;  ///< use_watchdog, and others to form one with
        Known serves;
        Known primary{failover::backend_not_searched.value, 0, {}};
        std::array<Known, failover::lock_count> locks;
        Known leads;
        Known quorum{static_cast<std::int64_t>(failover::Quorum::none), 0, {}};
        Known has_address;  ///< its host has the virtual one
        bool main_gone = false;
        bool main_stopped = false;
        bool any_stopped = false;  ///< some process of it stands still
    };
    /// What one proxy believes of one database. Where only records of a change are kept, the
    /// first value is the one before all of them.
    struct Belief {
        Known status;
        Known pending;
        Known on_the_way;
    };

    explicit Scene(const Surroundings& surroundings);
    /// REQUIRES: in the order of the run.
    void learn(const engine::Record& record);

    [[nodiscard]] std::size_t databases() const { return databases_.size(); }
    [[nodiscard]] std::size_t proxies() const { return proxies_.size(); }
    [[nodiscard]] const Database& database(std::size_t id) const { return databases_[id]; }
    [[nodiscard]] const Proxy& proxy(std::size_t id) const { return proxies_[id]; }
    [[nodiscard]] const Belief& belief(std::size_t proxy, std::size_t database) const {
        return beliefs_[proxy * databases_.size() + database];
    }

    /// Runs and is primary or streams.
    [[nodiscard]] bool healthy(std::size_t database) const;
    /// That, and nothing of it has changed since that moment.
    [[nodiscard]] bool healthy_since(std::size_t database, engine::TrueTime moment) const;
    /// Is stopped or stands still, or its host is off.
    [[nodiscard]] bool dead(std::size_t database) const;
    /// The proxy holds it waiting or up.
    [[nodiscard]] bool held_valid(std::size_t proxy, std::size_t database) const;
    /// Neither in the proxy nor on the way to it is anything but its health check.
    [[nodiscard]] bool settled(std::size_t proxy, std::size_t database) const;
    /// The same of all databases.
    [[nodiscard]] bool settled(std::size_t proxy) const;
    /// Its host is off or out of reach, or its main process is gone or stopped.
    [[nodiscard]] bool proxy_faulty(std::size_t proxy) const;
    /// That, or the database's host is off, or the proxy cannot look at it over the network.
    [[nodiscard]] bool fault_open(std::size_t proxy, std::size_t database) const;
    /// It leads the watchdogs, as far as it knows with enough of them to escalate, and is awake.
    [[nodiscard]] bool leads_with_quorum(std::size_t proxy) const;
    /// It has the virtual address, and its host is awake to answer there.
    [[nodiscard]] bool answers_at_address(std::size_t proxy) const;
    /// It serves in a cluster, and nothing of it stands still or is gone.
    [[nodiscard]] bool takes_part(std::size_t proxy) const;
    /// Neither the watchdogs' nor the lifechecks' way between the two is cut.
    [[nodiscard]] bool reach_each_other(std::size_t one, std::size_t other) const;
    [[nodiscard]] const Cuts& cuts() const { return cuts_; }

  private:
    void learn_network(const engine::Record& record);
    void learn_database(const engine::Record& record);
    void learn_proxy(const engine::Record& record);
    void learn_belief(const engine::Record& record);
    [[nodiscard]] bool off(std::int32_t host) const;

    std::vector<Database> databases_;
    std::vector<Proxy> proxies_;
    std::vector<Belief> beliefs_;
    std::vector<bool> up_;  ///< hosts that have power, a network, and do not stand still
    Cuts cuts_;
};

}  // namespace sim::checks
