// `simrun compare FILE [FILE]`: two clusters, configurations or logics under the same seeds.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "reports/comparison.hpp"
#include "sim/fidelity/statistics.hpp"
#include "sim/search/comparison.hpp"
#include "sim/search/trees.hpp"
#include "sim/simrun/chaos.hpp"
#include "sim/simrun/failures.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/laboratory.hpp"
#include "sim/simrun/progress.hpp"
#include "sim/simrun/trace_text.hpp"

namespace sim::simrun {
namespace {

using scenario::Entry;
using search::Figure;

constexpr std::uint64_t usual_seeds = 200;

struct FigureName {
    Figure figure;
    std::string_view name;
    bool is_span;
};
constexpr std::array figure_names{
    FigureName{Figure::writes_stopped, "writes stopped (RTO)", true},
    FigureName{Figure::reads_stopped, "reads stopped (RTO)", true},
    FigureName{Figure::loss_span, "lost back to (RPO)", true},
    FigureName{Figure::commits_lost, "commits lost (RPO)", false},
    FigureName{Figure::sessions_cut, "sessions lost", false},
};
static_assert(figure_names.size() == search::figures);

/// "proxy.health_check_period=5" as a file's table would have it; what is no value of TOML is a
/// text.
std::optional<scenario::Field> change_of(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) return std::nullopt;
    scenario::Field field{word.substr(0, equals), {}, search::text(word.substr(equals + 1))};
    auto document = scenario::read_document("value = " + word.substr(equals + 1) + "\n", 0);
    if (document.root) field.value = document.root->fields.front().value;
    return field;
}

/// What the other side has that its file has not; nothing after saying what is wrong.
std::optional<std::vector<scenario::Field>> changes_of(const Words& words,
                                                       const Surroundings& with) {
    std::vector<scenario::Field> changes;
    if (!words.logic.empty()) {
        changes.push_back({"cluster.logic", {}, search::text(words.logic)});
    }
    for (const std::string& word : words.sets) {
        auto change = change_of(word);
        if (!change) {
            usage_error(with, fmt::format("--set takes PATH=VALUE like proxy.health_check_period=5,"
                                          " not '{}'",
                                          word));
            return std::nullopt;
        }
        changes.push_back(std::move(*change));
    }
    return changes;
}

/// Adds up pairs of runs.
class Tally {
  public:
    void take(std::uint64_t seed, const search::Pair& pair) {
        for (const FigureName& row : figure_names) {
            const auto& one = pair.sides[0][row.figure];
            const auto& other = pair.sides[1][row.figure];
            if (!one || !other) continue;
            Sampled& sampled = samples_[static_cast<std::size_t>(row.figure)];
            sampled.sides[0].push_back(*one);
            sampled.sides[1].push_back(*other);
            sampled.split.worse += *other > *one ? 1U : 0U;
            sampled.split.better += *other < *one ? 1U : 0U;
        }
        std::array<std::set<std::string>, 2> failed;
        for (std::size_t side = 0; side < 2; ++side) {
            failed[side] = names(pair.sides[side]);
            exit_codes_[side] = worse(exit_codes_[side], pair.sides[side].exit_code);
        }
        std::set<std::string> all = failed[0];
        all.insert(failed[1].begin(), failed[1].end());
        for (const std::string& name : all) {
            add(seed, {failed[0].contains(name), failed[1].contains(name)}, failures_[name]);
        }
        add(seed, {!failed[0].empty(), !failed[1].empty()}, any_);
    }
    void tell(reports::ComparisonResult& result) {
        for (const FigureName& row : figure_names) {
            Sampled& sampled = samples_[static_cast<std::size_t>(row.figure)];
            if (sampled.sides[0].empty()) continue;
            reports::ComparedFigure figure{
                std::string(row.name), row.is_span, {}, decided(sampled.split)};
            for (std::size_t side = 0; side < 2; ++side) {
                const auto at = [&](std::size_t percent) {
                    return fidelity::quantile(sampled.sides[side], percent);
                };
                figure.at[side] = {at(50), at(99), at(100)};
            }
            result.figures.push_back(std::move(figure));
        }
        for (auto& [name, failure] : failures_) {
            failure.name = name;
            failure.split = decided(failure.split);
            result.failures.push_back(failure);
        }
        any_.name = "any of them";
        any_.split = decided(any_.split);
        result.any = any_;
    }
    /// 1 if the other side fails where one does not, as the other commands have it; what is wrong
    /// with the simulator or the comparison itself counts more.
    [[nodiscard]] int exit_code() const {
        const int either = worse(exit_codes_[0], exit_codes_[1]);
        if (either > 1) return either;
        return any_.split.worse > 0 ? 1U : 0U;
    }
    [[nodiscard]] std::uint64_t unlike() const { return any_.split.worse + any_.split.better; }

