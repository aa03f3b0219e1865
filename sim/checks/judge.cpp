#include "sim/checks/judge.hpp"

#include <algorithm>

#include "sim/checks/expectations.hpp"

namespace sim::checks {
namespace {

/// The oracle that `outcome` names, with or without "violates:".
std::string_view named_outcome(const scenario::Scenario& scenario) {
    constexpr std::string_view prefix = "violates:";
    std::string_view outcome = scenario.outcome;
    if (outcome.substr(0, prefix.size()) == prefix) outcome.remove_prefix(prefix.size());
    return outcome;
}

std::vector<Violation> watch(const scenario::Scenario& scenario,
                             const failover::Catalogue& catalogue, const Ran& run) {
    std::vector<Violation> found;
    for (const OracleEntry& entry : oracles()) {
        const auto oracle = entry.make(Surroundings{scenario, catalogue});
        for (const engine::Record& record : run.records) oracle->take(record);
        auto violations = oracle->finish(run.end);
        std::move(violations.begin(), violations.end(), std::back_inserter(found));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Violation& a, const Violation& b) { return a.at < b.at; });
    return found;
}

void excuse(const scenario::Scenario& scenario, const Ran& run, Verdict& verdict) {
    const std::string_view outcome = named_outcome(scenario);
    bool occurred = outcome.empty();
    for (Violation& violation : verdict.violations) {
        violation.expected = violation.oracle == outcome;
        occurred = occurred || violation.expected;
    }
    if (!occurred && !run.cut_short) verdict.missing_outcome = outcome;
    for (std::size_t at = 0; at < scenario.waivers.size(); ++at) {
        bool needed = false;
        for (Violation& violation : verdict.violations) {
            if (violation.oracle != scenario.waivers[at].oracle) continue;
            violation.waived = true;
            needed = true;
        }
        if (!needed && !run.cut_short)
            verdict.unneeded_waivers.push_back(static_cast<std::uint32_t>(at));
    }
}

void list_unasked(const scenario::Scenario& scenario, const Ran& run, Verdict& verdict) {
    for (std::size_t at = 0; at < scenario.pins.size(); ++at) {
        const engine::Pin& pin = scenario.pins[at].pin;
        const bool unasked = std::any_of(
            run.unasked.begin(), run.unasked.end(),
            [&](const engine::Pin& other) { return other.key == pin.key && other.nth == pin.nth; });
        if (unasked && !run.cut_short)
            verdict.unasked_pins.push_back(static_cast<std::uint32_t>(at));
    }
}

std::vector<SometimesSeen> sometimes_of(const scenario::Scenario& scenario, const Ran& run) {
    std::vector<SometimesSeen> seen(scenario.sometimes.size());
    for (const engine::Record& record : run.records) {
        if (facts::Kind{record.kind} != facts::Kind::observation) continue;
        const std::uint32_t index = record.words[1] - facts::first_sometimes;
        const bool met = static_cast<facts::Observed>(record.words[2]) == facts::Observed::met;
        if (record.words[1] < facts::first_sometimes || index >= seen.size() || !met) continue;
        seen[index].at = record.at();
    }
    return seen;
}

Ending ending_of(const Verdict& verdict, const Ran& run) {
    if (verdict.impossible.key != 0) return Ending::impossible_choice;
    if (verdict.limit) return Ending::limit;
    if (!run.deterministic) return Ending::not_deterministic;
    const bool violated = std::any_of(
        verdict.violations.begin(), verdict.violations.end(),
        [](const Violation& violation) { return !violation.waived && !violation.expected; });
    if (violated) return Ending::violated;
    if (!verdict.unmet.empty()) return Ending::not_as_expected;
    if (!verdict.missing_outcome.empty()) return Ending::outcome_missing;
    return Ending::as_expected;
}

std::optional<AtLimit> limit_of(const Ran& run) {
    std::optional<AtLimit> limit = at_limit(run.records);
    if (run.limit && !limit) limit.emplace().limit = *run.limit;
    return limit;
}

}  // namespace

Ran ran_of(const world::Run& run) {
    Ran ran;
    ran.records = run.records;
    ran.serving = run.serving;
    ran.end = run.end;
    ran.as_expected = run.as_expected;
    ran.cut_short = run.cut_short;
    ran.limit = run.limit;
    ran.impossible = run.impossible;
    ran.unasked = run.unasked;
    return ran;
}

Verdict judge(const scenario::Scenario& scenario, const failover::Catalogue& catalogue,
              const Ran& run) {
    Verdict verdict;
    verdict.impossible = run.impossible;
    verdict.limit = limit_of(run);
    verdict.violations = watch(scenario, catalogue, run);
    excuse(scenario, run, verdict);
    verdict.unmet = unmet_expectations(scenario, run.records);
    if (!run.as_expected && !run.cut_short && verdict.unmet.empty()) {
        Unmet unmet;
        unmet.what = Unmet::What::unknown;
        unmet.at = run.end;
        verdict.unmet.push_back(unmet);
    }
    list_unasked(scenario, run, verdict);
    verdict.sometimes = sometimes_of(scenario, run);
    verdict.objectives = objectives_of(scenario, run.records);
    verdict.ending = ending_of(verdict, run);
    return verdict;
}

int Verdict::exit_code() const {
    switch (ending) {
        case Ending::impossible_choice:
            return 2;
        case Ending::limit:
            return 5;
        case Ending::not_deterministic:
            return 4;
        case Ending::violated:
            return 1;
        case Ending::not_as_expected:
        case Ending::outcome_missing:
            return 3;
        case Ending::as_expected:
            return 0;
    }
    return 70;
}

}  // namespace sim::checks
