#include "failover/logics/interlock/config.hpp"

#include <charconv>

#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

using Kind = ParameterKind;

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
        LOGIC_ASSERT(setup.parameters.empty() || setup.parameters.size() == parameters().size());
    }
    [[nodiscard]] ParameterValue value(std::string_view name) const {
        const auto at = static_cast<std::size_t>(parameter_index(name));
        return setup_->parameters.empty() ? fallback_value(parameters()[at])
                                          : setup_->parameters[at];
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
    config.wd_life_point = values.small("wd_life_point");
    config.wd_authkey = values.text("wd_authkey");
    config.wd_monitoring_interfaces_list = values.text("wd_monitoring_interfaces_list");
    config.trusted_servers = values.text("trusted_servers");
}

void read_fixes(Config& config, const Values& values) {
    config.fix_h6 = values.flag("fix_h6");
    config.fix_h7 = values.flag("fix_h7");
    config.fix_h8 = values.flag("fix_h8");
    config.fix_r28 = values.flag("fix_r28");
    config.fix_r41 = values.flag("fix_r41");
    config.fix_r46 = values.flag("fix_r46");
    config.fix_r48 = values.flag("fix_r48");
}

}  // namespace

std::vector<ProxyId> Config::peers() const {
    std::vector<ProxyId> others;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(proxies.size()); ++i) {
        if (ProxyId{i} != self) others.push_back(ProxyId{i});
    }
    return others;
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
    read_fixes(config, values);
    return config;
}

}  // namespace failover::interlock
