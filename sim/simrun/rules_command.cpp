#include "sim/simrun/rules_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <thread>

#include "reports/rules.hpp"
#include "sim/facts/facts.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

using failover::RuleId;
using failover::RuleTable;
using reports::Tone;

// ---- show -------------------------------------------------------------------------------------

int no_such_table(const std::string& name, const Surroundings& with) {
    std::vector<std::string_view> valid;
    for (const auto& logic : with.logics) {
        valid.push_back(logic.name);
        for (const RuleTable& table : logic.catalogue->tables) valid.push_back(table.name);
    }
    const std::string near = scenario::nearest(name, valid);
    return usage_error(with,
                       fmt::format("no logic and no table is called '{}'; {}", name,
                                   near.empty() ? fmt::format("there is {}", fmt::join(valid, ", "))
                                                : fmt::format("did you mean '{}'?", near)));
}

/// The tables that a name means: those of a logic, or one of any logic.
std::vector<const RuleTable*> tables_called(const std::string& name, const Surroundings& with) {
    std::vector<const RuleTable*> found;
    for (const auto& logic : with.logics) {
        for (const RuleTable& table : logic.catalogue->tables) {
            if (name.empty() || name == logic.name || name == table.name) found.push_back(&table);
        }
    }
    return found;
}

bool is_logic(const std::string& name, const Surroundings& with) {
    return std::ranges::find(with.logics, name, &world::LogicEntry::name) != with.logics.end();
}

// ---- coverage ---------------------------------------------------------------------------------

/// Rules that fired in one run, and how often.
using Fired = std::map<RuleId, std::uint64_t>;

Fired fired_in(const Prepared& prepared, std::uint64_t seed) {
    world::RunOptions options;
    options.level = facts::level_of(facts::Kind::rule_applied);
    options.seed = seed;
    Fired fired;
    const Played played = attempt(prepared, options);
    if (!played.run) return fired;
    for (const engine::Record& record : played.run->records) {
        if (facts::Kind{record.kind} != facts::Kind::rule_applied) continue;
        ++fired[RuleId{static_cast<std::uint16_t>(record.words[2]),
                       static_cast<std::uint16_t>(record.words[3])}];
    }
    return fired;
}

std::string run_called(const Prepared& prepared, std::uint64_t seed) {
    const std::string name = called(prepared.scenario);
    return seed == prepared.scenario.seed ? name : fmt::format("{}@{}", name, seed);
}

}  // namespace

int show(const Words& words, const Surroundings& with) {
    if (words.paths.empty() || words.paths.front() != "logic") {
        return usage_error(with, "show what? simrun show logic [LOGIC|TABLE ...]");
    }
    std::vector<std::string> names(words.paths.begin() + 1, words.paths.end());
    if (names.empty()) names.emplace_back();
    for (const std::string& name : names) {
        const auto tables = tables_called(name, with);
        if (tables.empty() && !is_logic(name, with)) return no_such_table(name, with);
        if (tables.empty()) with.out.write(fmt::format("{} has no tables of rules\n", name));
        for (const RuleTable* table : tables) {
            with.out.write(words.dot ? reports::rules_dot(*table)
                                     : reports::rules_text(*table, with.out.style()) + "\n");
        }
    }
    return 0;
}

int coverage(const Words& words, const Surroundings& with) {
    if (words.paths.empty())
        return usage_error(with, "coverage of which stories? simrun coverage FOLDER");
    const auto request = request_of(words, with);
    if (!request) return 2;
    const auto stories = stories_below(*request, with);
    if (!stories) return 2;
    std::vector<reports::RuleCounts> counts;  // of each logic
    for (const auto& logic : with.logics) counts.emplace_back(logic.catalogue->tables);
    const std::size_t each =
        request->seeds ? request->seeds->second - request->seeds->first + 1 : 1;
    const auto seed_at = [&](std::size_t at) {
        return request->seeds ? request->seeds->first + at % each
                              : seed_of(*request, (*stories)[at / each]);
    };
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    Interrupts interrupts;
    in_order(
        {stories->size() * each, request->jobs != 0 ? request->jobs : cores},
        [&](std::size_t at) { return fired_in((*stories)[at / each], seed_at(at)); },
        [&](std::size_t at, const Fired& fired) {
            const Prepared& story = (*stories)[at / each];
            const auto logic = static_cast<std::size_t>(story.logic - with.logics.data());
            const std::string name = run_called(story, seed_at(at));
            for (const auto& [rule, times] : fired) counts[logic].add(rule, times, name);
        },
        [&] { return interrupts.signal() == 0 && !with.out.closed(); });
    for (std::size_t at = 0; at < counts.size(); ++at) {
        const auto tables = with.logics[at].catalogue->tables;
        if (tables.empty()) continue;
        with.out.write(with.out.style().paint(Tone::strong, with.logics[at].name) + "\n\n");
        with.out.write(reports::coverage_text(tables, counts[at], with.out.style()));
    }
    with.out.write(fmt::format("{} runs of {} stories and variants\n", stories->size() * each,
                               stories->size()));
    return interrupts.signal() != 0 ? interrupts.exit_code() : 0;
}

}  // namespace sim::simrun
