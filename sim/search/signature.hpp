// What failed and by which way, so that a thousand failing runs become a few classes: the oracle,
// the last thing that a person did, and the last line that the proxy logged, before it went wrong.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "failover/catalogue.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::search {

struct Signature {
    std::string_view oracle;
    std::optional<scenario::Verb> verb;  ///< of the action at the root of its causes; none: none
    std::string_view message;            ///< key in the catalogue; empty: nothing was logged
    auto operator<=>(const Signature&) const = default;
};

/// One for each class of violation of a run, in order of time; waived ones do not count.
/// `records`: messages at least.
[[nodiscard]] std::vector<Signature> signatures(const scenario::Scenario& scenario,
                                                const failover::Catalogue& catalogue,
                                                const checks::Verdict& verdict,
                                                const std::vector<engine::Record>& records);

}  // namespace sim::search
