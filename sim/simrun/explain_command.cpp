// `simrun explain FILE`: when a violation became inevitable, and the way to it.
#include <fmt/format.h>

#include <algorithm>

#include "reports/explanation.hpp"
#include "reports/strip.hpp"
#include "sim/search/outlook.hpp"
#include "sim/search/sealing.hpp"
#include "sim/simrun/chaos.hpp"
#include "sim/simrun/log_words.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

reports::SealingResult in_words(const search::Sealing& sealing) {
    reports::SealingResult result{{}, sealing.open_at, sealing.sealed_at};
    for (const search::Futures& futures : sealing.curve) {
        result.curve.push_back({futures.from, futures.failed, futures.of});
    }
    return result;
}

/// What becomes of the first violation that says that something will not end by itself.
std::string outlook_of(const Prepared& prepared, const checks::Verdict& verdict,
                       const LogWords& words, const reports::Style& style) {
    const auto failed =
        std::ranges::find_if(verdict.violations, checks::is_liveness, &checks::Violation::oracle);
    if (failed == verdict.violations.end()) return {};
    world::RunOptions options;
    options.seed = prepared.scenario.seed;
    options.words = &words;
    const search::LeftAlone alone =
        search::leave_alone(prepared.scenario, *prepared.logic, *failed, options);
    const Judged judged(prepared, alone.run);
    return fmt::format("{} ", failed->oracle) +
           reports::outlook_text(judged.telling, alone.outlook, style);
}

}  // namespace

int explain(const Request& request, const Surroundings& with) {
    if (request.paths.size() != 1) {
        return usage_error(with, "explain which story? simrun explain FILE");
    }
    auto prepared = prepare(request, with);
    if (!prepared) return 2;
    prepared->scenario.seed = seed_of(request, *prepared);
    world::RunOptions options;
    options.seed = prepared->scenario.seed;
    options.level = engine::Level::messages;
    const auto played = run(*prepared, options, with);
    if (!played) return 70;
    const Judged judged(*prepared, *played);
    with.out.write(tell_verdict(judged.telling, with.out.style()));
    const auto& violations = judged.verdict.violations;
    if (violations.empty()) {
        with.out.write("nothing was violated: there is nothing to explain\n");
        return judged.verdict.exit_code();
    }
    with.out.write("\n" + strip(judged.telling, with.out.style()) + "\n");
    with.out.flush();
    const checks::Violation& failed = violations.front();
    const LogWords words(prepared->cluster, *prepared->dialect);
    search::SealingOptions futures;
    futures.words = &words;
    const search::Sealing sealing =
        search::seal(prepared->scenario, *prepared->logic, {failed.oracle, failed.at}, futures);
    with.out.write(explanation(judged.telling, in_words(sealing), failed, with.out.style()));
    with.out.write(outlook_of(*prepared, judged.verdict, words, with.out.style()));
    return judged.verdict.exit_code();
}

}  // namespace sim::simrun
