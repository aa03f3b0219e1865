// The stage on which both proxies have a watchdog and know of each other: what tests of oracles of
// leaders, views and requests begin with.
#pragma once

#include "tests/sim/checks/stage.hpp"

namespace sim::checks_test {

/// All is well, and both proxies, which form a cluster that the first one leads, know who is the
/// primary.
inline Stage cluster() {
    Stage stage;
    for (auto& proxy : stage.story.proxies) proxy.parameters[use_watchdog] = std::int64_t{1};
    stage.well();
    for (int proxy = 0; proxy < 2; ++proxy) stage.add(Kind::believed_primary, {proxy, 0});
    stage.add(Kind::believed_quorum, {0, 1}).add(Kind::leads, {0, 1});
    return stage;
}

}  // namespace sim::checks_test
