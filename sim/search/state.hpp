// The facts of a run that hold at one time: truth, belief and what is pending. Runs are in the same
// state where all of them are the same, whenever that is.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "engine/record.hpp"
#include "sim/facts/facts.hpp"

namespace sim::search {

/// Kept in an order of its own.
class State {
  public:
    using Values = std::map<std::array<std::uint32_t, 4>, std::array<std::uint32_t, 5>>;

    /// Whether the record is a fact that changes it.
    bool take(const engine::Record& record);
    [[nodiscard]] const Values& values() const { return values_; }

  private:
    Values values_;
};

/// Whether the kind says what is so or what a proxy holds to be so, and not what is pending.
[[nodiscard]] bool is_truth_or_belief(facts::Kind kind);

}  // namespace sim::search
