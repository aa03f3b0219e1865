#include "sim/simrun/prepared.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/assert.hpp"
#include "sim/checks/oracle.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/log_words.hpp"
#include "sim/simrun/step_alarm.hpp"

namespace sim::simrun {
namespace {

using scenario::Scenario;

/// The story, or the variant asked for; its index.
std::optional<std::size_t> pick(const std::vector<Prepared>& stories, const Request& request,
                                const Surroundings& with) {
    std::vector<std::string_view> names;
    for (std::size_t at = 0; at < stories.size(); ++at) {
        const std::string& variant = stories[at].scenario.variant;
        if (variant == request.variant) return at;
        if (!variant.empty()) names.push_back(variant);
    }
    std::string message =
        fmt::format("{} has no variant '{}'", request.paths.front(), request.variant);
    const std::string near = scenario::nearest(request.variant, names);
    if (!near.empty()) message += fmt::format("; did you mean '{}'?", near);
    if (near.empty() && !names.empty()) {
        message += fmt::format("; it has {}", fmt::join(names, ", "));
    }
    if (names.empty()) message += "; it has none";
    usage_error(with, message);
    return std::nullopt;
}

/// The pinned choice that was not possible, what it asked for, and what there is to choose from.
std::string impossible_text(const Prepared& prepared, const world::Run& run) {
    const engine::Impossible& pin = run.impossible;
    const auto words = [&](std::int64_t answer) {
        return reports::answer_text({{}, answer, answers_of(run.impossible_of)}, prepared.cluster);
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

}  // namespace

Catalogues::Catalogues(std::span<const world::LogicEntry> entries) {
    for (const auto& entry : entries) logics_.push_back({entry.name, entry.catalogue});
    for (const auto& dialect : reports::dialects()) {
        auto& words = replacements_.emplace_back();
        for (const auto& pair : dialect.replacements) words.push_back({pair.from, pair.to});
    }
    for (std::size_t at = 0; at < replacements_.size(); ++at) {
        const auto& dialect = reports::dialects()[at];
        dialects_.push_back({dialect.name, replacements_[at], dialect.dropped_everywhere});
    }
}

scenario::LogicCatalogues Catalogues::view() const {
    return {logics_, dialects_, checks::oracle_ids()};
}

Stories load_stories(const std::string& path, std::span<const world::LogicEntry> logics) {
    const Catalogues catalogues(logics);
    auto parsed = scenario::load(path, catalogues.view());
    Stories loaded;
    loaded.diagnostics = std::move(parsed.diagnostics);
    if (!parsed.value) return loaded;
    for (Scenario& scenario : *parsed.value) {
        Prepared prepared;
        prepared.logic = world::find_logic(logics, scenario.logic);
        prepared.dialect = reports::find_dialect(scenario.dialect);
        SIM_ASSERT(prepared.logic != nullptr);  // the loader has checked both names
        SIM_ASSERT(prepared.dialect != nullptr);
        prepared.cluster = names_of(scenario, *prepared.logic->catalogue);
        prepared.script = script_of(scenario);
        prepared.scenario = std::move(scenario);
        loaded.stories.push_back(std::move(prepared));
    }
    return loaded;
}

std::optional<std::vector<Prepared>> stories_below(const Request& request,
                                                   const Surroundings& with) {
    const FoundFiles found = files_below(request.paths);
    std::vector<scenario::Diagnostic> problems = found.problems;
    std::vector<Prepared> stories;
    for (const std::string& path : stories_of(found)) {
        Stories loaded = load_stories(path, with.logics);
        problems.insert(problems.end(), loaded.diagnostics.begin(), loaded.diagnostics.end());
        for (Prepared& story : loaded.stories) stories.push_back(std::move(story));
    }
    if (problems.empty()) return stories;
    with.err.write(scenario::render(problems, with.err.style().width));
    return std::nullopt;
}

std::string called(const scenario::Scenario& scenario) {
    std::string name = scenario.path.substr(scenario.path.find_last_of('/') + 1);
    name = name.substr(0, name.rfind(".toml"));
    return scenario.variant.empty() ? name : name + "#" + scenario.variant;
}

std::optional<Prepared> prepare(const Request& request, const Surroundings& with) {
    Stories loaded = load_stories(request.paths.front(), with.logics);
    if (!loaded.diagnostics.empty()) {
        with.err.write(scenario::render(loaded.diagnostics, with.err.style().width));
    }
    if (loaded.stories.empty()) return std::nullopt;
    const auto picked = pick(loaded.stories, request, with);
    if (!picked) return std::nullopt;
    return std::move(loaded.stories[*picked]);
}

std::uint64_t seed_of(const Request& request, const Prepared& prepared) {
    return request.seed.value_or(prepared.scenario.seed);
}

world::Run play(const Prepared& prepared, const world::RunOptions& options) {
    const LogWords words(prepared.cluster, *prepared.dialect);
    world::RunOptions own = options;
    own.words = &words;
    return world::run(prepared.scenario, *prepared.logic, own);
}

std::string whose_run(const scenario::Scenario& scenario, std::uint64_t seed) {
    return fmt::format("  scenario   {}{}\n  seed       {}\n", scenario.path,
                       scenario.variant.empty() ? "" : ", variant " + scenario.variant, seed);
}

Played attempt(const Prepared& prepared, const world::RunOptions& options) {
    const std::string whose = whose_run(prepared.scenario, options.seed);
    try {
        world::StepWatch watch;
        const StepAlarm alarm(watch, whose);
        world::RunOptions watched = options;
        watched.step_watch = &watch;
        return {play(prepared, watched), {}};
    } catch (const engine::SimulatorFailure& failure) {
        return {std::nullopt,
                fmt::format("the simulator itself is wrong, its result would be worth nothing\n"
                            "  condition  {}\n  at         {}:{}\n{}"
                            "please report it with the scenario file\n",
                            failure.what(), failure.file(), failure.line(), whose)};
    } catch (const std::exception& error) {
        return {std::nullopt, fmt::format("internal error: {}\n", error.what())};
    }
}

std::optional<world::Run> run(const Prepared& prepared, const world::RunOptions& options,
                              const Surroundings& with) {
    Played played = attempt(prepared, options);
    if (!played.run) {
        with.out.flush();
        with.err.write("simrun: " + played.failure);
    }
    return std::move(played.run);
}

namespace {

reports::Cluster cluster_of(const Prepared& prepared, const world::Run& run) {
    reports::Cluster cluster = prepared.cluster;
    cluster.serving = run.serving;
    return cluster;
}

/// An `expect` without `within` has the span that follows from the configuration: it is stated.
reports::Script stated(const Prepared& prepared, const world::Run& run) {
    reports::Script script = prepared.script;
    for (reports::ScriptStep& step : script.steps) {
        for (reports::ScriptObservation& one : step.observations) {
            if (one.kind == "expect" && !one.span) one.span = run.derived_span;
        }
    }
    return script;
}

}  // namespace

Judged::Judged(const Prepared& prepared, const world::Run& run)
    : verdict(checks::judge(prepared.scenario, *prepared.logic->catalogue, checks::ran_of(run))),
      cluster(cluster_of(prepared, run)),
      script(stated(prepared, run)),
      telling{
          cluster, script,   *prepared.dialect,       verdict,    run.records,
          run.end, run.seed, run.fingerprint.value(), run.events, impossible_text(prepared, run)} {}

}  // namespace sim::simrun
