#include "sim/simrun/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/scenario/quantity.hpp"
#include "sim/simrun/chaos.hpp"
#include "sim/simrun/repeated.hpp"
#include "sim/simrun/rules_command.hpp"
#include "sim/simrun/what_if.hpp"

namespace sim::simrun {
namespace {

constexpr unsigned most_jobs = 256;

constexpr std::array all_options{
    Option{"--seed", "N", "under this seed instead of the file's", For::any_run, &Words::seed},
    Option{"--seeds", "A..B", "under all of these, counted by outcome", For::lists, &Words::seeds},
    Option{"--variant", "NAME", "under other settings, as the file names them", For::any_run,
           &Words::variant},
    Option{"--until", "T", "only until t = T, as in 90s or 2min", For::any_run, &Words::until},
    Option{"--step", "NAME|N", "only until this step has ended", For::one_story, &Words::step},
    Option{"--check", "",
           "is it the same every time? Runs twice, then on copies of the world, then elsewhere in "
           "memory, and names the first event that differs",
           For::one_story, &Words::check},
    Option{"--log", "PROXY", "that proxy's log as the product writes it", For::one_story,
           &Words::log},
    Option{"--pool-nodes", "", "the tables that the story asks for", For::one_story,
           &Words::pool_nodes},
    Option{"--stat-replication", "", "the replication views that the story asks for",
           For::one_story, &Words::stat_replication},
    Option{"--watchdog-info", "", "what pcp_watchdog_info prints where the story asks for it",
           For::one_story, &Words::watchdog_info},
    Option{"--choices", "", "every choice asked, as [choices] takes it", For::one_story,
           &Words::choices},
    Option{"--events", "", "every event and what came of it: to compare what two machines print",
           For::one_story, &Words::events},
    Option{"--only", "NAME", "those stories whose file or variant is called so (* and ? match)",
           For::lists, &Words::only},
    Option{"--jobs", "N", "on so many threads; as many as there are cores without", For::lists,
           &Words::jobs},
    Option{"--junit", "FILE", "write the results there, as JUnit XML", For::lists, &Words::junit},
    Option{"--json", "", "one JSON object a story instead of a line ('simrun help json')",
           For::lists, &Words::json},
    Option{"--conf", "FILE", "a proxy's pgpool.conf or kingbasecluster.conf; give all of a site's",
           For::a_site, &Words::confs},
    Option{"--primary", "N", "backend id of the primary at the start; else 0", For::a_site,
           &Words::primary},
    Option{"--failover-command", "WHAT", "what it does: promote_new_master or nothing", For::a_site,
           &Words::failover_command},
    Option{"--without-load", "", "no clients where a story has none", For::a_site,
           &Words::without_load},
    Option{"--recordings", "FOLDER", "where the recordings lie; else tests/recordings",
           For::recorded, &Words::recordings},
    Option{"--preset", "NAME", "faults and budgets to plan with ('simrun list chaos')", For::chaos,
           &Words::preset},
    Option{"--results", "FILE", "results go there as they come; what it has is not run again",
           For::chaos, &Words::results},
    Option{"--shard", "K/N", "every N-th seed, beginning with the K-th", For::chaos, &Words::shard},
    Option{"--show-plan", "", "the plan of --seed as a story, instead of running it", For::chaos,
           &Words::show_plan},
    Option{"--set", "PATH=VALUE",
           "the other side has this setting, as in proxy.port=9998; repeatable", For::compare,
           &Words::sets},
    Option{"--logic", "NAME", "the other side runs this logic", For::compare, &Words::logic},
    Option{"--dot", "", "the tables as graphs, for the program dot", For::rules, &Words::dot},
};

int run_check(const Words& words, const Surroundings& with) {
    if (words.paths.empty()) return usage_error(with, "check which files? simrun check FILE ...");
    return check_files(words.paths, with);
}

int run_fmt(const Words& words, const Surroundings& with) {
    if (words.paths.empty()) return usage_error(with, "format which files? simrun fmt FILE ...");
    return format_files(words.paths, words.check, with);
}

int run_diff(const Words& words, const Surroundings& with) {
    const auto request = request_of(words, with);
    if (!request) return 2;
    return diff(words.paths, *request, with);
}

int run_chaos(const Words& words, const Surroundings& with) {
    const auto request = request_of(words, with);
    return request ? chaos(*request, with) : 2;
}

int run_shrink(const Words& words, const Surroundings& with) {
    const auto request = request_of(words, with);
    return request ? shrink(*request, with) : 2;
}

int run_explain(const Words& words, const Surroundings& with) {
    const auto request = request_of(words, with);
    return request ? explain(*request, with) : 2;
}

int run_sweep(const Words& words, const Surroundings& with) {
    const auto request = request_of(words, with);
    return request ? sweep(*request, with) : 2;
}

int run_merge(const Words& words, const Surroundings& with) {
    return merge_results(words.paths, with);
}

int run_list(const Words& words, const Surroundings& with) {
    return list(words.paths.empty() ? std::string() : words.paths.front(), with);
}

int run_help(const Words& words, const Surroundings& with) {
    return help(words.paths.empty() ? std::string() : words.paths.front(), with);
}

constexpr std::array<std::string_view, 2> diff_options{"--seed", "--until"};

constexpr std::array<std::string_view, 1> fmt_options{"--check"};
constexpr std::array<std::string_view, 5> site_options{"--conf", "--primary", "--failover-command",
                                                       "--without-load", "--seed"};

constexpr std::array<std::string_view, 3> fidelity_options{"--recordings", "--seeds", "--jobs"};
constexpr std::array<std::string_view, 8> chaos_options{
    "--seed", "--seeds", "--preset", "--results", "--shard", "--show-plan", "--jobs", "--json"};
constexpr std::array<std::string_view, 1> shrink_options{"--seed"};
constexpr std::array<std::string_view, 2> sweep_options{"--only", "--jobs"};
constexpr std::array<std::string_view, 6> compare_options{"--set",    "--logic",        "--seeds",
                                                          "--preset", "--without-load", "--jobs"};
constexpr std::array<std::string_view, 2> explain_options{"--seed", "--variant"};
constexpr std::array<std::string_view, 1> show_options{"--dot"};
constexpr std::array<std::string_view, 2> coverage_options{"--seeds", "--jobs"};
constexpr std::array<std::string_view, 1> mutants_options{"--jobs"};

constexpr std::array all_commands{
    Command{"check", "FILE|FOLDER ...", "what is wrong with files, without running any", run_check},
    Command{"fmt", "[--check] FILE ...",
            "rewrites files in canonical form, or says what it would; - is standard input", run_fmt,
            fmt_options},
    Command{"diff", "RUN RUN",
            "two runs side by side, and where they part; a RUN is FILE[#VARIANT][@SEED]", run_diff,
            diff_options},
    // FILE[#VARIANT][@SEED]",
    Command{"what-if", "--conf FILE ... STORY ...",
            "what stories come to at a site of your own ('simrun help what-if')", what_if,
            site_options},
    Command{"fidelity", "[STORY|FOLDER ...]",
            "recorded stories against what the real product logged, showed and answered; with "
            "--seeds also the delays of so many runs",
            fidelity, fidelity_options},
    Command{"chaos", "FILE", "plans faults for a cluster, a plan a seed, and runs them all",
            run_chaos, chaos_options},
    Command{"sweep", "FILE", "every single fault at every distinct instant of a story", run_sweep,
            sweep_options},
    Command{"compare", "FILE [FILE]",
            "two configurations or logics under the same seeds and faults: outages, losses, "
            "failures gained and lost",
            compare, compare_options},
    Command{"merge", "FILE ...", "puts the results of several shards together", run_merge},
    Command{"shrink", "FILE", "the smallest story that fails in the same way", run_shrink,
            shrink_options},
    Command{"explain", "FILE", "when a violation became inevitable, and the way to it", run_explain,
            explain_options},
    Command{"show", "logic [NAME ...]",
            "the tables of rules that a logic decides by: all, or a logic's, or one", show,
            show_options},
    Command{"coverage", "FILE|FOLDER ...",
            "which of these rules the stories came by, under --seeds if given", coverage,
            coverage_options},
    Command{"mutants", "FILE|FOLDER ...",
            "plants faults into the logic, a rule or a timer each, and says who notices", mutants,
            mutants_options},
    Command{"list", "[WHAT]", "what there is to choose from: logics, dialects, oracles, …",
            run_list},
    Command{"help", "[TOPIC]", "more about one topic: scenario, faults, oracles, what-if, json",
            run_help},
};

std::optional<std::uint64_t> read_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

/// "1..100", or "100" for the same
std::optional<std::pair<std::uint64_t, std::uint64_t>> read_seeds(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
        const auto last = read_number(text);
        if (!last || *last == 0) return std::nullopt;
        return std::pair{std::uint64_t{1}, *last};
    }
    const auto first = read_number(text.substr(0, dots));
    const auto last = read_number(text.substr(dots + 2));
    if (!first || !last || *first > *last) return std::nullopt;
    return std::pair{*first, *last};
}

/// "3/16"
std::optional<std::pair<std::uint64_t, std::uint64_t>> read_shard(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto which = read_number(text.substr(0, slash));
    const auto of = read_number(text.substr(slash + 1));
    if (!which || !of || *which == 0 || *which > *of) return std::nullopt;
    return std::pair{*which, *of};
}

/// What the numbers among the words say; an empty text if all is well.
std::string read_numbers(const Words& words, Request& request) {
    if (!words.seeds.empty()) {
        request.seeds = read_seeds(words.seeds);
        if (!request.seeds) {
            return fmt::format("--seeds takes a range like 1..100, not '{}'", words.seeds);
        }
    }
    if (!words.seed.empty()) {
        request.seed = read_number(words.seed);
        if (!request.seed) {
            return fmt::format("--seed takes a number from 0 to {}, not '{}'", UINT64_MAX,
                               words.seed);
        }
    }
    if (!words.jobs.empty()) {
        const auto jobs = read_number(words.jobs);
        if (!jobs || *jobs == 0 || *jobs > most_jobs) {
            return fmt::format("--jobs takes a number from 1 to {}, not '{}'", most_jobs,
                               words.jobs);
        }
        request.jobs = static_cast<unsigned>(*jobs);
    }
    if (!words.shard.empty()) {
        const auto shard = read_shard(words.shard);
        if (!shard) return fmt::format("--shard takes K/N like 3/16, not '{}'", words.shard);
        request.shard = *shard;
    }
    if (!words.until.empty()) {
        const auto until = scenario::read_span(words.until);
        if (!until.value) {
            return fmt::format("--until '{}': {} {}", words.until, until.message, until.help);
        }
        request.until = *until.value;
    }
    return {};
}

bool given(const Words& words, const Option& option) {
    return std::visit(
        [&](auto member) {
            if constexpr (std::is_same_v<decltype(member), bool Words::*>)
                return words.*member;
            else
                return !(words.*member).empty();
        },
        option.into);
}

}  // namespace

std::span<const Option> options() { return all_options; }

std::span<const Command> commands() { return all_commands; }

std::optional<Request> request_of(const Words& words, const Surroundings& with) {
    Request request;
    if (const std::string wrong = read_numbers(words, request); !wrong.empty()) {
        usage_error(with, wrong);
        return std::nullopt;
    }
    request.paths = words.paths;
    request.variant = words.variant;
    request.only = words.only;
    request.step = words.step;
    request.log_of = words.log;
    request.pool_nodes = words.pool_nodes;
    request.stat_replication = words.stat_replication;
    request.watchdog_info = words.watchdog_info;
    request.choices = words.choices;
    request.events = words.events;
    request.check = words.check;
    request.junit = words.junit;
    request.json = words.json;
    request.preset = words.preset;
    request.results = words.results;
    request.show_plan = words.show_plan;
    return request;
}

std::string_view first_given(const Words& words, For which) {
    const auto found = std::ranges::find_if(all_options, [&](const Option& option) {
        return option.goes_with == which && given(words, option);
    });
    return found == all_options.end() ? std::string_view() : found->name;
}

}  // namespace sim::simrun
