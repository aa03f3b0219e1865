#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/story.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

/// The seeds that came to the same end.
struct Group {
    std::string what;
    int exit_code = 0;
    std::vector<std::uint64_t> seeds;
};

/// "0-12, 14, 20-31": seeds in rising order, at most `limit` ranges.
std::string ranges(const std::vector<std::uint64_t>& seeds, std::size_t limit) {
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

void count(std::vector<Group>& groups, const std::string& what, int exit_code, std::uint64_t seed) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
        return group.what == what && group.exit_code == exit_code;
    });
    if (found != groups.end()) {
        found->seeds.push_back(seed);
    } else {
        groups.push_back({what, exit_code, {seed}});
    }
}

std::string summary(std::vector<Group>& groups, const Prepared& prepared,
                    const reports::Style& style) {
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.seeds.size() > b.seeds.size();
    });
    std::string text = style.paint(reports::Tone::strong, prepared.script.title) + "\n";
    for (const Group& group : groups) {
        const auto tone = group.exit_code == 0 ? reports::Tone::good : reports::Tone::bad;
        text += fmt::format("{:>7}  {}  exit {}   seeds {}\n", group.seeds.size(),
                            style.paint(tone, fmt::format("{:<44}", group.what)), group.exit_code,
                            ranges(group.seeds, 6));
    }
    return text;
}

/// In how many of the runs each [[sometimes]] was seen.
struct Shares {
    std::vector<std::uint64_t> seen;
    std::uint64_t runs = 0;

    void count(const checks::Verdict& verdict) {
        ++runs;
        seen.resize(verdict.sometimes.size());
        for (std::size_t at = 0; at < seen.size(); ++at) {
            if (verdict.sometimes[at].at) ++seen[at];
        }
    }
    /// A line for each; `exit_code` is 3 if one was seen too seldom.
    [[nodiscard]] std::string judged(const scenario::Scenario& scenario,
                                     const reports::Style& style, int& exit_code) const {
        constexpr std::uint64_t whole = 1'000'000;
        std::string text;
        for (std::size_t at = 0; at < seen.size(); ++at) {
            const scenario::Sometimes& one = scenario.sometimes[at];
            const auto share = static_cast<std::uint64_t>(one.share_millionths);
            const bool enough = seen[at] > 0 && seen[at] * whole >= share * runs;
            if (!enough) exit_code = worse(exit_code, 3);
            text += style.paint(enough ? reports::Tone::good : reports::Tone::bad,
                                enough ? "sometimes" : "TOO SELDOM");
            text += fmt::format(
                "  in {} of {} runs, expected in {}: {}\n", seen[at], runs,
                share == 0 ? "one" : fmt::format("{}.{:04}%", share / 10'000, share % 10'000),
                one.seen.condition.source);
        }
        return text;
    }
};

}  // namespace

int run_seeds(const Request& request, const Surroundings& with) {
    auto prepared = prepare(request, with);
    if (!prepared) return 2;
    std::vector<Group> groups;
    Shares shares;
    int exit_code = 0;
    for (std::uint64_t seed = request.seeds->first;; ++seed) {
        world::RunOptions options;
        options.seed = seed;
        options.until = request.until;
        const auto done = run(*prepared, options, with);
        if (!done) return 70;
        const checks::Verdict verdict = judge(*prepared, *done, request.until.has_value());
        shares.count(verdict);
        count(groups, verdict_line(prepared->script, verdict), verdict.exit_code(), seed);
        exit_code = worse(exit_code, verdict.exit_code());
        if (seed == request.seeds->second || with.out.closed()) break;
    }
    with.out.write(summary(groups, *prepared, with.out.style()));
    with.out.write(shares.judged(prepared->scenario, with.out.style(), exit_code));
    return exit_code;
}

int worse(int a, int b) {
    // Scenario-format's exit codes, the best news first.
    constexpr int order[] = {0, 3, 1, 5, 4, 2, 70};
    const auto rank = [&](int code) { return std::find(std::begin(order), std::end(order), code); };
    return rank(a) < rank(b) ? b : a;
}

}  // namespace sim::simrun
