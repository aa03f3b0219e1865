#include "reports/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/results.hpp"

namespace reports {

std::string way_text(const FailureClass& failure) {
    std::string way = failure.verb.empty() ? std::string("by itself") : "after " + failure.verb;
    if (!failure.rule.empty()) way += ", by the rule " + failure.rule;
    return way;
}

void Campaign::add(const PlanResult& result) {
    ++plans_;
    exit_code_ = worse(exit_code_, result.exit_code);
    if (result.exit_code != 0) ++failed_;
    for (const FailureClass& failure : result.failures) {
        const auto [at, is_new] =
            classes_.try_emplace(failure, Class{0, result.seed, result.faults, result.seed});
        Class& known = at->second;
        ++known.plans;
        known.first_seed = std::min(known.first_seed, result.seed);
        const bool simpler = result.faults < known.faults ||
                             (result.faults == known.faults && result.seed < known.seed);
        if (!is_new && simpler) {
            known.seed = result.seed;
            known.faults = result.faults;
        }
    }
}

std::vector<std::pair<FailureClass, Campaign::Class>> Campaign::by_rarity() const {
    std::vector<std::pair<FailureClass, Class>> list(classes_.begin(), classes_.end());
    std::ranges::stable_sort(list, [](const auto& a, const auto& b) {
        return std::pair(a.second.plans, a.second.faults) <
               std::pair(b.second.plans, b.second.faults);
    });
    return list;
}

std::string campaign_text(const Campaign& campaign, const CampaignHead& head, const Style& style) {
    std::string text;
    for (const auto& [failure, known] : campaign.by_rarity()) {
        text +=
            fmt::format("{} {}  {} of {} plans\n", style.paint(Tone::bad, style.glyph("✗", "x")),
                        style.paint(Tone::strong, failure.oracle), known.plans, campaign.plans());
        text += fmt::format("    {}\n", wrap(way_text(failure), style.width, 4));
        text += fmt::format("    simplest: seed {}, {} fault{}\n", known.seed, known.faults,
                            known.faults == 1 ? "" : "s");
    }
    text += fmt::format("{} plans: {} failed, in {} class{}\n", campaign.plans(), campaign.failed(),
                        campaign.classes(), campaign.classes() == 1 ? "" : "es");
    if (campaign.classes() == 0) return text;
    const Campaign::Class known = campaign.by_rarity().front().second;
    text += fmt::format("\nsee one:     simrun chaos {} --preset {} --seed {}\n", head.path,
                        head.preset, known.seed);
    text +=
        fmt::format("keep one:    simrun chaos {} --preset {} --seed {} --show-plan > it.toml\n",
                    head.path, head.preset, known.seed);
    text += "make it small: simrun shrink it.toml\n";
    return text;
}

}  // namespace reports
