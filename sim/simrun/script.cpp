#include <fmt/format.h>

#include <array>

#include "reports/clock.hpp"
#include "sim/scenario/verbs.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

using scenario::Action;
using scenario::Scenario;
using scenario::Target;
using scenario::Verb;

template <class Specs>
std::string host_name(const Scenario& scenario, const Specs& specs, std::int32_t id) {
    const auto index = static_cast<std::size_t>(id);
    if (id < 0 || index >= specs.size()) return "?";
    const auto host = static_cast<std::size_t>(specs[index].host.value);
    return host < scenario.hosts.size() ? scenario.hosts[host].name : "?";
}

std::string host_name(const Scenario& scenario, facts::HostId id) {
    const auto index = static_cast<std::size_t>(id.value);
    return id.value >= 0 && index < scenario.hosts.size() ? scenario.hosts[index].name : "?";
}

/// Whom a target names, as its database, proxy or host.
std::string named(const Scenario& scenario, const Target& target) {
    switch (target.of) {
        case Target::Of::database:
            return host_name(scenario, scenario.databases, target.id);
        case Target::Of::proxy:
            return host_name(scenario, scenario.proxies, target.id);
        case Target::Of::host:
            break;
    }
    return host_name(scenario, facts::HostId{target.id});
}

std::string target_name(const Scenario& scenario, const Target& target) {
    switch (target.kind) {
        case Target::Kind::named:
            return named(scenario, target);
        case Target::Kind::primary:
            return "the primary";
        case Target::Kind::leader:
            return "the leader";
        case Target::Kind::a_standby:
            return "a standby";
        case Target::Kind::other:
            return "another than " + named(scenario, target);
        case Target::Kind::bound:
            break;
    }
    return scenario.names[static_cast<std::size_t>(target.id)];
}

std::string target_list(const Scenario& scenario, const std::vector<Target>& targets) {
    std::string text;
    for (const Target& target : targets) {
        text += (text.empty() ? "" : ", ") + target_name(scenario, target);
    }
    return text;
}

/// "2 (node103)"; of a backend that there is none of: "7".
std::string backend_text(const Scenario& scenario, const Target& node) {
    if (node.kind != Target::Kind::named) return target_name(scenario, node);
    const std::string name = named(scenario, node);
    return name == "?" ? fmt::format("{}", node.id) : fmt::format("{} ({})", node.id, name);
}

std::string_view mode_word(scenario::StopMode mode) {
    switch (mode) {
        case scenario::StopMode::smart:
            return "smart";
        case scenario::StopMode::fast:
            return "fast";
        case scenario::StopMode::immediate:
            return "immediate";
    }
    return "fast";
}

std::string_view query_text(scenario::Query query) {
    switch (query) {
        case scenario::Query::show_pool_nodes:
            return "show pool_nodes";
        case scenario::Query::replication_view:
            return "the replication view";
        case scenario::Query::read:
            return "a read";
        case scenario::Query::write:
            return "a write";
    }
    return "a query";
}

template <class Add>
void add_call(const scenario::PcpCall& call, const Add& add) {
    constexpr std::array<std::string_view, 4> logins{
        "", "with a wrong password", "without a password file", "as a user that there is none of"};
    if (call.gracefully) add("gracefully");
    if (call.without_id) add("without an id");
    if (call.port != 0) add(fmt::format("to port {}", call.port));
    if (call.login != scenario::Login::right) add(logins[static_cast<std::size_t>(call.login)]);
}

std::string range_text(const scenario::Span& span) {
    const std::string least = reports::span_text(span.least);
    return span.most == span.least ? least : least + " to " + reports::span_text(span.most);
}

/// What a disturbed link does to packets.
std::vector<std::string> quality_words(const scenario::LinkQuality& quality) {
    std::vector<std::string> words;
    if (quality.latency.most > engine::Duration{}) {
        words.push_back("latency " + range_text(quality.latency));
    }
    const auto share = [&words](std::string_view what, std::int64_t millionths) {
        if (millionths == 0) return;
        words.push_back(
            fmt::format("{} {}.{:04} %", what, millionths / 10'000, millionths % 10'000));
    };
    share("loss", quality.loss);
    share("duplicate", quality.duplicate);
    share("reorder", quality.reorder);
    return words;
}

