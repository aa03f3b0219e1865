#include "sim/site/keys.hpp"

#include <algorithm>
#include <array>

namespace sim::site {
namespace {

using failover::Parameter;
using Kind = failover::ParameterKind;

constexpr std::int64_t max_int = 2'147'483'647;

constexpr Parameter text(std::string_view name, std::string_view fallback = "") {
    return {name, Kind::text, fallback, 0, 0, "", ""};
}
constexpr Parameter port(std::string_view name, std::string_view fallback) {
    return {name, Kind::integer, fallback, 1024, 65'535, "", ""};
}
constexpr Parameter count(std::string_view name, std::string_view fallback,
                          std::int64_t least = 0) {
    return {name, Kind::integer, fallback, least, max_int, "", ""};
}
constexpr Parameter seconds(std::string_view name, std::string_view fallback,
                            std::int64_t least = 0) {
    return {name, Kind::seconds, fallback, least, 86'400, "", ""};
}
constexpr Parameter flag(std::string_view name, std::string_view fallback) {
    return {name, Kind::boolean, fallback, 0, 1, "", ""};
}

constexpr KnownKey shape(Parameter takes) { return {takes, Matter::cluster, false}; }
constexpr KnownKey shapes(Parameter takes) { return {takes, Matter::cluster, true}; }
constexpr KnownKey missing(Parameter takes) { return {takes, Matter::not_modelled, false}; }
constexpr KnownKey other(Parameter takes) { return {takes, Matter::irrelevant, false}; }

constexpr std::array shape_keys{
    shapes(text("backend_hostname")),
    shapes(Parameter{"backend_port", Kind::integer, "0", 1024, 65'535, "", ""}),
    shapes(Parameter{"backend_weight", Kind::weight, "0", 0, 0, "", ""}),
    shapes(text("backend_data_directory")),
    shapes(text("backend_flag", "ALLOW_TO_FAILOVER")),
    shape(port("port", "9999")),
    shape(port("pcp_port", "9898")),
    shape(text("logdir")),
    shape(text("wd_hostname")),
    shape(port("wd_port", "9000")),
    shape(count("wd_priority", "1")),
    shapes(text("other_pgpool_hostname")),
    shapes(port("other_pgpool_port", "0")),
    shapes(port("other_wd_port", "0")),
    shape(port("wd_heartbeat_port", "9694")),
    shapes(text("heartbeat_destination")),
    shapes(port("heartbeat_destination_port", "0")),
};

constexpr std::array missing_keys{
    missing(flag("replication_mode", "off")),
    missing(flag("replication_stop_on_mismatch", "off")),
    missing(flag("failover_if_affected_tuples_mismatch", "off")),
    missing(seconds("child_life_time", "300")),
    missing(seconds("connection_life_time", "0")),
    missing(count("child_max_connections", "0")),
    missing(seconds("client_idle_limit", "0")),
};

// Users, passwords and databases are taken to be right: a wrong one shows in no file.
constexpr std::array other_keys{
    other(text("listen_addresses", "localhost")),
    other(text("socket_dir")),
    other(count("listen_backlog_multiplier", "2")),
    other(flag("serialize_accept", "off")),
    other(text("pcp_listen_addresses", "*")),
    other(text("pcp_socket_dir")),
    other(flag("enable_pool_hba", "off")),
    other(text("pool_passwd", "pool_passwd")),
    other(seconds("authentication_timeout", "60")),
    other(flag("ssl", "off")),
    other(text("ssl_key")),
    other(text("ssl_cert")),
    other(text("ssl_ca_cert")),
    other(text("ssl_ca_cert_dir")),
    other(text("log_destination", "stderr")),
    other(text("log_line_prefix", "%t: pid %p: ")),
    other(flag("log_connections", "off")),
    other(flag("log_hostname", "off")),
    other(flag("log_statement", "off")),
    other(flag("log_per_node_statement", "off")),
    other(text("syslog_facility", "LOCAL0")),
    other(text("syslog_ident", "pgpool")),
    other(count("debug_level", "0")),
    other(text("log_error_verbosity", "default")),
    other(text("client_min_messages", "notice")),
    other(text("log_min_messages", "warning")),
    other(text("pid_file_name")),
    other(flag("connection_cache", "on")),
    other(text("reset_query_list", "ABORT; DISCARD ALL")),
    other(flag("replicate_select", "off")),
    other(flag("insert_lock", "on")),
    other(text("lobj_lock_table")),
    other(flag("ignore_leading_white_space", "on")),
    other(text("white_function_list")),
    other(text("black_function_list")),
    other(text("database_redirect_preference_list")),
    other(text("app_name_redirect_preference_list")),
    other(flag("allow_sql_comments", "off")),
    other(text("sr_check_user", "nobody")),
    other(text("sr_check_password")),
    other(text("sr_check_database", "postgres")),
    other(text("health_check_user", "nobody")),
    other(text("health_check_password")),
    other(text("recovery_user")),
    other(text("recovery_password")),
    other(text("recovery_1st_stage_command")),
    other(text("recovery_2nd_stage_command")),
    other(seconds("recovery_timeout", "90")),
    other(Parameter{"client_idle_limit_in_recovery", Kind::seconds, "0", -1, 86'400, "", ""}),
    other(text("ping_path", "/bin")),
    other(text("wd_ipc_socket_dir")),
    other(text("if_cmd_path", "/sbin")),
    other(text("arping_path", "/usr/sbin")),
    other(flag("clear_memqcache_on_escalation", "off")),
    KnownKey{text("heartbeat_device"), Matter::irrelevant, true},
    other(text("wd_lifecheck_query", "SELECT 1")),
    other(text("wd_lifecheck_dbname", "postgres")),
    other(text("wd_lifecheck_user", "nobody")),
    other(text("wd_lifecheck_password")),
    other(seconds("relcache_expire", "0")),
    other(count("relcache_size", "256")),
    other(flag("check_temp_table", "on")),
    other(flag("check_unlogged_table", "on")),
    other(flag("memory_cache_enabled", "off")),
    other(text("memqcache_method", "shmem")),
    other(text("memqcache_memcached_host", "localhost")),
    other(count("memqcache_memcached_port", "11211")),
    other(Parameter{"memqcache_total_size", Kind::bytes, "67108864", 0, INT64_MAX, "", ""}),
    other(count("memqcache_max_num_cache", "1000000")),
    other(seconds("memqcache_expire", "0")),
    other(flag("memqcache_auto_cache_invalidation", "on")),
    other(Parameter{"memqcache_maxcache", Kind::bytes, "409600", 0, INT64_MAX, "", ""}),
    other(Parameter{"memqcache_cache_block_size", Kind::bytes, "1048576", 0, INT64_MAX, "", ""}),
    other(text("memqcache_oiddir")),
    other(text("white_memqcache_table_list")),
    other(text("black_memqcache_table_list")),
};

constexpr auto all_keys() {
    std::array<KnownKey, shape_keys.size() + missing_keys.size() + other_keys.size()> all{};
    auto at = std::copy(shape_keys.begin(), shape_keys.end(), all.begin());
    at = std::copy(missing_keys.begin(), missing_keys.end(), at);
    std::copy(other_keys.begin(), other_keys.end(), at);
    return all;
}
constexpr auto keys = all_keys();

/// Where the sample file for streaming replication says something else than is compiled in.
struct Compiled {
    std::string_view name;
    std::string_view value;
};
constexpr std::array compiled{
    Compiled{"master_slave_mode", "off"}, Compiled{"master_slave_sub_mode", "slony"},
    Compiled{"load_balance_mode", "off"}, Compiled{"sr_check_period", "0"},
    Compiled{"delay_threshold", "0"},     Compiled{"use_watchdog", "off"},
};

}  // namespace

std::span<const KnownKey> known_keys() { return keys; }

std::string_view compiled_default(const Parameter& parameter) {
    const auto found = std::ranges::find(compiled, parameter.name, &Compiled::name);
    return found == compiled.end() ? parameter.fallback : found->value;
}

KeyParts split_key(std::string_view key) {
    std::size_t end = key.size();
    while (end > 0 && key[end - 1] >= '0' && key[end - 1] <= '9') --end;
    if (end == key.size() || key.size() - end > 4) return {key, -1};
    int number = 0;
    for (const char digit : key.substr(end)) number = number * 10 + (digit - '0');
    return {key.substr(0, end), number};
}

const KnownKey* find_key(std::string_view key) {
    const KeyParts parts = split_key(key);
    for (const KnownKey& known : keys) {
        if (known.takes.name == (known.numbered ? parts.stem : key) &&
            known.numbered == (known.numbered && parts.number >= 0)) {
            return &known;
        }
    }
    return nullptr;
}

}  // namespace sim::site
