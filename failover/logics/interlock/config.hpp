// One proxy's configuration, typed: what the product reads from its file (semantics-3.6 §13).
// A value of its own for each time that it was read; shared by all copies of a logic value.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "failover/logics/interlock/fixes.hpp"

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

    Duration recovery_timeout{};
    Duration client_idle_limit_in_recovery{};  ///< negative: at once
    std::string recovery_1st_stage_command;
    std::string recovery_2nd_stage_command;
    bool replication_mode = false;

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

    Fixes fixes;

    std::vector<ParameterValue> parameters;  ///< what all of the above was read from

    [[nodiscard]] int backend_count() const { return static_cast<int>(backends.size()); }
    /// One of the slots in use; `configured` asks for a port, too.
    [[nodiscard]] bool known(BackendId id) const {
        return id.value >= 0 && id.value < backend_count();
    }
    [[nodiscard]] bool configured(BackendId id) const {
        return known(id) && backends[static_cast<std::size_t>(id.value)].port != 0;
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
/// The file with those changes, as a process reads it anew; at a reload the others wait for the
/// next start.
[[nodiscard]] Config reread(const Config& now, std::span<const ParameterChange> changes,
                            TakenAt when);

}  // namespace failover::interlock
