// One proxy's configuration, typed: what the product reads from its file (semantics-3.6 §13).
// Constant while the proxy runs; shared by all copies of a logic value.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "failover/logic.hpp"

namespace failover::interlock {

enum class LifecheckMethod : std::uint8_t { heartbeat, query, external };

/// Spans are Durations whatever unit the file has; 0 keeps its documented meaning.
struct Config {
    ProxyId self;
    std::vector<BackendSetup> backends;
    std::vector<ProxySetup> proxies;

    bool master_slave_mode = true;  ///< with sub mode stream: streaming replication mode
    bool streaming = true;
    bool load_balance_mode = true;
    int num_init_children = 32;
    int max_pool = 4;

    Duration health_check_period{};
    Duration health_check_timeout{};
    int health_check_max_retries = 0;
    Duration health_check_retry_delay{};
    std::string health_check_database;  ///< empty: postgres, then template1 (§4.2)
    Duration connect_timeout{};

    int search_primary_node_timeout = 300;  ///< iterations of one second; 0 = for ever
    Duration sr_check_period{};
    std::int64_t delay_threshold = 0;
    bool log_delay_if_over_threshold = false;
    bool log_delay_always = false;
    bool fail_over_on_backend_error = true;

    std::string failover_command;
    std::string failback_command;
    std::string follow_master_command;

    bool use_watchdog = false;
    std::string delegate_ip;
    std::string wd_escalation_command;
    std::string wd_de_escalation_command;
    std::string wd_authkey;
    std::string wd_monitoring_interfaces_list;  ///< empty: none; "any"; or names
    std::string trusted_servers;
    LifecheckMethod wd_lifecheck_method = LifecheckMethod::heartbeat;
    Duration wd_interval{};
    Duration wd_heartbeat_keepalive{};
    Duration wd_heartbeat_deadtime{};
    int wd_life_point = 3;

    // What later versions do otherwise (semantics-3.6 §14.2, §15): off in this one.
    bool fix_h6 = false;   ///< holder and locks are cleared by whoever leads no more
    bool fix_h7 = false;   ///< a standby that asks is told the failover id
    bool fix_h8 = false;   ///< failover objects do not expire while main is busy
    bool fix_r28 = false;  ///< a proxy that lifecheck calls dead stays out until it is heard again
    bool fix_r41 = false;  ///< … or starts anew
    bool fix_r46 = false;  ///< without monitored interfaces a lost address is survived
    bool fix_r48 = false;  ///< a standby looks at its leader by a timer and calls it lost

    [[nodiscard]] int backend_count() const { return static_cast<int>(backends.size()); }
    [[nodiscard]] bool configured(BackendId id) const {
        return id.value >= 0 && id.value < backend_count() &&
               backends[static_cast<std::size_t>(id.value)].port != 0;
    }
    /// The other proxies, in the order of the configuration: "remote nodes" of the watchdog.
    [[nodiscard]] std::vector<ProxyId> peers() const;
};

/// The parameters that a scenario or a configuration file may set, with the sample file's values
/// as fallback where it has them (scenario-format, Defaults).
[[nodiscard]] std::span<const Parameter> parameters();
[[nodiscard]] std::span<const std::string_view> parameter_names();
/// Index of a parameter in parameters(). REQUIRES: it exists.
[[nodiscard]] std::int16_t parameter_index(std::string_view name);

[[nodiscard]] Config make_config(const Setup& setup);

}  // namespace failover::interlock
