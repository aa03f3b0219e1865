// How long a wrong belief is excused: a function of the proxy's own parameters, in this one place.
// Reports print it term by term.
#pragma once

#include "failover/catalogue.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

/// From health_check_period, _max_retries, _retry_delay and _timeout of this proxy. A logic that
/// lacks one of them contributes nothing for it.
[[nodiscard]] Grace health_check_grace(const failover::Catalogue& catalogue,
                                       const scenario::ProxySpec& proxy);

}  // namespace sim::checks
