#include "sim/search/outlook.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/checks/judge.hpp"
#include "sim/search/state.hpp"
#include "sim/world/playing.hpp"

namespace sim::search {

namespace {

using checks::Outlook;
using engine::Record;
using engine::TrueTime;
using facts::Kind;

/// A truth or a belief that became another one.
struct Change {
    TrueTime at;
    std::uint16_t kind = 0;
    std::array<std::uint32_t, 4> words{};
    [[nodiscard]] bool same_as(const Change& other) const {
        return kind == other.kind && words == other.words;
    }
};

std::vector<Change> changes_after(const std::vector<Record>& records, TrueTime from) {
    State state;
    std::vector<Change> changes;
    for (const Record& record : records) {
        const bool news = is_truth_or_belief(Kind{record.kind}) && state.take(record);
        if (!news || record.at() <= from) continue;
        Change change{record.at(), record.kind, {}};
        std::copy_n(record.words.begin(), change.words.size(), change.words.begin());
        changes.push_back(change);
    }
    return changes;
}

/// The shortest row of changes that stands at the end three times, one after the other.
std::optional<checks::Turn> turn_of(const std::vector<Change>& changes) {
    constexpr std::size_t times = 3;
    const std::size_t count = changes.size();
    for (std::size_t length = 1; length * times <= count; ++length) {
        const std::size_t first = count - length * times;
        bool repeats = true;
        for (std::size_t i = first; repeats && i + length < count; ++i) {
            repeats = changes[i].same_as(changes[i + length]);
        }
        if (repeats) return checks::Turn{changes[count - length - 1].at, changes.back().at};
    }
    return std::nullopt;
}

bool same(const checks::Violation& a, const checks::Violation& b) {
    return a.oracle == b.oracle && a.since == b.since && a.subject.database == b.subject.database &&
           a.subject.proxy == b.subject.proxy;
}

std::optional<TrueTime> recovery_of(const scenario::Scenario& scenario,
                                    const failover::Catalogue& catalogue,
                                    const checks::Violation& violation, const world::Run& run) {
    checks::Ran ran = checks::ran_of(run);
    ran.cut_short = true;
    for (const checks::Violation& one : checks::judge(scenario, catalogue, ran).violations) {
        if (same(one, violation)) return one.ended;
    }
    return std::nullopt;
}

void judge_changes(const std::vector<Change>& changes, Outlook& outlook) {
    if (!changes.empty()) outlook.last_change = changes.back().at;
    // For what changed to be called over, it must have been quiet as long as it went on.
    const bool quiet =
        changes.empty() || changes.back().at < outlook.left_alone_at + outlook.watched / 2;
    if (!quiet) outlook.turn = turn_of(changes);
    if (outlook.turn) {
        outlook.what = Outlook::What::livelock;
    } else if (outlook.recovered_at) {
        outlook.what = Outlook::What::recovers;
    } else {
        outlook.what = quiet ? Outlook::What::stuck : Outlook::What::unsettled;
    }
}

}  // namespace

LeftAlone leave_alone(const scenario::Scenario& scenario, const world::LogicEntry& logic,
                      const checks::Violation& violation, const world::RunOptions& options) {
    constexpr int supervisions = 20;
    world::Playing playing(scenario, logic, options);
    playing.play_to(violation.at);
    playing.leave_alone();
    const TrueTime from = playing.now();
    playing.play_to(from + playing.so_far().derived_span * supervisions);
    LeftAlone found{{}, playing.so_far()};
    found.outlook.left_alone_at = from;
    found.outlook.watched = found.run.end - from;
    found.outlook.recovered_at = recovery_of(scenario, *logic.catalogue, violation, found.run);
    judge_changes(changes_after(found.run.records, from), found.outlook);
    return found;
}

}  // namespace sim::search
