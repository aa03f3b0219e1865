// A client for clusters that have none: without somebody who writes, nobody notices an outage and
// there is nothing to lose.
#pragma once

#include <chrono>

#include "sim/scenario/scenario.hpp"

namespace sim::scenario {

/// Writes through the first proxy, 20 orders a second.
[[nodiscard]] inline Load orders() {
    Load load;
    load.name = "orders";
    load.via = ProxyId{0};
    load.every = std::chrono::milliseconds{50};
    return load;
}

}  // namespace sim::scenario
