#include "sim/search/sweep.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "sim/facts/facts.hpp"
#include "sim/search/trees.hpp"

namespace sim::search {

namespace {

using engine::Duration;
using engine::Record;
using facts::Kind;

/// How many of a fact's words say what it is about; the others are its value.
struct About {
    Kind kind;
    std::size_t words;
    std::size_t value;
};
constexpr std::array abouts{
    About{Kind::database_state, 1, 2},
    About{Kind::database_role, 1, 3},
    About{Kind::streaming, 1, 3},
    About{Kind::host_power, 1, 2},
    About{Kind::link, 3, 4},
    About{Kind::recovery_job, 1, 2},
    About{Kind::believed_status, 2, 3},
    About{Kind::believed_primary, 1, 2},
    About{Kind::believed_leader, 1, 2},
    About{Kind::serves, 1, 2},
    About{Kind::leads, 1, 2},
    About{Kind::believed_quorum, 1, 2},
    About{Kind::believed_lock, 2, 3},
    About{Kind::pending_change, 2, 3},
    About{Kind::on_the_way, 2, 3},
};

/// The facts that hold, in an order of their own.
class State {
  public:
    using Values = std::map<std::array<std::uint32_t, 4>, std::array<std::uint32_t, 5>>;

    /// Whether the record is a fact that changes it.
    bool take(const Record& record) {
        const auto* about = std::ranges::find(abouts, Kind{record.kind}, &About::kind);
        if (about == abouts.end()) return false;
        std::array<std::uint32_t, 4> key{record.kind};
        std::array<std::uint32_t, 5> value{};
        std::copy_n(record.words.begin(), about->words, key.begin() + 1);
        std::copy_n(record.words.begin(), about->value, value.begin());
        auto& known = values_[key];
        const bool news = known != value;
        known = value;
        return news;
    }
    [[nodiscard]] const Values& values() const { return values_; }

  private:
    Values values_;
};

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
