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
    for (const std::uint32_t situation : result.situations) ++situations_[situation];
    if (result.rules) {
        ++plans_with_rules_;
        for (const std::string& rule : *result.rules) ++rules_[rule];
    }
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

namespace {

/// Whether it was tame: what was met, and how much a campaign like it would still meet.
std::string unseen_text(const Campaign& campaign, const CampaignHead& head, const Style& style) {
    const Seen situations = campaign.situations();
    std::string text = fmt::format(
        "{} situations of the cluster (what is well, who serves and leads, who is wrong); {} in "
        "one plan alone, so a thousand more would meet about {} that none has met",
        situations.different, situations.once, situations.new_in_a_thousand());
    if (const Seen rules = campaign.rules(); rules.plans > 0) {
        text += fmt::format(
            ". {} of {} rules of the logic, in the {} plans that were asked; {} in one alone, so a "
            "thousand more would come by about {} others",
            rules.different, head.rules, rules.plans, rules.once,
            std::min(rules.new_in_a_thousand(),
                     head.rules - std::min(head.rules, rules.different)));
    }
    return wrap(text, style.width, 0) + "\n";
}

}  // namespace

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
    if (campaign.plans() > 0) text += unseen_text(campaign, head, style);
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
