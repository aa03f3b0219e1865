// A chaos experiment's plan: from a seed to a scenario with faults at times, which then runs like
// any other. Faults are planned, not rolled while the world runs: a plan can be kept, read and
// made smaller.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/nemesis.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::search {

/// One fault, or what an operator types.
struct Fault {
    engine::Duration at{};     ///< from t = 0
    engine::Duration lasts{};  ///< 0: it does not
    const scenario::MenuItem* item = nullptr;
    std::vector<std::string> target;  ///< words of the file; of a path: from, to
    std::vector<std::string> others;  ///< of a partition: the second group
    std::string on;                   ///< the proxy that is told
    std::int64_t node = -1;           ///< the backend that it is told about
};

struct Plan {
    std::uint64_t seed = 0;
    std::vector<Fault> faults;              ///< in order of time
    std::vector<scenario::Field> settings;  ///< dotted paths and their values
};

/// The plan of a seed: the same for the same cluster, experiment and seed, whatever the machine. A
/// fault that would break the budget is left out.
[[nodiscard]] Plan plan(const scenario::Scenario& cluster, const scenario::Chaos& chaos,
                        std::uint64_t seed);

/// The file that tells the plan on a cluster: `base` is the cluster's own tree.
[[nodiscard]] scenario::Entry story_of(const Plan& plan, const scenario::Chaos& chaos,
                                       const scenario::Entry& base);

/// Adds a fault to a list of steps, beside the step called so; what lasts and is no lasting action
/// of the format is followed by its inverse.
void tell(const Fault& fault, std::size_t number, std::string_view beside, scenario::Entry& steps);

}  // namespace sim::search