  private:
    struct Sampled {
        std::array<fidelity::Sample, 2> sides;
        reports::Split split;
    };

    static std::set<std::string> names(const search::Trial& trial) {
        std::set<std::string> names(trial.oracles.begin(), trial.oracles.end());
        if (names.empty() && trial.exit_code != 0) names.emplace(failure_of(trial.exit_code));
        return names;
    }
    static void add(std::uint64_t seed, std::array<bool, 2> fails,
                    reports::ComparedFailure& failure) {
        failure.seeds[0] += fails[0] ? 1U : 0U;
        failure.seeds[1] += fails[1] ? 1U : 0U;
        if (fails[1] && !fails[0]) {
            ++failure.split.worse;
            if (!failure.first_gained) failure.first_gained = seed;
        } else if (fails[0] && !fails[1]) {
            ++failure.split.better;
            if (!failure.first_lost) failure.first_lost = seed;
        }
    }
    static reports::Split decided(reports::Split split) {
        split.chance_is_once_in = search::chance_is_once_in(split.worse, split.better);
        return split;
    }

    std::array<Sampled, search::figures> samples_;
    std::map<std::string, reports::ComparedFailure> failures_;
    reports::ComparedFailure any_;
    std::array<int, 2> exit_codes_{};
};

/// A fact in the words of a trace.
std::string fact_text(const std::optional<engine::Record>& record,
                      const reports::Cluster& cluster) {
    if (!record) return "the run had ended";
    world::Fold fold;
    fold.of = world::FoldOf::fact;
    fold.size = 5;
    const auto pair = [&](std::size_t at) {
        return std::uint64_t{record->words[at]} | std::uint64_t{record->words[at + 1]} << 32U;
    };
    fold.words = {static_cast<std::uint64_t>(record->time), record->kind, pair(0), pair(2),
                  record->words[4]};
    return fold_text(fold, fold, cluster);
}

/// Compares, with everything read and checked.
class Comparing {
  public:
    Comparing(const search::Comparison& comparison, const search::Laboratory& laboratory,
              reports::ComparisonResult head)
        : comparison_(comparison), laboratory_(laboratory), result_(std::move(head)) {}

    int run(unsigned jobs, const Surroundings& with) {
        Interrupts interrupts;
        ProgressLine progress(with.err, result_.asked, "pairs");
        std::string problem;
        in_order(
            {result_.asked, jobs},
            [&](std::size_t at) { return comparison_.try_seed(result_.first_seed + at); },
            [&](std::size_t at, const search::Pair& pair) {
                take(result_.first_seed + at, pair);
                for (const search::Trial& side : pair.sides) {
                    if (problem.empty()) problem = side.problem;
                }
                progress.tell({at + 1, at + 1,
                               fmt::format("{} part, {} fail on one side alone", result_.parted,
                                           tally_.unlike())});
            },
            [&] { return interrupts.signal() == 0 && !with.out.closed(); });
        tally_.tell(result_);
        with.out.write(reports::comparison_text(result_, with.out.style()));
        if (!problem.empty()) with.err.write(problem + "\n");
        return interrupts.signal() != 0 ? interrupts.exit_code() : tally_.exit_code();
    }

