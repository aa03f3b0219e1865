#include "sim/search/experiment.hpp"

#include <exception>
#include <set>
#include <utility>

#include "engine/assert.hpp"
#include "sim/checks/judge.hpp"
#include "sim/facts/facts.hpp"

namespace sim::search {

namespace {

using scenario::Entry;
using scenario::Scenario;

/// A plan has no steps yet: the cluster alone, as the story that waits and does nothing else.
Scenario cluster_of(const std::string& path, const Entry& base,
                    const scenario::LogicCatalogues& catalogues) {
    scenario::Chaos nothing;
    auto parsed = scenario::compile_tree(path, story_of(Plan{}, nothing, base), catalogues);
    SIM_ASSERT(parsed.value.has_value());
    return std::move(*parsed.value);
}

std::vector<failover::RuleId> rules_of(const world::Run& run) {
    std::set<failover::RuleId> rules;
    for (const engine::Record& record : run.records) {
        if (facts::Kind{record.kind} != facts::Kind::rule_applied) continue;
        rules.insert({static_cast<std::uint16_t>(record.words[2]),
                      static_cast<std::uint16_t>(record.words[3])});
    }
    return {rules.begin(), rules.end()};
}

void run_and_judge(const Scenario& scenario, const Laboratory& laboratory, Outcome& outcome) {
    const failover::Catalogue& catalogue = laboratory.catalogue_of(scenario);
    world::RunOptions options;
    options.seed = scenario.seed;
    const bool rules = scenario.seed % rules_every == 0;
    if (rules) options.level = engine::Level::messages;
    world::Run run = laboratory.run(scenario, options);
    if (rules) outcome.rules = rules_of(run);
    outcome.situations = situations_of(scenario, run);
    outcome.fingerprint = run.fingerprint.value();
    outcome.events = run.events;
    outcome.exit_code = exit_code_of(checks::judge(scenario, catalogue, checks::ran_of(run)));
    if (outcome.exit_code == 0) return;
    options.level = engine::Level::messages;
    run = laboratory.run(scenario, options);
    if (run.fingerprint.value() != outcome.fingerprint) {
        constexpr int not_deterministic = 4;
        outcome.exit_code = not_deterministic;
    }
    const checks::Verdict verdict = checks::judge(scenario, catalogue, checks::ran_of(run));
    outcome.signatures = signatures(scenario, verdict, run.records);
}

}  // namespace

int exit_code_of(const checks::Verdict& verdict) {
    const int code = verdict.exit_code();
    constexpr int not_as_expected = 3;
    return code == not_as_expected ? 0 : code;
}

Outcome try_story(const std::string& path, const Entry& story, const Laboratory& laboratory) {
    Outcome outcome;
    try {
        auto parsed = scenario::compile_tree(path, story, laboratory.catalogues);
        if (!parsed.value) {
            outcome.exit_code = 2;
            outcome.problem = scenario::listing(parsed.diagnostics);
            return outcome;
        }
        outcome.seed = parsed.value->seed;
        run_and_judge(*parsed.value, laboratory, outcome);
    } catch (const std::exception& error) {
        outcome.exit_code = 70;
        outcome.problem = error.what();
    }
    return outcome;
}

Experiment::Experiment(std::string path, Entry base, const Laboratory& laboratory)
    : path_(std::move(path)),
      base_(std::move(base)),
      laboratory_(laboratory),
      cluster_(cluster_of(path_, base_, laboratory.catalogues)) {}

const failover::Catalogue& Experiment::catalogue() const {
    return laboratory_.catalogue_of(cluster_);
}

std::vector<scenario::Diagnostic> Experiment::configure(std::string_view preset) {
    scenario::Reader reader;
    reader.add_source(path_, {});
    chaos_ = scenario::read_chaos(reader, base_, preset);
    return std::move(reader.diagnostics());
}

Plan Experiment::plan_of(std::uint64_t seed) const { return plan(cluster_, chaos_, seed); }

Entry Experiment::story(std::uint64_t seed) const { return story_of(plan_of(seed), chaos_, base_); }

Outcome Experiment::try_seed(std::uint64_t seed) const {
    const Plan planned = plan_of(seed);
    Outcome outcome = try_story(path_, story_of(planned, chaos_, base_), laboratory_);
    outcome.seed = seed;
    outcome.faults = planned.faults.size();
    return outcome;
}

}  // namespace sim::search
