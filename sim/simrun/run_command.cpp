#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "failover/words/ids.hpp"
#include "reports/choices.hpp"
#include "reports/clock.hpp"
#include "reports/log.hpp"
#include "reports/story.hpp"
#include "reports/tables.hpp"
#include "reports/watchdog_info.hpp"
#include "sim/checks/looked.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/trace_text.hpp"

namespace sim::simrun {
namespace {

std::optional<failover::ProxyId> proxy_named(const Prepared& prepared, const std::string& name) {
    const auto& proxies = prepared.cluster.proxies;
    const auto found = std::ranges::find(proxies, name, &reports::ProxyNames::name);
    if (found == proxies.end()) return std::nullopt;
    return failover::ProxyId{static_cast<std::int32_t>(found - proxies.begin())};
}

int no_such_proxy(const Prepared& prepared, const std::string& name, const Surroundings& with) {
    std::vector<std::string_view> names;
    for (const auto& proxy : prepared.cluster.proxies) names.push_back(proxy.name);
    return usage_error(with, fmt::format("there is no proxy '{}' in {}; there is {}", name,
                                         prepared.scenario.path, fmt::join(names, ", ")));
}

/// The step of that name or, counted from 1, number.
std::optional<std::uint32_t> step_named(const Prepared& prepared, const std::string& name) {
    const auto& steps = prepared.scenario.steps;
    for (std::uint32_t at = 0; at < steps.size(); ++at) {
        if (steps[at].name == name || std::to_string(at + 1) == name) return at;
    }
    return std::nullopt;
}

int no_such_step(const Prepared& prepared, const std::string& name, const Surroundings& with) {
    std::vector<std::string_view> names;
    for (const auto& step : prepared.scenario.steps) names.push_back(step.name);
    const std::string near = scenario::nearest(name, names);
    const std::string help = near.empty() ? fmt::format("it has steps 1 to {}", names.size())
                                          : fmt::format("did you mean '{}'?", near);
    return usage_error(with,
                       fmt::format("{} has no step '{}'; {}", prepared.scenario.path, name, help));
}

std::string look_title(const checks::Looked& look, const Prepared& prepared,
                       engine::TrueTime serving) {
    const auto step = static_cast<std::size_t>(look.step.value);
    std::string what = "the answer of an action";
    if (step < prepared.script.steps.size() &&
        look.index < prepared.script.steps[step].looks.size()) {
        what = prepared.script.steps[step].looks[look.index];
    }
    return fmt::format("-- {}  step {}: {}\n", reports::story_time(look.at, serving), step + 1,
                       what);
}

std::string tables(const Prepared& prepared, const world::Run& run, const reports::Cluster& cluster,
                   checks::TableOf kind) {
    std::vector<std::int32_t> ports;
    for (const auto& backend : cluster.backends) ports.push_back(backend.port);
    std::string text;
    for (const checks::Looked& look : checks::looked_at(run.records, ports)) {
        if (look.cells.kind != kind) continue;
        text += look_title(look, prepared, run.serving);
        const reports::Wording wording{cluster, *prepared.dialect};
        text += kind == checks::TableOf::watchdog_info
                    ? reports::watchdog_info_verbose(look.cells, {}, wording)
                    : psql(reports::in_words(look.cells, wording));
    }
    if (text.empty()) text = "-- no step of this story asks for such a table\n";
    return text;
}

std::string choices(const Prepared& prepared, const world::Run& run) {
    std::vector<reports::Choice> list;
    for (const auto& choice : run.choices) {
        list.push_back({choice.name, choice.answer, answers_of(choice.of)});
    }
    return reports::choices_text(list, prepared.cluster);
}

bool wants_excerpts(const Request& request) {
    return !request.log_of.empty() || request.pool_nodes || request.stat_replication ||
           request.watchdog_info || request.choices || request.events;
}

/// The parts of a run that were asked for, one after the other.
std::string excerpts(const Request& request, const Prepared& prepared, const world::Run& run,
                     const reports::Cluster& cluster) {
    std::string text;
    if (!request.log_of.empty()) {
        const auto lines = reports::log_lines(run.records, *proxy_named(prepared, request.log_of));
        text += render_log(lines, cluster, *prepared.dialect);
    }
    if (request.pool_nodes) text += tables(prepared, run, cluster, checks::TableOf::pool_nodes);
    if (request.stat_replication) {
        text += tables(prepared, run, cluster, checks::TableOf::stat_replication);
    }
    if (request.watchdog_info) {
        text += tables(prepared, run, cluster, checks::TableOf::watchdog_info);
    }
    if (request.choices) text += choices(prepared, run);
    if (request.events) text += trace_text(run.trace, cluster);
    return text;
}

}  // namespace

int run_once(const Request& request, const Surroundings& with) {
    const auto prepared = prepare(request, with);
    if (!prepared) return 2;
    if (!request.log_of.empty() && !proxy_named(*prepared, request.log_of)) {
        return no_such_proxy(*prepared, request.log_of, with);
    }
    world::RunOptions options;
    options.level = request.log_of.empty() ? engine::Level::facts : engine::Level::messages;
    options.seed = seed_of(request, *prepared);
    options.until = request.until;
    options.list_choices = request.choices;
    options.trace = request.events;
    if (!request.step.empty()) {
        options.until_step = step_named(*prepared, request.step);
        if (!options.until_step) return no_such_step(*prepared, request.step, with);
    }
    const auto done = run(*prepared, options, with);
    if (!done) return 70;
    const Judged judged(*prepared, *done);
    const int exit_code = judged.verdict.exit_code();
    if (!wants_excerpts(request)) {
        with.out.write(tell(judged.telling, with.out.style()));
        return exit_code;
    }
    with.out.write(excerpts(request, *prepared, *done, judged.cluster));
    if (exit_code != 0) {
        with.err.write(fmt::format("simrun: {}\n", verdict_line(prepared->script, judged.verdict)));
    }
    return exit_code;
}

}  // namespace sim::simrun