  private:
    void take(std::uint64_t seed, const search::Pair& pair) {
        ++result_.run;
        tally_.take(seed, pair);
        if (!pair.parting) return;
        ++result_.parted;
        if (result_.parting) return;
        reports::ComparedParting parting{seed, {}, pair.parting->at};
        for (std::size_t side = 0; side < 2; ++side) {
            const auto parsed = comparison_.compile(side, seed);
            SIM_ASSERT(parsed.value.has_value());  // it has run
            parting.what[side] =
                fact_text(pair.parting->records[side],
                          names_of(*parsed.value, laboratory_.catalogue_of(*parsed.value)));
        }
        result_.parting = std::move(parting);
    }

    const search::Comparison& comparison_;
    const search::Laboratory& laboratory_;
    reports::ComparisonResult result_;
    Tally tally_;
};

/// "the same, with proxy.health_check_period=5"
std::string name_of_other(const Words& words) {
    std::vector<std::string> changes = words.sets;
    if (!words.logic.empty()) changes.insert(changes.begin(), "logic " + words.logic);
    std::string name = words.paths.size() == 2 ? words.paths[1] : std::string("the same");
    if (!changes.empty()) name += fmt::format(", with {}", fmt::join(changes, ", "));
    return name;
}

/// Whether faults are to be planned, or a story told.
bool is_chaos(const Request& request, const Entry& base) {
    return !request.preset.empty() || base.find("chaos") != nullptr ||
           base.find("nemesis") != nullptr || base.find("step") == nullptr;
}

}  // namespace

int compare(const Words& words, const Surroundings& with) {
    const auto request = request_of(words, with);
    if (!request) return 2;
    const std::size_t files = words.paths.size();
    if (files == 0 || files > 2 || (files == 1 && words.sets.empty() && words.logic.empty())) {
        return usage_error(with,
                           "compare takes two files, or one and --set or --logic for the "
                           "other side");
    }
    if (!known_preset(*request, with)) return 2;
    auto changes = changes_of(words, with);
    if (!changes) return 2;
    const Catalogues catalogues(with.logics);
    const search::Laboratory laboratory = laboratory_of(catalogues, with.logics);
    std::array<search::Side, 2> sides;
    for (std::size_t side = 0; side < 2; ++side) {
        sides[side].path = words.paths[std::min(side, files - 1)];
        auto base = load_base(sides[side].path, laboratory.catalogues);
        if (!base.value) return tell_problems(base.diagnostics, with);
        sides[side].base = std::move(*base.value);
    }
    sides[1].changes = std::move(*changes);
    std::optional<search::Experiment> plans;
    if (is_chaos(*request, sides[0].base)) {
        plans.emplace(sides[0].path, sides[0].base, laboratory);
        const auto problems = plans->configure(request->preset);
        if (!problems.empty()) return tell_problems(problems, with);
    }
    reports::ComparisonResult head;
    head.names = {words.paths[0], name_of_other(words)};
    if (plans)
        head.plans =
            fmt::format("both meet the same faults, as {} plans them", plans->chaos().preset);
    head.first_seed = request->seeds ? request->seeds->first : 1;
    head.asked = request->seeds ? request->seeds->second - request->seeds->first + 1 : usual_seeds;
    const search::Comparison comparison(std::move(sides), plans ? &*plans : nullptr, laboratory,
                                        !words.without_load);
    for (std::size_t side = 0; side < 2; ++side) {
        const auto first = comparison.compile(side, head.first_seed);
        if (!first.value) return tell_problems(first.diagnostics, with);
    }
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    return Comparing(comparison, laboratory, std::move(head))
        .run(request->jobs != 0 ? request->jobs : cores, with);
}

}  // namespace sim::simrun
