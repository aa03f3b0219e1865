#include "sim/simrun/prepared.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/assert.hpp"
#include "sim/checks/oracle.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/simrun/log_words.hpp"

namespace sim::simrun {
namespace {

using scenario::Scenario;

/// What the loader checks a file against. Owns what its spans point at.
struct Catalogues {
    std::vector<scenario::NamedCatalogue> logics;
    std::vector<std::vector<scenario::DialectWords::Replacement>> replacements;
    std::vector<scenario::DialectWords> dialects;

    explicit Catalogues(std::span<const world::LogicEntry> entries) {
        for (const auto& entry : entries) logics.push_back({entry.name, entry.catalogue});
        for (const auto& dialect : reports::dialects()) {
            auto& words = replacements.emplace_back();
            for (const auto& pair : dialect.replacements) words.push_back({pair.from, pair.to});
        }
        for (std::size_t at = 0; at < replacements.size(); ++at) {
            const auto& dialect = reports::dialects()[at];
            dialects.push_back({dialect.name, replacements[at], dialect.dropped_everywhere});
        }
    }

    [[nodiscard]] scenario::LogicCatalogues view() const {
        return {logics, dialects, checks::oracle_ids()};
    }
};

/// The story, or the variant asked for.
const Scenario* pick(const std::vector<Scenario>& scenarios, const Request& request,
                     const Surroundings& with) {
    if (scenarios.empty()) return nullptr;
    if (request.variant.empty()) return &scenarios.front();
    std::vector<std::string_view> names;
    for (const auto& scenario : scenarios) {
        if (scenario.variant == request.variant) return &scenario;
        if (!scenario.variant.empty()) names.push_back(scenario.variant);
    }
    std::string message = fmt::format("{} has no variant '{}'", request.file, request.variant);
    const std::string near = scenario::nearest(request.variant, names);
    if (!near.empty()) message += fmt::format("; did you mean '{}'?", near);
    if (near.empty() && !names.empty()) {
        message += fmt::format("; it has {}", fmt::join(names, ", "));
    }
    if (names.empty()) message += "; it has none";
    usage_error(with, message);
    return nullptr;
}

const world::LogicEntry* find_logic(std::span<const world::LogicEntry> logics,
                                    std::string_view name) {
    for (const auto& entry : logics) {
        if (entry.name == name) return &entry;
    }
    return nullptr;
}

}  // namespace

std::optional<Prepared> prepare(const Request& request, const Surroundings& with) {
    const Catalogues catalogues(with.logics);
    const auto parsed = scenario::load(request.file, catalogues.view());
    if (!parsed.diagnostics.empty()) with.err.write(scenario::render(parsed.diagnostics));
    if (!parsed.value) return std::nullopt;
    const Scenario* scenario = pick(*parsed.value, request, with);
    if (scenario == nullptr) return std::nullopt;
    Prepared prepared;
    prepared.scenario = *scenario;
    prepared.logic = find_logic(with.logics, scenario->logic);
    prepared.dialect = reports::find_dialect(scenario->dialect);
    if (prepared.logic == nullptr || prepared.dialect == nullptr) {
        usage_error(with, fmt::format("{}: no logic '{}' or no dialect '{}'", request.file,
                                      scenario->logic, scenario->dialect));
        return std::nullopt;
    }
    prepared.cluster = names_of(*scenario, *prepared.logic->catalogue);
    prepared.script = script_of(*scenario);
    return prepared;
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

std::optional<world::Run> run(const Prepared& prepared, const world::RunOptions& options,
                              const Surroundings& with) {
    try {
        return play(prepared, options);
    } catch (const engine::SimulatorFailure& failure) {
        with.out.flush();
        with.err.write(fmt::format(
            "simrun: the simulator itself is wrong, its result would be worth nothing\n"
            "  condition  {}\n  at         {}:{}\n  scenario   {}{}\n  seed       {}\n"
            "please report it with the scenario file\n",
            failure.what(), failure.file(), failure.line(), prepared.scenario.path,
            prepared.scenario.variant.empty() ? "" : ", variant " + prepared.scenario.variant,
            options.seed));
        return std::nullopt;
    }
}

checks::Verdict judge(const Prepared& prepared, const world::Run& run, bool cut_short) {
    checks::Ran ran;
    ran.records = run.records;
    ran.serving = run.serving;
    ran.end = run.end;
    ran.as_expected = run.as_expected;
    ran.cut_short = cut_short;
    ran.limit = run.limit;
    ran.impossible = run.impossible;
    ran.unasked = run.unasked;
    return checks::judge(prepared.scenario, *prepared.logic->catalogue, ran);
}

}  // namespace sim::simrun
