// How long a wrong belief is excused: a function of the proxy's own parameters, in this one place.
// Reports print it term by term.
#pragma once

#include "failover/catalogue.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

/// A parameter of this proxy that is a number, by its name; 0 if the logic lacks it.
[[nodiscard]] std::int64_t parameter(const failover::Catalogue& catalogue,
                                     const scenario::ProxySpec& proxy, std::string_view name);

/// The longest that one of this proxy's commands may take.
[[nodiscard]] engine::Duration longest_command(const scenario::ProxySpec& proxy);

/// What a health check takes longer over a server that is silent: each of its retries + 2 attempts
/// may last as long as health_check_timeout (semantics-3.6 §4.2).
[[nodiscard]] engine::Duration further_attempts(const Grace& grace);

/// From health_check_period, _max_retries, _retry_delay and _timeout of this proxy. A logic that
/// lacks one of them contributes nothing for it.
[[nodiscard]] Grace health_check_grace(const failover::Catalogue& catalogue,
                                       const scenario::ProxySpec& proxy);

/// Until this proxy's lifecheck, as configured, has found a silent one dead (semantics-3.6 §9.9),
/// and until an election is over.
[[nodiscard]] Grace leadership_grace(const failover::Catalogue& catalogue,
                                     const scenario::ProxySpec& proxy);

}  // namespace sim::checks
