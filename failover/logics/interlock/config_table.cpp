// The parameters of the product, one row each: what `simrun help` prints and files are checked by.
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

// §13. Fallbacks: the sample file for streaming replication where it says something, else what is
// compiled in. Ports, priority, weights and flags belong to hosts and backends.
constexpr std::array table{
    flag("master_slave_mode", "on", "primary and standbys; off: raw mode"),
    words("master_slave_sub_mode", "stream", "slony|stream",
          "stream: the proxy asks the backends who is primary"),
    flag("load_balance_mode", "on", "reads go to a backend drawn by weight for each session"),
    Parameter{"num_init_children", Kind::integer, "32", 1, 4096, "",
              "session processes: clients served at the same time"},
    count("max_pool", "4", 0, "cached connections of a session process"),

    seconds("health_check_period", "0", 0, "pause between two rounds; 0 = no health check"),
    seconds("health_check_timeout", "20", 0, "alarm for a whole round; 0 = none"),
    count("health_check_max_retries", "0", 0, "further attempts before a backend counts as down"),
    seconds("health_check_retry_delay", "1", 0, "pause before each of them"),
    text("health_check_database", "empty: postgres first, then template1"),
    Parameter{"connect_timeout", Kind::milliseconds, "10000", 0, day * 1000, "",
              "of one connect in the health check; 0 = for ever"},

    count("search_primary_node_timeout", "300", 0,
          "scans, one a second, for a new primary; 0 = for ever"),
    seconds("sr_check_period", "10", 0, "pause between two looks at the lag; 0 = none"),
    Parameter{"delay_threshold", Kind::bytes, "10000000", 0, INT64_MAX, "",
              "lag above which reads go to the primary; 0 = off"},
    words("log_standby_delay", "none", "none|always|if_over_threshold", "when the lag is logged"),
    flag("fail_over_on_backend_error", "on",
         "a session that cannot connect or read takes the backend down"),

    text("failover_command", "runs on the lock holder for every backend that went down"),
    text("failback_command", "runs on the lock holder for every backend that is attached"),
    text("follow_master_command",
         "runs for every other backend after a promotion; set, it takes them all down first"),

    flag("use_watchdog", "on", "proxies form a cluster; needs a second proxy"),
    text("delegate_IP", "the address that the leader holds"),
    text("wd_escalation_command", "runs when this proxy becomes leader"),
    text("wd_de_escalation_command", "runs when it stops being leader"),
    words("wd_lifecheck_method", "heartbeat", "heartbeat|query|external",
          "how proxies see whether the others live"),
    seconds("wd_interval", "10", 0, "pause between two such checks"),
    seconds("wd_heartbeat_keepalive", "2", 1, "pause between two heartbeats sent"),
    seconds("wd_heartbeat_deadtime", "30", 1, "silence after which a proxy counts as dead"),
    Parameter{"wd_life_point", Kind::integer, "3", 1, 1000, "",
              "failed queries after which a proxy counts as dead"},
    text("wd_authkey", "proxies with another key are refused"),
    text("trusted_servers", "pinged by each lifecheck; none answers: the proxy shuts itself down"),
    text("wd_monitoring_interfaces_list", "interfaces of which one must be up, or any"),
    Parameter{"if_up_cmd", Kind::text, "ip addr add $_IP_$/24 dev eth0 label eth0:0", 0, 0, "",
              "gives the leader's host the address"},
    Parameter{"if_down_cmd", Kind::text, "ip addr del $_IP_$/24 dev eth0", 0, 0, "",
              "takes it away"},
    Parameter{"arping_cmd", Kind::text, "arping -U $_IP_$ -w 1", 0, 0, "",
              "tells the network who has it"},

    // Not the product's own: what its later versions do otherwise (§14.2).
    flag("fix_h6", "off", "H6: the failover lock is cleared by a leader that leads no more"),
    flag("fix_h7", "off", "H7: a standby that asks for a failover is told its number"),
    flag("fix_h8", "off", "H8: failover objects do not expire while the leader's main is busy"),
    flag("fix_r28", "off",
         "R28: a proxy that lifecheck calls dead stays out, a stray stand is only refused"),
    flag("fix_r41", "off", "R41: with fix_r28, a proxy that starts anew may come in"),
    flag("fix_r46", "off", "R46: a lost address is survived where no interface is monitored"),
    flag("fix_r48", "off", "R48: a standby notices its leader's silence and calls it lost"),
};

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
