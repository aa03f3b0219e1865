// `simrun chaos FILE`: plans of faults, one a seed, run on all cores; results go to a file as they
// come, failures are told in classes. `simrun merge` does the same for the files of several runs.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <thread>

#include "engine/choices.hpp"
#include "reports/campaign.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/experiment.hpp"
#include "sim/simrun/chaos.hpp"
#include "sim/simrun/failures.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/laboratory.hpp"
#include "sim/simrun/progress.hpp"
#include "sim/simrun/results_file.hpp"

namespace sim::simrun {
namespace {

using reports::CampaignHead;
using reports::PlanResult;

constexpr std::uint64_t usual_seeds = 1'000;

PlanResult in_words(const search::Outcome& outcome, const failover::Catalogue& catalogue) {
    PlanResult result{outcome.seed,    outcome.exit_code,  outcome.fingerprint,
                      outcome.events,  outcome.faults,     failures_of(outcome, catalogue),
                      outcome.problem, outcome.situations, std::nullopt};
    if (!outcome.rules) return result;
    result.rules.emplace();
    for (const failover::RuleId& rule : *outcome.rules) {
        result.rules->push_back(
            fmt::format("{}:{}", catalogue.tables[rule.table].name, rule.row + 1));
    }
    return result;
}

/// How many rules there are for runs to come by.
std::uint64_t rules_in(const failover::Catalogue& catalogue) {
    std::uint64_t rules = 0;
    for (const failover::RuleTable& table : catalogue.tables) {
        rules += static_cast<std::uint64_t>(std::ranges::count_if(
            table.rules, &std::string_view::empty, &failover::Rule::tests_only));
    }
    return rules;
}

/// The seeds of one shard that have no result yet.
class Todo {
  public:
    explicit Todo(const CampaignHead& head) : head_(head), done_(count(head), false) {}

    void has(std::uint64_t seed) {
        const std::uint64_t at = (seed - head_.first_seed) / head_.shards;
        if (seed >= head_.first_seed && at < done_.size()) done_[at] = true;
    }
    [[nodiscard]] std::vector<std::uint64_t> seeds() const {
        std::vector<std::uint64_t> left;
        for (std::size_t at = 0; at < done_.size(); ++at) {
            if (!done_[at]) left.push_back(seed_at(at));
        }
        return left;
    }
    [[nodiscard]] std::uint64_t size() const { return done_.size(); }

  private:
    static std::size_t count(const CampaignHead& head) {
        const std::uint64_t all = head.last_seed - head.first_seed + 1;
        return (all + head.shards - head.shard) / head.shards;
    }
    [[nodiscard]] std::uint64_t seed_at(std::size_t at) const {
        return head_.first_seed + head_.shard - 1 + at * head_.shards;
    }

    CampaignHead head_;
    std::vector<bool> done_;
};

class Run {
  public:
    Run(const search::Experiment& experiment, CampaignHead head, const Surroundings& with)
        : experiment_(experiment), head_(std::move(head)), with_(with) {}

    int run(const Request& request) {
        Todo todo(head_);
        ResultsFile file;
        if (!request.results.empty()) {
            const std::string problem =
                file.open(request.results, head_, [&](const PlanResult& known) {
                    todo.has(known.seed);
                    campaign_.add(known);
                });
            if (!problem.empty()) return usage_error(with_, problem);
        }
        const std::vector<std::uint64_t> seeds = todo.seeds();
        const std::uint64_t known = campaign_.plans();
        if (known > 0) with_.err.write(fmt::format("{} plans are in the file\n", known));
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        ProgressLine progress(with_.err, todo.size(), "plans");
        Interrupts interrupts;
        std::string problem;
        in_order(
            {seeds.size(), request.jobs != 0 ? request.jobs : cores},
            [&](std::size_t at) {
                return in_words(experiment_.try_seed(seeds[at]), experiment_.catalogue());
            },
            [&](std::size_t at, const PlanResult& result) {
                problem = file.append(result);
                if (request.json) with_.out.write(reports::json_line(result));
                campaign_.add(result);
                progress.tell({known + at + 1, at + 1,
                               fmt::format("{} failed in {} classes", campaign_.failed(),
                                           campaign_.classes())});
            },
            [&] { return interrupts.signal() == 0 && problem.empty() && !with_.out.closed(); });
        if (!request.json) {
            with_.out.write(reports::campaign_text(campaign_, head_, with_.out.style()));
        }
        if (!problem.empty()) return worse(campaign_.exit_code(), usage_error(with_, problem));
        return interrupts.signal() != 0 ? interrupts.exit_code() : campaign_.exit_code();
    }