std::string options_of(const Scenario& scenario, const Action& action) {
    std::string text;
    const auto add = [&](std::string_view word) {
        text += text.empty() ? " (" : ", ";
        text += word;
    };
    if (action.verb == Verb::stop_database || action.verb == Verb::pcp_stop) {
        add(mode_word(action.mode));
    }
    add_call(action.pcp, add);
    if (action.connect_timeout) {
        add("which gives up after " + reports::span_text(*action.connect_timeout));
    }
    if (action.killed_after) add("killed after " + reports::span_text(*action.killed_after));
    if (action.together) add("together");
    if (action.discard_status) add("discarding the status file");
    if (action.rejects) add("rejecting");
    if (action.verb == Verb::jump_clock) add("by " + reports::span_text(action.amount));
    if (action.verb == Verb::drift_clock) {
        add("gaining " + reports::span_text(action.amount) + " an hour");
    }
    for (const std::string& word : quality_words(action.quality)) add(word);
    if (action.lasts) add("for " + reports::span_text(*action.lasts));
    if (action.bind) add("as " + scenario.names[*action.bind]);
    return text.empty() ? text : text + ")";
}

std::string action_text(const Scenario& scenario, const Action& action) {
    std::string text(scenario::tool_name(scenario::rule_of(action.verb)));
    if (action.verb == Verb::psql) text += fmt::format(" {}", query_text(action.query));
    if (action.verb == Verb::wait) text += " " + range_text(action.waits);
    if (action.node) text += " " + backend_text(scenario, *action.node);
    if (action.pcp.index >= 0) text += fmt::format(" {}", action.pcp.index);
    if (action.pcp.verbose) text += " --verbose";
    if (!action.targets.empty()) text += " " + target_list(scenario, action.targets);
    for (const auto& group : action.groups) text += " [" + target_list(scenario, group) + "]";
    if (!action.from.empty() || !action.to.empty()) {
        text += fmt::format(" {} -> {}", target_list(scenario, action.from),
                            target_list(scenario, action.to));
    }
    if (action.on) {
        const bool query = action.verb == Verb::psql;
        text += (query ? " via " : " on ") + target_name(scenario, *action.on);
    }
    return text + options_of(scenario, action);
}

std::string_view kind_word(scenario::Observation::Kind kind) {
    switch (kind) {
        case scenario::Observation::Kind::expect:
            return "expect";
        case scenario::Observation::Kind::check:
            return "check";
        case scenario::Observation::Kind::hold:
            return "hold";
        case scenario::Observation::Kind::never:
            return "never";
    }
    return "expect";
}

std::vector<reports::ScriptObservation> observations_of(
    const std::vector<scenario::Observation>& observations) {
    std::vector<reports::ScriptObservation> list;
    for (const auto& one : observations) {
        list.push_back(
            {std::string(kind_word(one.kind)), one.condition.source, one.span, one.place.line});
    }
    return list;
}

std::string look_text(const Scenario& scenario, const scenario::Look& look) {
    switch (look.kind) {
        case scenario::TableKind::pool_nodes:
            return "pool_nodes via " + host_name(scenario, scenario.proxies, look.target);
        case scenario::TableKind::stat_replication:
            return "stat_replication of " + host_name(scenario, scenario.databases, look.target);
        case scenario::TableKind::watchdog_info:
            break;
    }
    return "watchdog_info of " + host_name(scenario, scenario.proxies, look.target);
}

reports::ScriptStep step_of(const Scenario& scenario, const scenario::Step& step) {
    reports::ScriptStep script;
    script.name = step.name;
    script.line = step.place.line;
    script.observations = observations_of(step.observations);
    for (const auto& action : step.actions) {
        script.actions.push_back(action_text(scenario, action));
        script.tables_expected.push_back(action.answer_table.has_value());
    }
    for (const auto& look : step.looks) {
        script.looks.push_back(look_text(scenario, look));
        script.look_expected.push_back(look.expected.has_value());
    }
    for (const auto& log : step.logs) {
        script.logs.push_back(fmt::format("log of {}, {} line{}",
                                          host_name(scenario, scenario.proxies, log.proxy.value),
                                          log.lines.size(), log.lines.size() == 1 ? "" : "s"));
        auto& lines = script.log_lines.emplace_back();
        for (const auto& line : log.lines) lines.push_back(line.source);
    }
    return script;
}

}  // namespace

reports::Script script_of(const Scenario& scenario) {
    reports::Script script;
    script.path = scenario.path;
    script.title = scenario.title;
    script.source = scenario.source;
    script.variant = scenario.variant;
    script.logic = scenario.logic;
    script.dialect = scenario.dialect;
    script.outcome = scenario.outcome;
    for (const auto& step : scenario.steps) script.steps.push_back(step_of(scenario, step));
    script.always = observations_of(scenario.always);
    script.never = observations_of(scenario.never);
    for (const auto& one : scenario.sometimes)
        script.sometimes.push_back(one.seen.condition.source);
    for (const auto& waiver : scenario.waivers) {
        script.waivers.push_back(fmt::format("{} ({})", waiver.oracle, waiver.reason));
    }
    for (const auto& pin : scenario.pins) script.pins.push_back(pin.name);
    for (const auto& load : scenario.loads) script.loads.push_back(load.name);
    return script;
}

}  // namespace sim::simrun
