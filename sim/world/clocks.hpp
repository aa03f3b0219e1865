// What a host's own clock says: skewed, set by an operator, running too fast or too slow. Logics,
// their log lines and cron go by it; the world's events do not.
#pragma once

#include "failover/words/time.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

struct Clock {
    Duration ahead{};        ///< of true time, at `since`
    std::int64_t drift = 0;  ///< what it gains on true time since then, in millionths
    TrueTime since;
    std::uint64_t times_set = 0;  ///< a cron job planned by the clock as it was falls away

    [[nodiscard]] Duration ahead_at(TrueTime at) const;
};

/// The clock that a host's processes read at an instant of true time.
[[nodiscard]] failover::Instant host_clock(const World& world, HostId host, TrueTime at);
void jump_clock(World& world, HostId host, Duration by);
void drift_clock(World& world, HostId host, std::int64_t millionths);
/// Skews the clocks as the scenario says.
void set_up_clocks(World& world);
/// Plans a database host's cron job at the next full period of the host's clock.
void plan_recovery_job(World& world, std::int32_t database);

}  // namespace sim::world
