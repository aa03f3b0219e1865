// What a chaos experiment came to: a line for each plan in a file that outlives the program, and
// failures in classes, the rarest and simplest first.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/style.hpp"

namespace reports {

/// What failed, in words: see sim/search/signature.hpp.
struct FailureClass {
    std::string oracle;  ///< or "limit", "not deterministic", "simulator"
    std::string verb;    ///< empty: no action led to it
    std::string rule;    ///< of the logic, the last that led to it; empty: none did
    auto operator<=>(const FailureClass&) const = default;
};

/// "after restart_proxy, by the rule lock: CHECK, …": how it came about.
[[nodiscard]] std::string way_text(const FailureClass& failure);

/// One plan, run.
struct PlanResult {
    std::uint64_t seed = 0;
    int exit_code = 0;
    std::uint64_t fingerprint = 0;
    std::uint64_t events = 0;
    std::uint64_t faults = 0;
    std::vector<FailureClass> failures;
    std::string problem;
    std::vector<std::uint32_t> situations;          ///< see sim/search/situation.hpp
    std::optional<std::vector<std::string>> rules;  ///< "lock:3"; none: they were not recorded
    bool operator==(const PlanResult&) const = default;
};

/// The first line of a file of results: what the others are results of.
struct CampaignHead {
    std::string path;
    std::string preset;
    std::uint64_t plans = 0;  ///< a digest of all that the plans are made from
    std::uint64_t first_seed = 0;
    std::uint64_t last_seed = 0;
    std::uint64_t shard = 1;  ///< of `shards`, from 1
    std::uint64_t shards = 1;
    std::uint64_t rules = 0;  ///< of the logic, those that runs can come by
    bool operator==(const CampaignHead&) const = default;
};

/// What of a kind plans have come by. What was met in one plan alone says how much is still unseen:
/// with Good and Turing, one more plan meets so many new ones as there are such for each plan.
struct Seen {
    std::uint64_t plans = 0;
    std::uint64_t different = 0;
    std::uint64_t once = 0;
    /// New ones that the next thousand plans would meet if they met them at today's rate.
    [[nodiscard]] std::uint64_t new_in_a_thousand() const {
        return plans == 0 ? 0 : once * 1'000 / plans;
    }
};

/// Results so far; its size grows with what there is to meet, not with the plans.
class Campaign {
  public:
    struct Class {
        std::uint64_t plans = 0;
        std::uint64_t seed = 0;    ///< of the plan with the fewest faults, the first of equals
        std::uint64_t faults = 0;  ///< that plan's
        std::uint64_t first_seed = 0;
    };
    void add(const PlanResult& result);

    [[nodiscard]] std::uint64_t plans() const { return plans_; }
    [[nodiscard]] std::uint64_t failed() const { return failed_; }
    [[nodiscard]] std::size_t classes() const { return classes_.size(); }
    [[nodiscard]] int exit_code() const { return exit_code_; }
    [[nodiscard]] Seen situations() const { return seen_in(situations_, plans_); }
    [[nodiscard]] Seen rules() const { return seen_in(rules_, plans_with_rules_); }
    /// The rarest first, of those the ones with the fewest faults.
    [[nodiscard]] std::vector<std::pair<FailureClass, Class>> by_rarity() const;

  private:
    template <class What>
    static Seen seen_in(const std::map<What, std::uint64_t>& met, std::uint64_t plans) {
        Seen seen{plans, met.size(), 0};
        for (const auto& [what, times] : met) seen.once += times == 1 ? 1U : 0U;
        return seen;
    }

    std::uint64_t plans_ = 0;
    std::uint64_t failed_ = 0;
    int exit_code_ = 0;
    std::map<FailureClass, Class> classes_;
    std::map<std::uint32_t, std::uint64_t> situations_;  ///< and in how many plans
    std::map<std::string, std::uint64_t> rules_;
    std::uint64_t plans_with_rules_ = 0;
};

/// The classes and how to see one.
[[nodiscard]] std::string campaign_text(const Campaign& campaign, const CampaignHead& head,
                                        const Style& style);
// ---- as JSON, one object a line: campaign_json.cpp ----------------------------------------------

[[nodiscard]] std::string json_line(const CampaignHead& head);
[[nodiscard]] std::string json_line(const PlanResult& result);
/// Nothing where the line is not such an object.
[[nodiscard]] std::optional<CampaignHead> read_head(std::string_view line);
[[nodiscard]] std::optional<PlanResult> read_result(std::string_view line);

}  // namespace reports
