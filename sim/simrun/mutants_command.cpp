// `simrun mutants STORY|FOLDER ...`: plants faults into the logic, and says who notices.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "reports/mutants.hpp"
#include "sim/search/mutants.hpp"
#include "sim/simrun/failures.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/laboratory.hpp"
#include "sim/simrun/rules_command.hpp"

namespace sim::simrun {
namespace {

using search::Mutant;

std::string kind_text(Mutant::Kind kind) {
    constexpr std::array<std::string_view, search::mutant_kinds> kinds{
        "rules struck out", "rules turned", "timers doubled", "later fixes"};
    return std::string(kinds[static_cast<std::size_t>(kind)]);
}

std::string name_of(const Mutant& mutant, const failover::Catalogue& catalogue) {
    switch (mutant.kind) {
        case Mutant::Kind::struck_out:
        case Mutant::Kind::turned:
            return rule_text(catalogue, mutant.mutation.rule);
        case Mutant::Kind::slow_timers:
            return std::string(catalogue.roles[*mutant.mutation.doubles_timers].name);
        case Mutant::Kind::later_fix:
            return std::string(catalogue.parameters[mutant.toggle].name);
    }
    return {};
}

/// The mutants of one logic, played on its stories.
class Matrix {
  public:
    Matrix(const world::LogicEntry& logic, const search::Laboratory& laboratory)
        : logic_(logic), laboratory_(laboratory) {}

    void add(const scenario::Scenario& story) { stories_.push_back(&story); }
    [[nodiscard]] bool empty() const { return stories_.empty(); }

    /// False: interrupted.
    bool run(unsigned jobs, Interrupts& interrupts, const Surroundings& with) {
        const auto go_on = [&] { return interrupts.signal() == 0 && !with.out.closed(); };
        std::vector<search::Original> originals(stories_.size());
        in_order(
            {stories_.size(), jobs},
            [&](std::size_t at) { return search::original_of(*stories_[at], laboratory_); },
            [&](std::size_t at, const search::Original& one) { originals[at] = one; }, go_on);
        const std::vector<Mutant> mutants = search::mutants_of(*logic_.catalogue);
        in_order(
            {mutants.size(), jobs},
            [&](std::size_t at) { return search::fate_of(mutants[at], originals, laboratory_); },
            [&](std::size_t at, const search::Fate& fate) { note(mutants[at], fate); }, go_on);
        return results_.size() == mutants.size();
    }
    [[nodiscard]] std::string text(const reports::Style& style) const {
        return fmt::format("{}, {} stories and variants\n", logic_.name, stories_.size()) +
               reports::mutants_text(results_, style);
    }

  private:
    void note(const Mutant& mutant, const search::Fate& fate) {
        const auto* first = fate.first_changed;
        results_.push_back({kind_text(mutant.kind), name_of(mutant, *logic_.catalogue),
                            fate.killed_by, fate.played, fate.changed,
                            first == nullptr ? std::string() : called(*first)});
    }

    const world::LogicEntry& logic_;
    const search::Laboratory& laboratory_;
    std::vector<const scenario::Scenario*> stories_;
    std::vector<reports::MutantResult> results_;
};

}  // namespace

int mutants(const Words& words, const Surroundings& with) {
    if (words.paths.empty()) {
        return usage_error(with, "mutants on which stories? simrun mutants FILE|FOLDER ...");
    }
    const auto request = request_of(words, with);
    if (!request) return 2;
    const auto stories = stories_below(*request, with);
    if (!stories) return 2;
    const Catalogues catalogues(with.logics);
    const search::Laboratory laboratory = laboratory_of(catalogues, with.logics);
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    Interrupts interrupts;
    for (const world::LogicEntry& logic : with.logics) {
        Matrix matrix(logic, laboratory);
        for (const Prepared& story : *stories) {
            if (story.logic == &logic) matrix.add(story.scenario);
        }
        if (matrix.empty()) continue;
        const bool whole = matrix.run(request->jobs != 0 ? request->jobs : cores, interrupts, with);
        if (!whole) return interrupts.exit_code();
        with.out.write(matrix.text(with.out.style()));
    }
    return 0;
}

}  // namespace sim::simrun
