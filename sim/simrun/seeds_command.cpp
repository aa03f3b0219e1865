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

}  // namespace

int run_seeds(const Request& request, const Surroundings& with) {
    auto prepared = prepare(request, with);
    if (!prepared) return 2;
    std::vector<Group> groups;
    int exit_code = 0;
    for (std::uint64_t seed = request.seeds->first;; ++seed) {
        world::RunOptions options;
        options.seed = seed;
        options.until = request.until;
        const auto done = run(*prepared, options, with);
        if (!done) return 70;
        const checks::Verdict verdict = judge(*prepared, *done, request.until.has_value());
        count(groups, verdict_line(prepared->script, verdict), verdict.exit_code(), seed);
        exit_code = worse(exit_code, verdict.exit_code());
        if (seed == request.seeds->second || with.out.closed()) break;
    }
    with.out.write(summary(groups, *prepared, with.out.style()));
    return exit_code;
}

int worse(int a, int b) {
    // Scenario-format's exit codes, the best news first.
    constexpr int order[] = {0, 3, 1, 5, 4, 2, 70};
    const auto rank = [&](int code) { return std::find(std::begin(order), std::end(order), code); };
    return rank(a) < rank(b) ? b : a;
}

}  // namespace sim::simrun
