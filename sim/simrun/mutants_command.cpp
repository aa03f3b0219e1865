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
#include "sim/simrun/progress.hpp"
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

    void run(unsigned jobs, Interrupts& interrupts, const Surroundings& with) {
        const auto go_on = [&] { return interrupts.signal() == 0 && !with.out.closed(); };
        std::vector<search::Original> originals(stories_.size());
        in_order(
            {stories_.size(), jobs},
            [&](std::size_t at) { return search::original_of(*stories_[at], laboratory_); },
            [&](std::size_t at, const search::Original& one) { originals[at] = one; }, go_on);
        if (!go_on()) return;
        const std::vector<Mutant> mutants = search::mutants_of(*logic_.catalogue);
        asked_ = mutants.size();
        ProgressLine progress(with.err, asked_, "mutants");
        in_order(
            {mutants.size(), jobs},
            [&](std::size_t at) { return search::fate_of(mutants[at], originals, laboratory_); },
            [&](std::size_t at, const search::Fate& fate) {
                note(mutants[at], fate);
                progress.tell({at + 1, at + 1, fmt::format("{} survive", survivors_)});
            },
            go_on);
    }
    [[nodiscard]] std::string text(const reports::Style& style) const {
        std::string head =
            fmt::format("{}, {} stories and variants\n", logic_.name, stories_.size());
        if (results_.size() < asked_) {
            head += fmt::format("INCOMPLETE: it was interrupted, {} mutants were not played\n",
                                asked_ - results_.size());
        }
        return head + reports::mutants_text(results_, style);
    }

  private:
    void note(const Mutant& mutant, const search::Fate& fate) {
        const auto* first = fate.first_changed;
        if (!fate.killed()) ++survivors_;
        results_.push_back({kind_text(mutant.kind), name_of(mutant, *logic_.catalogue),
                            fate.killed_by, fate.played, fate.changed,
                            first == nullptr ? std::string() : called(*first)});
    }

    const world::LogicEntry& logic_;
    const search::Laboratory& laboratory_;
    std::vector<const scenario::Scenario*> stories_;
    std::vector<reports::MutantResult> results_;
    std::size_t asked_ = 0;
    std::size_t survivors_ = 0;
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
        matrix.run(request->jobs != 0 ? request->jobs : cores, interrupts, with);
        with.out.write(matrix.text(with.out.style()));
        if (interrupts.signal() != 0) return interrupts.exit_code();
    }
    return 0;
}

}  // namespace sim::simrun
