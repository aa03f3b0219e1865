// `simrun sweep FILE`: every single fault of the menu at every distinct instant of a story.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

#include "reports/sweep.hpp"
#include "sim/search/experiment.hpp"
#include "sim/search/sweep.hpp"
#include "sim/simrun/chaos.hpp"
#include "sim/simrun/failures.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/laboratory.hpp"
#include "sim/simrun/progress.hpp"

namespace sim::simrun {
namespace {

using Items = std::vector<const scenario::MenuItem*>;

/// The faults asked for, all without `--only`; nothing after saying what is wrong.
std::optional<Items> items_of(const Request& request, const Surroundings& with) {
    Items items;
    for (const std::string& name : request.only) {
        const scenario::MenuItem* item = scenario::find_menu_item(name);
        if (item == nullptr) {
            std::vector<std::string_view> names;
            for (const auto& known : scenario::menu()) names.push_back(known.name);
            const std::string near = scenario::nearest(name, names);
            usage_error(with, fmt::format("the menu has no '{}'{}", name,
                                          near.empty() ? "; see 'simrun list chaos'"
                                                       : "; did you mean '" + near + "'?"));
            return std::nullopt;
        }
        items.push_back(item);
    }
    if (items.empty()) {
        for (const auto& item : scenario::menu()) items.push_back(&item);
    }
    return items;
}

class Sweeping {
  public:
    Sweeping(const Prepared& prepared, const scenario::Entry& story, const search::Sweep& sweep,
             const search::Laboratory& laboratory)
        : prepared_(prepared), story_(story), sweep_(sweep), laboratory_(laboratory) {
        // What the story violates without a fault is no news.
        for (auto& failure : failures(search::try_story(path(), story_, laboratory_))) {
            known_.insert(std::move(failure));
        }
    }
    reports::SweepResult run(unsigned jobs, Interrupts& interrupts, const Surroundings& with) {
        ProgressLine progress(with.err, sweep_.size(), "cases");
        in_order(
            {sweep_.size(), jobs},
            [&](std::size_t at) {
                const scenario::Entry changed = search::with_fault(story_, sweep_, sweep_.at(at));
                return search::try_story(path(), changed, laboratory_);
            },
            [&](std::size_t at, const search::Outcome& outcome) {
                take(sweep_.at(at), outcome);
                progress.tell(
                    {at + 1, at + 1,
                     fmt::format("{} failed in {} classes", failed_, result_.classes.size())});
            },
            [&] { return interrupts.signal() == 0 && !with.out.closed(); });
        return std::move(result_);
    }

  private:
    [[nodiscard]] const std::string& path() const { return prepared_.scenario.path; }
    [[nodiscard]] std::vector<reports::FailureClass> failures(
        const search::Outcome& outcome) const {
        return failures_of(outcome, *prepared_.logic->catalogue);
    }
    void take(const search::Case& one, const search::Outcome& outcome) {
        ++result_.run;
        if (!fingerprints_.insert(outcome.fingerprint).second) ++result_.same;
        bool fails = false;
        for (const auto& failure : failures(outcome)) {
            if (known_.contains(failure)) continue;
            fails = true;
            reports::SweptClass& swept = result_.classes[failure];
            ++swept.cases;
            swept.faults[std::string(sweep_.faults[one.fault].item->name)].push_back(one.at);
        }
        failed_ += fails ? 1 : 0;
    }

    const Prepared& prepared_;
    const scenario::Entry& story_;
    const search::Sweep& sweep_;
    const search::Laboratory& laboratory_;
    std::set<reports::FailureClass> known_;
    std::set<std::uint64_t> fingerprints_;
    reports::SweepResult result_;
    std::uint64_t failed_ = 0;
};

}  // namespace

int sweep(const Request& request, const Surroundings& with) {
    if (request.paths.size() != 1) {
        return usage_error(with, "sweep over which story? simrun sweep FILE");
    }
    const auto items = items_of(request, with);
    auto prepared = prepare(request, with);
    if (!items || !prepared) return 2;
    if (prepared->scenario.steps.empty()) {
        return usage_error(with, "a sweep needs a story with steps");
    }
    const Catalogues catalogues(with.logics);
    const search::Laboratory laboratory = laboratory_of(catalogues, with.logics);
    auto tree = scenario::load_tree(request.paths.front(), laboratory.catalogues);
    SIM_ASSERT(tree.value.has_value());
    world::RunOptions options;
    options.seed = prepared->scenario.seed;
    const auto played = run(*prepared, options, with);
    if (!played) return 70;
    const search::Sweep cases = search::sweep_of(prepared->scenario, *played, *items);
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    Interrupts interrupts;
    Sweeping sweeping(*prepared, *tree.value, cases, laboratory);
    reports::SweepResult result =
        sweeping.run(request.jobs != 0 ? request.jobs : cores, interrupts, with);
    result.instants = cases.instants.distinct.size();
    result.seen_before = cases.instants.seen_before;
    result.faults = items->size();
    result.cases_each = cases.faults.size();
    result.length = played->end - played->serving;
    with.out.write(reports::sweep_text(result, with.out.style()));
    if (interrupts.signal() != 0) return interrupts.exit_code();
    return result.classes.empty() ? 0 : 1;
}

}  // namespace sim::simrun
