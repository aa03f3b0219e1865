// Every single fault of the menu at every distinct instant of a story: not what chance finds, but
// all there is. Instants at which nothing that a fault could meet differs from an earlier one are
// left out, and counted.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/record.hpp"
#include "sim/search/cast.hpp"
#include "sim/world/run.hpp"

namespace sim::search {

/// The instants of a run, from t = 0, at which the facts became others than they ever were.
struct Instants {
    std::vector<engine::Duration> distinct;
    std::size_t seen_before = 0;  ///< at which they became as they had been
};
/// `records`: facts at least.
[[nodiscard]] Instants instants_of(const world::Run& run);

/// All cases of a sweep: each fault of `items` on each of its targets at each instant.
struct Case {
    std::size_t fault = 0;  ///< index into Sweep::faults
    engine::Duration at{};
};
struct Sweep {
    Instants instants;
    engine::Duration first_step{};  ///< when it begins, from t = 0
    std::vector<Fault> faults;

    [[nodiscard]] std::size_t size() const { return instants.distinct.size() * faults.size(); }
    [[nodiscard]] Case at(std::size_t index) const {
        return {index % faults.size(), instants.distinct[index / faults.size()]};
    }
};
[[nodiscard]] Sweep sweep_of(const scenario::Scenario& scenario, const world::Run& run,
                             const std::vector<const scenario::MenuItem*>& items);

/// The story's tree with the fault of one case beside its first step. It begins a millisecond after
/// its instant: once all that belongs to the instant is over. REQUIRES: the story has steps.
[[nodiscard]] scenario::Entry with_fault(const scenario::Entry& story, const Sweep& sweep,
                                         const Case& one);

}  // namespace sim::search
