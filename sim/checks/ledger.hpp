// Truth beside belief as a run goes on: what each database is, what each proxy holds it to be, and
// where the two differ. A fold over facts; looked at between two instants.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "failover/beliefs.hpp"
#include "sim/facts/facts.hpp"

namespace sim::checks {

/// What a database is, in one word.
enum class Health : std::uint8_t {
    unknown,
    stopped,
    stopping,
    starting,
    off,  ///< its host has no power, or boots
    paused,
    promoting,
    running,
    streaming,
    primary
};
[[nodiscard]] std::string_view to_string(Health health);
[[nodiscard]] std::string_view to_string(failover::Status status);

class Ledger {
  public:
    Ledger(std::size_t databases, std::size_t proxies);

    void take(const engine::Record& record);

    [[nodiscard]] std::size_t databases() const { return databases_.size(); }
    [[nodiscard]] std::size_t proxies() const { return proxies_.size(); }
    [[nodiscard]] Health health(std::size_t database) const;
    /// Upstream of a streaming database, -1 if none.
    [[nodiscard]] std::int32_t upstream(std::size_t database) const;
    [[nodiscard]] bool serves(std::size_t proxy) const { return proxies_[proxy].serves; }
    [[nodiscard]] bool leads(std::size_t proxy) const { return proxies_[proxy].leads; }
    /// Its host, or its main process, gets no time: what it believes leads to nothing.
    [[nodiscard]] bool stands_still(std::size_t proxy) const {
        return proxies_[proxy].host_paused || proxies_[proxy].main_stopped;
    }
    [[nodiscard]] std::int32_t primary(std::size_t proxy) const { return proxies_[proxy].primary; }
    /// None: the proxy does not serve, so it believes nothing.
    [[nodiscard]] std::optional<failover::Status> belief(std::size_t proxy,
                                                         std::size_t database) const;
    /// A healthy database believed down, or a dead one believed up.
    [[nodiscard]] bool differs(std::size_t proxy, std::size_t database) const;

  private:
    struct Database {
        bool told = false;
        bool has_power = true;
        facts::DatabaseState state = facts::DatabaseState::stopped;
        facts::DatabaseRole role = facts::DatabaseRole::standby;
        bool streams = false;
        std::int32_t upstream = -1;
    };
    struct Proxy {
        bool serves = false;
        bool leads = false;
        bool host_paused = false;
        bool main_stopped = false;
        std::int32_t primary = failover::backend_not_searched.value;
        std::vector<failover::Status> status;
    };
    void take_truth(const engine::Record& record);
    void take_belief(const engine::Record& record);
    void take_machine(const engine::Record& record);

    std::vector<Database> databases_;
    std::vector<Proxy> proxies_;
};

}  // namespace sim::checks
