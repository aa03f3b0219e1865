// What failed and by which way, so that a thousand failing runs become a few classes: the oracle,
// what people did at the root of it, and the rule of the logic that led to it last.
#pragma once

#include <compare>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "failover/rules.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::search {

struct Signature {
    std::string_view oracle;
    std::optional<scenario::Verb> verb;    ///< of the action that the causes begin with
    std::optional<failover::RuleId> rule;  ///< the last one among the causes
    auto operator<=>(const Signature&) const = default;
};

/// One for each class of violation of a run, in order of time; waived ones do not count.
/// `records`: messages at least.
[[nodiscard]] std::vector<Signature> signatures(const scenario::Scenario& scenario,
                                                const checks::Verdict& verdict,
                                                const std::vector<engine::Record>& records);

}  // namespace sim::search