  private:
    const search::Experiment& experiment_;
    CampaignHead head_;
    const Surroundings& with_;
    reports::Campaign campaign_;
};

/// A digest of what the plans are made from, as far as some of them show it: the cluster, the menu
/// and how faults are drawn.
std::uint64_t digest(const search::Experiment& experiment) {
    constexpr std::uint64_t plans = 16;
    std::string text;
    for (std::uint64_t seed = 1; seed <= plans; ++seed) {
        text += scenario::write(experiment.story(seed));
    }
    return engine::segment(text).hash;
}

}  // namespace

int tell_problems(const std::vector<scenario::Diagnostic>& problems, const Surroundings& with) {
    with.err.write(scenario::render(problems, with.err.style().width));
    return 2;
}

bool known_preset(const Request& request, const Surroundings& with) {
    if (request.preset.empty() || scenario::find_chaos_preset(request.preset) != nullptr) {
        return true;
    }
    std::vector<std::string_view> names;
    for (const auto& preset : scenario::chaos_presets()) names.push_back(preset.name);
    usage_error(with, fmt::format("there is no preset '{}'; there is {}", request.preset,
                                  fmt::join(names, ", ")));
    return false;
}

scenario::Parsed<scenario::Entry> load_base(const std::string& path,
                                            const scenario::LogicCatalogues& catalogues) {
    auto problems = scenario::is_preset(path) ? scenario::check_preset(path, catalogues)
                                              : scenario::load(path, catalogues).diagnostics;
    if (!problems.empty()) return {std::nullopt, std::move(problems)};
    return scenario::load_tree(path, catalogues);
}

int chaos(const Request& request, const Surroundings& with) {
    if (request.paths.size() != 1) {
        return usage_error(with, "chaos on which cluster? simrun chaos FILE");
    }
    const std::string& path = request.paths.front();
    if (!known_preset(request, with)) return 2;
    const Catalogues catalogues(with.logics);
    const search::Laboratory laboratory = laboratory_of(catalogues, with.logics);
    auto base = load_base(path, laboratory.catalogues);
    if (!base.value) return tell_problems(base.diagnostics, with);
    search::Experiment experiment(path, *base.value, laboratory);
    const auto problems = experiment.configure(request.preset);
    if (!problems.empty()) return tell_problems(problems, with);
    if (request.show_plan) {
        with.out.write(scenario::write(experiment.story(request.seed.value_or(1))));
        return 0;
    }
    CampaignHead head{path,
                      experiment.chaos().preset,
                      digest(experiment),
                      1,
                      usual_seeds,
                      request.shard.first,
                      request.shard.second,
                      rules_in(experiment.catalogue())};
    if (request.seeds) std::tie(head.first_seed, head.last_seed) = *request.seeds;
    if (request.seed) head.first_seed = head.last_seed = *request.seed;
    return Run(experiment, head, with).run(request);
}

int merge_results(const std::vector<std::string>& paths, const Surroundings& with) {
    if (paths.empty()) return usage_error(with, "merge which files? simrun merge FILE ...");
    reports::Campaign campaign;
    CampaignHead first;
    std::set<std::uint64_t> seeds;
    for (const std::string& path : paths) {
        CampaignHead head;
        std::optional<std::uint64_t> again;
        const std::string problem = read_results(path, head, [&](const PlanResult& result) {
            if (!seeds.insert(result.seed).second) again = result.seed;
            campaign.add(result);
        });
        if (!problem.empty()) return usage_error(with, problem);
        if (again) {
            return usage_error(
                with, fmt::format("{} has seed {}, and so has a file before it", path, *again));
        }
        if (path == paths.front()) first = head;
        if (head.plans != first.plans) {
            return usage_error(with, fmt::format("{} and {} have results of different plans",
                                                 paths.front(), path));
        }
    }
    with.out.write(reports::campaign_text(campaign, first, with.out.style()));
    return campaign.exit_code();
}

}  // namespace sim::simrun
