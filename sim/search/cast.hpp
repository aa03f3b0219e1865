// Who there is in a cluster for faults to fall upon, and every single way in which one can: what
// plans draw from and sweeps go through.
#pragma once

#include <string>
#include <vector>

#include "sim/search/plan.hpp"

namespace sim::search {

/// Names of hosts, in the order of the file.
struct Cast {
    std::vector<std::string> hosts;
    std::vector<std::string> databases;
    std::vector<std::string> proxies;
};

[[nodiscard]] Cast cast_of(const scenario::Scenario& cluster);

/// The fault on each of its targets, by name: no roles. Without time and length.
[[nodiscard]] std::vector<Fault> on_each(const scenario::MenuItem& item, const Cast& cast);

}  // namespace sim::search
