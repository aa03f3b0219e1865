// The parameters of the product, one row each: what `simrun help parameters` prints and files are
// checked by.
#include <algorithm>
#include <array>

#include "failover/logics/interlock/config.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

using Kind = ParameterKind;

constexpr std::int64_t day = 86'400;
constexpr std::int64_t max_int = 2'147'483'647;

constexpr Parameter flag(std::string_view name, std::string_view fallback,
                         std::string_view effect) {
    return {name, Kind::boolean, fallback, 0, 1, "", effect};
}
constexpr Parameter text(std::string_view name, std::string_view effect) {
    return {name, Kind::text, "", 0, 0, "", effect};
}
constexpr Parameter words(std::string_view name, std::string_view fallback,
                          std::string_view choices, std::string_view effect) {
    return {name, Kind::words, fallback, 0, 0, choices, effect};
}
constexpr Parameter seconds(std::string_view name, std::string_view fallback, std::int64_t least,
                            std::string_view effect) {
    return {name, Kind::seconds, fallback, least, day, "", effect};
}
constexpr Parameter count(std::string_view name, std::string_view fallback, std::int64_t least,
                          std::string_view effect) {
    return {name, Kind::integer, fallback, least, max_int, "", effect};
}

/// Column R of §13; what has none is read at the start only.
constexpr Parameter on_reload(Parameter parameter) {
    parameter.taken = TakenAt::reload;
    return parameter;
}
constexpr Parameter irrelevant(Parameter parameter) {
    parameter.here = Effect::irrelevant;
    return parameter;
}
constexpr Parameter missing(Parameter parameter) {
    parameter.here = Effect::missing;
    return parameter;
}

