// A fault planted into the logic under test, to see who notices: a rule that never fires, or fires
// when it should not, or timers that run twice as long. Planted at the seam, while a world runs.
#pragma once

#include <optional>
#include <stdexcept>

#include "failover/logic.hpp"

namespace sim::world {

/// A mutant asks for rules again and again in one step, and would not come back.
class Loops : public std::runtime_error {
  public:
    Loops() : std::runtime_error("the logic asks for its rules without end in one step") {}
};

struct Mutation {
    failover::Tampering tampering = failover::Tampering::none;
    failover::RuleId rule;                         ///< that one, unless `none`
    std::optional<failover::Role> doubles_timers;  ///< of processes of that role
    bool operator==(const Mutation&) const = default;

    [[nodiscard]] failover::Tampering of(failover::RuleId asked) const {
        return asked == rule ? tampering : failover::Tampering::none;
    }
};

}  // namespace sim::world
