#include "sim/search/sweep.hpp"

#include <algorithm>
#include <set>

#include "sim/facts/facts.hpp"
#include "sim/search/state.hpp"
#include "sim/search/trees.hpp"

namespace sim::search {

namespace {

using engine::Duration;
using engine::Record;
using facts::Kind;

constexpr Duration after_it = std::chrono::milliseconds{1};

}  // namespace

Instants instants_of(const world::Run& run) {
    Instants instants;
    State state;
    std::set<State::Values> seen;
    bool news = false;
    for (std::size_t i = 0; i < run.records.size(); ++i) {
        news |= state.take(run.records[i]);
        const bool last =
            i + 1 == run.records.size() || run.records[i + 1].time != run.records[i].time;
        if (!last || !news || run.records[i].at() < run.serving) continue;
        news = false;
        if (seen.insert(state.values()).second) {
            instants.distinct.push_back(run.records[i].at() - run.serving);
        } else {
            ++instants.seen_before;
        }
    }
    return instants;
}

Sweep sweep_of(const scenario::Scenario& scenario, const world::Run& run,
               const std::vector<const scenario::MenuItem*>& items) {
    Sweep sweep{instants_of(run), {}, {}};
    const auto first =
        std::ranges::find(run.records, static_cast<std::uint16_t>(Kind::step_began), &Record::kind);
    if (first != run.records.end()) sweep.first_step = first->at() - run.serving;
    const Cast cast = cast_of(scenario);
    for (const scenario::MenuItem* item : items) {
        for (Fault& fault : on_each(*item, cast)) {
            fault.lasts = item->length.least;
            sweep.faults.push_back(std::move(fault));
        }
    }
    return sweep;
}

scenario::Entry with_fault(const scenario::Entry& story, const Sweep& sweep, const Case& one) {
    scenario::Entry changed = story;
    scenario::Entry* steps = changed.find("step");
    Fault fault = sweep.faults[one.fault];
    fault.at = std::max(one.at + after_it - sweep.first_step, Duration{0});
    const std::string beside = steps->elements.front().find("name")->text;
    tell(fault, 1, beside, *steps);
    return changed;
}

}  // namespace sim::search
