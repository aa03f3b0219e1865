#include <fmt/format.h>

#include "failover/words/ids.hpp"
#include "reports/choices.hpp"
#include "reports/clock.hpp"
#include "reports/log.hpp"
#include "reports/story.hpp"
#include "reports/tables.hpp"
#include "sim/checks/looked.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

reports::Choice::Of kind_of(world::ChoiceOf of) { return static_cast<reports::Choice::Of>(of); }

/// The pinned choice that was not possible, what it asked for, and what there is to choose from.
std::string impossible_text(const Prepared& prepared, const world::Run& run) {
    const engine::Impossible& pin = run.impossible;
    const auto words = [&](std::int64_t answer) {
        return reports::answer_text({{}, answer, kind_of(run.impossible_of)}, prepared.cluster);
    };
    std::string allowed;
    for (const std::int64_t candidate : pin.candidates) {
        allowed += (allowed.empty() ? "" : ", ") + words(candidate);
    }
    if (pin.candidates.empty()) allowed = words(pin.least) + " to " + words(pin.most);
    for (const auto& known : prepared.scenario.pins) {
        if (known.pin.key != pin.key || known.pin.nth != pin.nth) continue;
        return fmt::format("\"{}\" (line {}) cannot be {}; there is {}", known.name,
                           known.place.line, words(pin.answer), allowed);
    }
    return fmt::format("question {:016x} cannot be {}; there is {}", pin.key, words(pin.answer),
                       allowed);
}

/// An `expect` without `within` has the span that follows from the configuration: it is stated.
void state_derived_spans(reports::Script& script, engine::Duration span) {
    for (reports::ScriptStep& step : script.steps) {
        for (reports::ScriptObservation& one : step.observations) {
            if (one.kind == "expect" && !one.span) one.span = span;
        }
    }
}

reports::Telling telling_of(const Prepared& prepared, const world::Run& run,
                            const checks::Verdict& verdict, std::uint64_t seed) {
    return {prepared.cluster,
            prepared.script,
            *prepared.dialect,
            verdict,
            run.records,
            run.end,
            seed,
            run.fingerprint.value(),
            run.events,
            impossible_text(prepared, run)};
}

/// The proxy of that name, or no_proxy after saying so.
failover::ProxyId find_proxy(const Prepared& prepared, const std::string& name,
                             const Surroundings& with) {
    std::string names;
    for (std::size_t at = 0; at < prepared.cluster.proxies.size(); ++at) {
        const std::string& own = prepared.cluster.proxies[at].name;
        if (own == name) return failover::ProxyId{static_cast<std::int32_t>(at)};
        names += (names.empty() ? "" : ", ") + own;
    }
    usage_error(with, fmt::format("there is no proxy '{}' in {}; there is {}", name,
                                  prepared.scenario.path, names.empty() ? "none" : names));
    return failover::no_proxy;
}

std::string look_title(const checks::Looked& look, const Prepared& prepared) {
    const auto step = static_cast<std::size_t>(look.step.value);
    std::string what = "the answer of an action";
    if (step < prepared.script.steps.size() &&
        look.index < prepared.script.steps[step].looks.size()) {
        what = prepared.script.steps[step].looks[look.index];
    }
    return fmt::format("-- {}  step {}: {}\n",
                       reports::story_time(look.at, prepared.cluster.serving), step + 1, what);
}

std::string tables(const Prepared& prepared, const world::Run& run, checks::TableOf kind) {
    std::vector<std::int32_t> ports;
    for (const auto& backend : prepared.cluster.backends) ports.push_back(backend.port);
    std::string text;
    for (const checks::Looked& look : checks::looked_at(run.records, ports)) {
        if (look.cells.kind != kind) continue;
        text += look_title(look, prepared);
        text += psql(reports::in_words(look.cells, {prepared.cluster, *prepared.dialect}));
    }
    if (text.empty()) text = "-- no step of this story asks for such a table\n";
    return text;
}

std::string choices(const Prepared& prepared, const world::Run& run) {
    std::vector<reports::Choice> list;
    for (const auto& choice : run.choices) {
        list.push_back({choice.name, choice.answer, kind_of(choice.of)});
    }
    return reports::choices_text(list, prepared.cluster);
}

bool wants_excerpts(const Request& request) {
    return !request.log_of.empty() || request.pool_nodes || request.stat_replication ||
           request.choices;
}

/// The parts of a run that were asked for, one after the other.
std::string excerpts(const Request& request, const Prepared& prepared, const world::Run& run,
                     failover::ProxyId log_of) {
    std::string text;
    if (!request.log_of.empty()) {
        text += render_log(reports::log_lines(run.records, log_of), prepared.cluster,
                           *prepared.dialect);
    }
    if (request.pool_nodes) text += tables(prepared, run, checks::TableOf::pool_nodes);
    if (request.stat_replication) {
        text += tables(prepared, run, checks::TableOf::stat_replication);
    }
    if (request.choices) text += choices(prepared, run);
    return text;
}

}  // namespace

int run_once(const Request& request, const Surroundings& with) {
    auto prepared = prepare(request, with);
    if (!prepared) return 2;
    failover::ProxyId log_of = failover::no_proxy;
    if (!request.log_of.empty()) {
        log_of = find_proxy(*prepared, request.log_of, with);
        if (log_of == failover::no_proxy) return 2;
    }
    world::RunOptions options;
    options.level = request.log_of.empty() ? engine::Level::facts : engine::Level::messages;
    options.seed = seed_of(request, *prepared);
    options.until = request.until;
    options.list_choices = request.choices;
    const auto done = run(*prepared, options, with);
    if (!done) return 70;
    prepared->cluster.serving = done->serving;
    state_derived_spans(prepared->script, done->derived_span);
    const checks::Verdict verdict = judge(*prepared, *done, request.until.has_value());
    const reports::Telling telling = telling_of(*prepared, *done, verdict, options.seed);
    if (!wants_excerpts(request)) {
        with.out.write(tell(telling, with.out.style()));
        return verdict.exit_code();
    }
    with.out.write(excerpts(request, *prepared, *done, log_of));
    if (verdict.exit_code() != 0) {
        with.err.write(fmt::format("simrun: {}\n", verdict_line(prepared->script, verdict)));
    }
    return verdict.exit_code();
}

}  // namespace sim::simrun
