#include "failover/logics/interlock/config.hpp"

#include <array>
#include <charconv>

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
};

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    LOGIC_ASSERT(error == std::errc{} && end == digits.data() + digits.size());
    return value;
}

/// Position of a word in "a|b|c".
std::int64_t word_index(std::string_view choices, std::string_view word) {
    std::int64_t at = 0;
    while (!choices.empty()) {
        const std::size_t bar = choices.find('|');
        if (choices.substr(0, bar) == word) return at;
        choices = bar == std::string_view::npos ? std::string_view{} : choices.substr(bar + 1);
        ++at;
    }
    const bool fallback_is_a_choice = false;
    LOGIC_ASSERT(fallback_is_a_choice);
    return 0;
}

ParameterValue fallback_value(const Parameter& parameter) {
    constexpr std::int64_t milli = 1'000'000;
    switch (parameter.kind) {
        case Kind::boolean:
            return std::int64_t{parameter.fallback == "on" ? 1 : 0};
        case Kind::seconds:
            return number(parameter.fallback) * 1000 * milli;
        case Kind::milliseconds:
            return number(parameter.fallback) * milli;
        case Kind::text:
            return std::string(parameter.fallback);
        case Kind::words:
            return word_index(parameter.choices, parameter.fallback);
        case Kind::integer:
        case Kind::bytes:
        case Kind::weight:
            break;
    }
    return number(parameter.fallback);
}

/// Values by name; a setup without values has the fallbacks.
class Values {
  public:
    explicit Values(const Setup& setup) : setup_(&setup) {
        LOGIC_ASSERT(setup.parameters.empty() || setup.parameters.size() == table.size());
    }
    [[nodiscard]] ParameterValue value(std::string_view name) const {
        const auto at = static_cast<std::size_t>(parameter_index(name));
        return setup_->parameters.empty() ? fallback_value(table[at]) : setup_->parameters[at];
    }
    [[nodiscard]] std::int64_t integer(std::string_view name) const {
        return std::get<std::int64_t>(value(name));
    }
    [[nodiscard]] int small(std::string_view name) const { return static_cast<int>(integer(name)); }
    [[nodiscard]] bool flag(std::string_view name) const { return integer(name) != 0; }
    [[nodiscard]] Duration span(std::string_view name) const { return Duration{integer(name)}; }
    [[nodiscard]] std::string text(std::string_view name) const {
        return std::get<std::string>(value(name));
    }

  private:
    const Setup* setup_;
};

void read_health_check(Config& config, const Values& values) {
    config.health_check_period = values.span("health_check_period");
    config.health_check_timeout = values.span("health_check_timeout");
    config.health_check_max_retries = values.small("health_check_max_retries");
    config.health_check_retry_delay = values.span("health_check_retry_delay");
    config.health_check_database = values.text("health_check_database");
    config.connect_timeout = values.span("connect_timeout");
}

void read_watchdog(Config& config, const Values& values) {
    config.use_watchdog = values.flag("use_watchdog") && config.proxies.size() > 1;
    config.delegate_ip = values.text("delegate_IP");
    config.wd_escalation_command = values.text("wd_escalation_command");
    config.wd_de_escalation_command = values.text("wd_de_escalation_command");
    config.wd_lifecheck_method =
        static_cast<LifecheckMethod>(values.integer("wd_lifecheck_method"));
    config.wd_interval = values.span("wd_interval");
    config.wd_heartbeat_keepalive = values.span("wd_heartbeat_keepalive");
    config.wd_heartbeat_deadtime = values.span("wd_heartbeat_deadtime");
}

}  // namespace

std::vector<ProxyId> Config::peers() const {
    std::vector<ProxyId> others;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(proxies.size()); ++i) {
        if (ProxyId{i} != self) others.push_back(ProxyId{i});
    }
    return others;
}

std::span<const Parameter> parameters() { return table; }

std::int16_t parameter_index(std::string_view name) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].name == name) return static_cast<std::int16_t>(i);
    }
    const bool parameter_exists = false;
    LOGIC_ASSERT(parameter_exists);
    return -1;
}

Config make_config(const Setup& setup) {
    LOGIC_ASSERT(setup.backends.size() <= static_cast<std::size_t>(max_backends));
    const Values values(setup);
    Config config;
    config.self = setup.self;
    config.backends = setup.backends;
    config.proxies = setup.proxies;

    config.master_slave_mode = values.flag("master_slave_mode");
    config.streaming = config.master_slave_mode && values.integer("master_slave_sub_mode") == 1;
    config.load_balance_mode = values.flag("load_balance_mode");
    config.num_init_children = values.small("num_init_children");
    config.max_pool = values.small("max_pool");
    read_health_check(config, values);
    config.search_primary_node_timeout = values.small("search_primary_node_timeout");
    config.sr_check_period = values.span("sr_check_period");
    config.delay_threshold = values.integer("delay_threshold");
    const std::int64_t log_delay = values.integer("log_standby_delay");
    config.log_delay_always = log_delay == 1;
    config.log_delay_if_over_threshold = log_delay == 2;
    config.fail_over_on_backend_error = values.flag("fail_over_on_backend_error");
    config.failover_command = values.text("failover_command");
    config.failback_command = values.text("failback_command");
    config.follow_master_command = values.text("follow_master_command");
    read_watchdog(config, values);
    return config;
}

}  // namespace failover::interlock