// §13. Fallbacks: the sample file for streaming replication where it says something, else what is
// compiled in. Ports, names, priority, peers, weights and flags belong to hosts and backends. Users
// and passwords are taken to be right: a wrong one shows in no file.
constexpr std::array product{
    missing(flag("replication_mode", "off", "the proxy sends writes to all backends")),
    flag("master_slave_mode", "on", "primary and standbys; off: raw mode"),
    words("master_slave_sub_mode", "stream", "slony|stream",
          "stream: the proxy asks the backends who is primary"),
    missing(on_reload(flag("replication_stop_on_mismatch", "off",
                           "replication mode: a backend that answers otherwise goes down"))),
    missing(on_reload(flag("failover_if_affected_tuples_mismatch", "off",
                           "replication mode: so does one with another count of rows"))),
    flag("load_balance_mode", "on", "reads go to a backend drawn by weight for each session"),
    missing(on_reload(
        text("database_redirect_preference_list", "to which backend the reads of a database go"))),
    missing(on_reload(text("app_name_redirect_preference_list",
                           "to which backend the reads of an application go"))),
    Parameter{"num_init_children", Kind::integer, "32", 1, 4096, "",
              "session processes: clients served at the same time"},
    count("max_pool", "4", 0, "cached connections of a session process"),
    missing(seconds("child_life_time", "300", 0,
                    "a session process that was idle so long ends, and another begins")),
    missing(seconds("connection_life_time", "0", 0, "a cached connection is closed after that")),
    missing(count("child_max_connections", "0", 0, "a session process ends after so many clients")),
    missing(on_reload(seconds("client_idle_limit", "0", 0, "a client idle so long is cut off"))),
    missing(on_reload(Parameter{"client_idle_limit_in_recovery", Kind::seconds, "0", -1, day, "",
                                "the same while a recovery waits for clients to leave; -1: at "
                                "once"})),
    missing(on_reload(flag("log_per_node_statement", "off",
                           "each statement is logged with the backend that it went to"))),

    on_reload(
        seconds("health_check_period", "0", 0, "pause between two rounds; 0 = no health check")),
    on_reload(seconds("health_check_timeout", "20", 0, "alarm for a whole round; 0 = none")),
    on_reload(count("health_check_max_retries", "0", 0,
                    "further attempts before a backend counts as down")),
    on_reload(seconds("health_check_retry_delay", "1", 0, "pause before each of them")),
    irrelevant(on_reload(text("health_check_user", "as whom it logs in"))),
    irrelevant(on_reload(text("health_check_password", "with what"))),
    on_reload(text("health_check_database", "empty: postgres first, then template1")),
    on_reload(Parameter{"connect_timeout", Kind::milliseconds, "10000", 0, day * 1000, "",
                        "of one connect in the health check; 0 = for ever"}),

    on_reload(count("search_primary_node_timeout", "300", 0,
                    "scans, one a second, for a new primary; 0 = for ever")),
    on_reload(seconds("sr_check_period", "10", 0, "pause between two looks at the lag; 0 = none")),
    irrelevant(on_reload(text("sr_check_user", "as whom the lag and the primary are asked for"))),
    irrelevant(on_reload(text("sr_check_password", "with what"))),
    irrelevant(on_reload(text("sr_check_database", "in which database"))),
    on_reload(Parameter{"delay_threshold", Kind::bytes, "10000000", 0, INT64_MAX, "",
                        "lag above which reads go to the primary; 0 = off"}),
    on_reload(words("log_standby_delay", "none", "none|always|if_over_threshold",
                    "when the lag is logged")),
    on_reload(flag("fail_over_on_backend_error", "on",
                   "a session that cannot connect or read takes the backend down")),

    on_reload(text("failover_command", "runs on the lock holder for every backend that went down")),
    on_reload(
        text("failback_command", "runs on the lock holder for every backend that is attached")),
    on_reload(text("follow_master_command",
                   "runs for every other backend after a promotion; set, it takes them all down "
                   "first")),

    irrelevant(on_reload(text("recovery_user", "as whom an online recovery logs in"))),
    irrelevant(on_reload(text("recovery_password", "with what"))),
    on_reload(text("recovery_1st_stage_command",
                   "runs at the primary: the script that copies it to the new server")),
    missing(on_reload(
        text("recovery_2nd_stage_command", "replication mode: the script that copies the rest"))),
    on_reload(seconds("recovery_timeout", "90", 0,
                      "how long clients, or a recovered server, are waited for")),

    flag("use_watchdog", "on", "proxies form a cluster; needs a second proxy"),
    irrelevant(text("wd_ipc_socket_dir", "where the watchdog listens to its own proxy")),
    text("delegate_IP", "the address that the leader holds"),
    on_reload(text("wd_escalation_command", "runs when this proxy becomes leader")),
    on_reload(text("wd_de_escalation_command", "runs when it stops being leader")),
    irrelevant(on_reload(flag("clear_memqcache_on_escalation", "on",
                              "the query cache is emptied when it becomes leader"))),
    words("wd_lifecheck_method", "heartbeat", "heartbeat|query|external",
          "how proxies see whether the others live"),
    seconds("wd_interval", "10", 0, "pause between two such checks"),
    seconds("wd_heartbeat_keepalive", "2", 1, "pause between two heartbeats sent"),
    seconds("wd_heartbeat_deadtime", "30", 1, "silence after which a proxy counts as dead"),
    irrelevant(text("wd_lifecheck_query", "by query: what is asked")),
    irrelevant(text("wd_lifecheck_dbname", "by query: in which database")),
    irrelevant(text("wd_lifecheck_user", "by query: as whom")),
    irrelevant(text("wd_lifecheck_password", "by query: with what")),
    Parameter{"wd_life_point", Kind::integer, "3", 1, 1000, "",
              "failed queries after which a proxy counts as dead"},
    on_reload(text("wd_authkey", "proxies with another key are refused")),
    text("trusted_servers", "pinged by each lifecheck; none answers: the proxy shuts itself down"),
    text("wd_monitoring_interfaces_list", "interfaces of which one must be up, or any"),
    Parameter{"if_up_cmd", Kind::text, "ip addr add $_IP_$/24 dev eth0 label eth0:0", 0, 0, "",
              "gives the leader's host the address"},
    Parameter{"if_down_cmd", Kind::text, "ip addr del $_IP_$/24 dev eth0", 0, 0, "",
              "takes it away"},
    Parameter{"arping_cmd", Kind::text, "arping -U $_IP_$ -w 1", 0, 0, "",
              "tells the network who has it"},
};

/// The product's own, then the cures.
constexpr auto table = [] {
    std::array<Parameter, product.size() + fix_rows.size()> all{};
    std::ranges::copy(product, all.begin());
    auto to = all.begin() + product.size();
    for (const FixRow& row : fix_rows) *to++ = flag(row.name, "off", row.effect);
    return all;
}();

constexpr auto names = [] {
    std::array<std::string_view, table.size()> all{};
    for (std::size_t i = 0; i < table.size(); ++i) all[i] = table[i].name;
    return all;
}();

}  // namespace

std::span<const Parameter> parameters() { return table; }
std::span<const std::string_view> parameter_names() { return names; }

std::int16_t parameter_index(std::string_view name) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].name == name) return static_cast<std::int16_t>(i);
    }
    const bool parameter_exists = false;
    LOGIC_ASSERT(parameter_exists);
    return -1;
}

}  // namespace failover::interlock
