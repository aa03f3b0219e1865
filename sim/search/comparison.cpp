#include "sim/search/comparison.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <exception>

#include "sim/checks/judge.hpp"
#include "sim/checks/measures.hpp"
#include "sim/scenario/orders.hpp"
#include "sim/scenario/variant.hpp"
#include "sim/search/state.hpp"
#include "sim/search/trees.hpp"

namespace sim::search {

namespace {

using engine::Record;
using scenario::Entry;
using scenario::Scenario;

std::optional<std::int64_t> outage(bool measured, const checks::Outage* worst) {
    if (!measured) return std::nullopt;
    if (worst == nullptr) return 0;
    const auto span = worst->span();
    return span ? span->count() : to_the_end;
}

void measure(const Scenario& scenario, const checks::Verdict& verdict, const world::Run& run,
             Trial& trial) {
    const auto at = [&](Figure figure) -> auto& {
        return trial.measured[static_cast<std::size_t>(figure)];
    };
    const checks::Objectives& objectives = verdict.objectives;
    at(Figure::writes_stopped) = outage(objectives.writes, objectives.worst_write());
    at(Figure::reads_stopped) = outage(objectives.reads, objectives.worst_read());
    if (objectives.writes) {
        at(Figure::loss_span) = objectives.loss_span.value_or(engine::Duration{0}).count();
        at(Figure::commits_lost) = static_cast<std::int64_t>(objectives.loss.all());
    }
    const auto measures = checks::measure(scenario, verdict, run.records, run.end);
    at(Figure::sessions_cut) = static_cast<std::int64_t>(measures.sessions_cut);
}

void judge(const Scenario& scenario, const failover::Catalogue& catalogue, const world::Run& run,
           Trial& trial) {
    const checks::Verdict verdict = checks::judge(scenario, catalogue, checks::ran_of(run));
    trial.exit_code = exit_code_of(verdict);
    for (const checks::Violation& violation : verdict.violations) {
        if (!violation.waived) trial.oracles.push_back(violation.oracle);
    }
    std::ranges::sort(trial.oracles);
    const auto again = std::ranges::unique(trial.oracles);
    trial.oracles.erase(again.begin(), again.end());
    if (!verdict.limit) measure(scenario, verdict, run, trial);
}

/// The truths and beliefs of a run from t = 0 on that were news, one after the other.
class Course {
  public:
    explicit Course(const world::Run& run) : run_(run) {}

    /// The next one, or nullptr.
    const Record* next() {
        while (at_ < run_.records.size()) {
            const Record& record = run_.records[at_++];
            const bool news = is_truth_or_belief(facts::Kind{record.kind}) && state_.take(record);
            if (news && record.at() >= run_.serving) return &record;
        }
        return nullptr;
    }

  private:
    const world::Run& run_;
    State state_;
    std::size_t at_ = 0;
};

}  // namespace

Comparison::Comparison(std::array<Side, 2> sides, const Experiment* plans,
                       const Laboratory& laboratory, bool load)
    : sides_(std::move(sides)), plans_(plans), laboratory_(laboratory), load_(load) {}

scenario::Parsed<Scenario> Comparison::compile(std::size_t side, std::uint64_t seed) const {
    const Side& one = sides_[side];
    Entry story =
        plans_ != nullptr ? story_of(plans_->plan_of(seed), plans_->chaos(), one.base) : one.base;
    put(story, "seed", number(static_cast<std::int64_t>(seed)));
    // What a story is said to come to is not what is asked here.
    std::erase_if(story.fields,
                  [](const scenario::Field& field) { return field.key == "outcome"; });
    scenario::Reader reader;
    reader.add_source(one.path, {});
    for (const scenario::Field& change : one.changes) scenario::set_path(reader, story, change);
    if (!reader.diagnostics().empty()) return {std::nullopt, std::move(reader.diagnostics())};
    auto parsed = scenario::compile_tree(one.path, story, laboratory_.catalogues);
    if (parsed.value && load_ && parsed.value->loads.empty()) {
        parsed.value->loads.push_back(scenario::orders());
    }
    return parsed;
}

std::optional<world::Run> Comparison::try_side(std::size_t side, std::uint64_t seed,
                                               Trial& trial) const {
    try {
        const auto parsed = compile(side, seed);
        if (!parsed.value) {
            trial.exit_code = 2;
            trial.problem = scenario::listing(parsed.diagnostics);
            return std::nullopt;
        }
        world::RunOptions options;
        options.seed = seed;
        world::Run run = laboratory_.run(*parsed.value, options);
        judge(*parsed.value, laboratory_.catalogue_of(*parsed.value), run, trial);
        return run;
    } catch (const std::exception& error) {
        trial.exit_code = 70;
        trial.problem = error.what();
        return std::nullopt;
    }
}

Pair Comparison::try_seed(std::uint64_t seed) const {
    Pair pair;
    const auto one = try_side(0, seed, pair.sides[0]);
    const auto other = try_side(1, seed, pair.sides[1]);
    if (one && other) pair.parting = parting_of(*one, *other);
    return pair;
}

std::optional<Parting> parting_of(const world::Run& one, const world::Run& other) {
    Course left(one);
    Course right(other);
    while (true) {
        const Record* a = left.next();
        const Record* b = right.next();
        if (a == nullptr && b == nullptr) return std::nullopt;
        if (a != nullptr && b != nullptr && a->kind == b->kind && a->words == b->words) continue;
        Parting parting;
        if (a != nullptr) parting.records[0] = *a;
        if (b != nullptr) parting.records[1] = *b;
        parting.at = {(a != nullptr ? a->at() : one.end) - one.serving,
                      (b != nullptr ? b->at() : other.end) - other.serving};
        return parting;
    }
}

std::uint64_t chance_is_once_in(std::uint64_t one, std::uint64_t other) {
    using boost::multiprecision::cpp_int;
    const std::uint64_t all = one + other;
    // Of 2^all ways to split the pairs, those with at most the smaller number on one given side;
    // either side may be the smaller one.
    cpp_int ways = 1;
    cpp_int as_uneven = 0;
    for (std::uint64_t k = 0; k <= std::min(one, other); ++k) {
        as_uneven += ways;
        ways = ways * (all - k) / (k + 1);
    }
    const cpp_int once_in = (cpp_int{1} << all) / (2 * as_uneven);
    constexpr std::uint64_t most = UINT64_MAX;
    if (once_in > most) return most;
    return std::max<std::uint64_t>(static_cast<std::uint64_t>(once_in), 1);
}

}  // namespace sim::search
