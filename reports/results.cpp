#include "reports/results.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reports {
namespace {

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+:@%,=";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'')
            text += "'\\''";
        else
            text += c;
    }
    return text + "'";
}

}  // namespace

std::string seed_ranges(const std::vector<std::uint64_t>& seeds, std::size_t limit) {
    std::string text;
    std::size_t shown = 0;
    for (std::size_t at = 0; at < seeds.size(); ++shown) {
        std::size_t last = at;
        while (last + 1 < seeds.size() && seeds[last + 1] == seeds[last] + 1) ++last;
        if (shown == limit) return text + ", ...";
        if (!text.empty()) text += ", ";
        text += last == at ? fmt::format("{}", seeds[at])
                           : fmt::format("{}-{}", seeds[at], seeds[last]);
        at = last + 1;
    }
    return text;
}

int worse(int a, int b) {
    // The best news first.
    constexpr int order[] = {0, 3, 1, 5, 4, 2, 70};
    const auto rank = [&](int code) { return std::find(std::begin(order), std::end(order), code); };
    return rank(a) < rank(b) ? b : a;
}

std::string StoryResult::name() const {
    return variant.empty() ? path : fmt::format("{} [{}]", path, variant);
}

std::size_t StoryResult::runs() const {
    std::size_t count = 0;
    for (const SeedGroup& group : groups) count += group.seeds.size();
    return count;
}

std::string StoryResult::summary() const {
    if (!problems.empty()) {
        return fmt::format("{} error{} in the file", problems.size(),
                           problems.size() == 1 ? "" : "s");
    }
    if (planned_runs == 1) return shown.verdict;
    std::string text;
    for (const SeedGroup& group : groups) {
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", group.seeds.size(), group.verdict);
        if (group.exit_code != 0) text += fmt::format(" (seeds {})", seed_ranges(group.seeds, 3));
    }
    for (const SometimesResult& one : sometimes) {
        if (too_seldom(one)) {
            text += fmt::format("; only {} of {} saw {}", one.seen, runs(), one.condition);
        }
    }
    if (runs() < planned_runs)
        text += fmt::format("; {} seeds were not run", planned_runs - runs());
    return text;
}

std::string StoryResult::again() const {
    std::string text = "simrun " + quoted(path);
    if (!variant.empty()) text += " --variant " + quoted(variant);
    if (problems.empty()) text += fmt::format(" --seed {}", shown.seed);
    return text;
}

bool StoryResult::too_seldom(const SometimesResult& one) const {
    constexpr std::uint64_t whole = 1'000'000;
    if (planned_runs == 1 || runs() < planned_runs) return false;
    return one.seen == 0 ||
           one.seen * whole < static_cast<std::uint64_t>(one.share_millionths) * runs();
}

void StoryResult::judge_sometimes() {
    for (const SometimesResult& one : sometimes) {
        if (too_seldom(one)) exit_code = worse(exit_code, 3);
    }
}

void StoryResult::add(RunResult run) {
    const auto found = std::ranges::find_if(groups, [&](const SeedGroup& group) {
        return group.verdict == run.verdict && group.exit_code == run.exit_code;
    });
    if (found == groups.end())
        groups.push_back({run.verdict, run.exit_code, {run.seed}});
    else
        found->seeds.push_back(run.seed);
    std::ranges::stable_sort(groups, [](const SeedGroup& a, const SeedGroup& b) {
        return a.seeds.size() > b.seeds.size();
    });
    for (std::size_t at = 0; at < sometimes.size() && at < run.sometimes.size(); ++at) {
        sometimes[at].seen += run.sometimes[at] ? 1U : 0U;
    }
    const bool first = runs() == 1;
    if (first || (run.exit_code != exit_code && worse(exit_code, run.exit_code) != exit_code)) {
        exit_code = run.exit_code;
        shown = std::move(run);
    }
}

}  // namespace reports
