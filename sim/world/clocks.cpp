#include "sim/world/clocks.hpp"

#include <algorithm>

#include "sim/world/world.hpp"

namespace sim::world {

namespace {

constexpr std::int64_t million = 1'000'000;

Clock& clock_of(World& world, HostId host) {
    return world.machines[static_cast<std::size_t>(host.value)].clock;
}

void note_clock(World& world, HostId host) {
    const Clock& clock = clock_of(world, host);
    const auto ahead = static_cast<std::uint64_t>(clock.ahead.count());
    const auto& proxy = world.plan->scenario.hosts[static_cast<std::size_t>(host.value)].proxy;
    world.kernel.fact(
        Kind::clock,
        {static_cast<std::uint32_t>(host.value), static_cast<std::uint32_t>(ahead),
         static_cast<std::uint32_t>(ahead >> 32U), static_cast<std::uint32_t>(clock.drift),
         static_cast<std::uint32_t>(proxy ? proxy->value : -1)});
}

// Cron wakes by the host's clock: what it has planned by the old one is planned anew.
void plan_cron_anew(World& world, HostId host) {
    const auto& database =
        world.plan->scenario.hosts[static_cast<std::size_t>(host.value)].database;
    ++clock_of(world, host).times_set;
    if (database && world.story.serving) plan_recovery_job(world, database->value);
}

void set_clock(World& world, HostId host, Duration ahead, std::int64_t drift) {
    Clock& clock = clock_of(world, host);
    clock.ahead = ahead;
    clock.drift = drift;
    clock.since = world.kernel.now();
    note_clock(world, host);
    plan_cron_anew(world, host);
}

}  // namespace

Duration Clock::ahead_at(TrueTime at) const {
    // In whole microseconds, so that a day's drift still fits.
    const std::int64_t since_then = (at - since).count() / 1000;
    return ahead + Duration{since_then * drift / (million / 1000)};
}

failover::Instant host_clock(const World& world, HostId host, TrueTime at) {
    // An arbitrary epoch; its phase within a second was drawn, as whole seconds matter (§0).
    constexpr std::int64_t epoch = 1'000'000'000'000;
    const Clock& clock = world.machines[static_cast<std::size_t>(host.value)].clock;
    return failover::Instant{epoch + world.clock_phase.count() + at.nanoseconds() +
                             clock.ahead_at(at).count()};
}

void jump_clock(World& world, HostId host, Duration by) {
    const Clock& clock = clock_of(world, host);
    set_clock(world, host, clock.ahead_at(world.kernel.now()) + by, clock.drift);
}

void drift_clock(World& world, HostId host, std::int64_t millionths) {
    set_clock(world, host, clock_of(world, host).ahead_at(world.kernel.now()), millionths);
}

void set_up_clocks(World& world) {
    const auto& hosts = world.plan->scenario.hosts;
    for (std::size_t host = 0; host < hosts.size(); ++host) {
        if (hosts[host].clock_ahead == Duration{}) continue;
        jump_clock(world, HostId{static_cast<std::int32_t>(host)}, hosts[host].clock_ahead);
    }
}

void plan_recovery_job(World& world, std::int32_t database) {
    const auto& story = world.plan->scenario;
    const auto& spec = story.databases[static_cast<std::size_t>(database)];
    if (!spec.recovery_job) return;
    const Clock& clock = clock_of(world, spec.host);
    const TrueTime now = world.kernel.now();
    const Duration local = std::chrono::seconds{story.date_seconds} +
                           (now - world.story.serving_at) + clock.ahead_at(now);
    // A clock that drifts may wake cron a hair before the full period: that one is over.
    constexpr Duration hair = std::chrono::milliseconds{1};
    const Duration period = *spec.recovery_job;
    Duration to_go = period - local % period;
    if (to_go < hair) to_go += period;
    // A clock that gains reaches the full period earlier.
    const Duration waits{to_go.count() / (million + clock.drift) * million +
                         to_go.count() % (million + clock.drift) * million /
                             (million + clock.drift)};
    world.kernel.plan_in(
        waits, event(EventKind::recovery_job, static_cast<std::size_t>(database), clock.times_set));
}

}  // namespace sim::world
