#include "sim/search/mutants.hpp"

#include <algorithm>

#include "engine/fingerprint.hpp"
#include "sim/checks/judge.hpp"
#include "sim/facts/facts.hpp"

namespace sim::search {

namespace {

using facts::Kind;
using failover::RuleId;
using failover::Tampering;

std::uint64_t log_of(const world::Run& run) {
    engine::Fingerprint lines;
    for (const engine::Record& record : run.records) {
        if (Kind{record.kind} != Kind::log_line && Kind{record.kind} != Kind::log_more) continue;
        // Not the pid, which says who was forked before.
        const std::array<std::uint64_t, 5> line{record.kind, record.words[0], record.words[2],
                                                record.words[3], record.words[4]};
        lines.fold(engine::Lane::other, line);
    }
    return lines.value();
}

/// What a run fails, by whom it would be seen.
std::array<bool, killers> failures_in(const scenario::Scenario& story, const Laboratory& laboratory,
                                      const world::Run& run) {
    const checks::Verdict verdict =
        checks::judge(story, laboratory.catalogue_of(story), checks::ran_of(run));
    const bool violated = std::ranges::any_of(verdict.violations, [](const auto& violation) {
        return !violation.waived && !violation.expected;
    });
    return {violated || verdict.limit.has_value(),
            !verdict.unmet.empty() || !verdict.missing_outcome.empty(), false};
}

world::Run play(const scenario::Scenario& story, const world::Mutation& mutation,
                const Laboratory& laboratory) {
    world::RunOptions options;
    options.seed = story.seed;
    options.level = engine::Level::messages;
    options.mutation = mutation;
    return laboratory.run(story, options);
}

bool could_change(const Mutant& mutant, const Original& original) {
    const RuleId rule = mutant.mutation.rule;
    switch (mutant.kind) {
        case Mutant::Kind::struck_out:
            return original.fired.contains(rule);
        case Mutant::Kind::turned:
            return std::ranges::any_of(original.fired,
                                       [&](RuleId fired) { return fired.table == rule.table; });
        case Mutant::Kind::slow_timers:
        case Mutant::Kind::later_fix:
            return true;
    }
    return true;
}

/// The story with the fix in every proxy.
scenario::Scenario fixed(const scenario::Scenario& story, std::size_t toggle) {
    scenario::Scenario changed = story;
    for (scenario::ProxySpec& proxy : changed.proxies) {
        proxy.parameters[toggle] = failover::ParameterValue{std::int64_t{1}};
    }
    return changed;
}

/// A mutant's run of a story beside that of the logic as it is.
struct Comparison {
    bool changed = false;
    std::array<bool, killers> fails{};
};
Comparison compare(const Mutant& mutant, const Original& original, const Laboratory& laboratory) {
    const scenario::Scenario& story = *original.story;
    try {
        const world::Run run = mutant.kind == Mutant::Kind::later_fix
                                   ? play(fixed(story, mutant.toggle), {}, laboratory)
                                   : play(story, mutant.mutation, laboratory);
        if (run.fingerprint.value() == original.fingerprint) return {};
        Comparison found{true, failures_in(story, laboratory, run)};
        found.fails[static_cast<std::size_t>(Killer::log)] = log_of(run) != original.log;
        return found;
    } catch (const world::Loops&) {
        // A run that does not end is what limits are there for.
        return {true, {true, false, false}};
    }
}

}  // namespace

std::vector<Mutant> mutants_of(const failover::Catalogue& catalogue) {
    std::vector<Mutant> mutants;
    for (const Tampering tampering : {Tampering::struck_out, Tampering::turned}) {
        for (std::size_t table = 0; table < catalogue.tables.size(); ++table) {
            if (tampering == Tampering::turned && !catalogue.tables[table].first_fit) continue;
            for (std::size_t row = 0; row < catalogue.tables[table].rules.size(); ++row) {
                const RuleId rule{static_cast<std::uint16_t>(table),
                                  static_cast<std::uint16_t>(row)};
                mutants.push_back({tampering == Tampering::turned ? Mutant::Kind::turned
                                                                  : Mutant::Kind::struck_out,
                                   {tampering, rule, std::nullopt},
                                   0});
            }
        }
    }
    for (std::size_t role = 0; role < catalogue.roles.size(); ++role) {
        mutants.push_back({Mutant::Kind::slow_timers,
                           {Tampering::none, {}, static_cast<failover::Role>(role)},
                           0});
    }
    for (std::size_t at = 0; at < catalogue.parameters.size(); ++at) {
        if (!catalogue.parameters[at].name.starts_with("fix_")) continue;
        mutants.push_back({Mutant::Kind::later_fix, {}, at});
    }
    return mutants;
}

Original original_of(const scenario::Scenario& story, const Laboratory& laboratory) {
    const world::Run run = play(story, {}, laboratory);
    Original original{
        &story, {}, run.fingerprint.value(), log_of(run), failures_in(story, laboratory, run)};
    for (const engine::Record& record : run.records) {
        if (Kind{record.kind} != Kind::rule_applied) continue;
        original.fired.insert(RuleId{static_cast<std::uint16_t>(record.words[2]),
                                     static_cast<std::uint16_t>(record.words[3])});
    }
    return original;
}

Fate fate_of(const Mutant& mutant, std::span<const Original> originals,
             const Laboratory& laboratory) {
    Fate fate;
    for (const Original& original : originals) {
        if (!could_change(mutant, original)) continue;
        ++fate.played;
        const Comparison found = compare(mutant, original, laboratory);
        if (!found.changed) continue;
        ++fate.changed;
        if (fate.first_changed == nullptr) fate.first_changed = original.story;
        for (std::size_t killer = 0; killer < killers; ++killer) {
            if (found.fails[killer] && !original.fails[killer]) fate.killed_by[killer] = true;
        }
        if (std::ranges::all_of(fate.killed_by, std::identity{})) break;
    }
    return fate;
}

}  // namespace sim::search
