#include "sim/world/outcomes.hpp"

#include <algorithm>
#include <array>

#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::Outcome;
using facts::Promise;

constexpr std::array promises{Promise::none, Promise::local, Promise::replicated};

std::uint32_t low(std::int64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high(std::int64_t value) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(value) >> 32U);
}

void note_outage(World& world, std::uint32_t load, bool begins) {
    LoadState& state = world.clients.loads[load];
    state.in_outage = begins;
    const std::uint32_t client = world.plan->client_index(world.plan->scenario.loads[load].name);
    const std::int64_t since = state.acknowledged_at.nanoseconds();
    world.kernel.fact(Kind::load_outage,
                      {load | client << 16U, begins ? 1U : 0U,
                       static_cast<std::uint32_t>(state.acknowledged_by), low(since), high(since)});
}

// Its client has waited for longer than anybody takes for a matter of course.
bool waits_long(const World& world, const LoadState& state) {
    return state.waiting && world.kernel.now() - state.asked > durations::noticed_wait;
}

}  // namespace

void follow_outage(World& world, std::uint32_t load, Outcome outcome) {
    const LoadState& state = world.clients.loads[load];
    // Before its first success a client is still being set up.
    if (state.acknowledged == 0) return;
    const bool trouble = outcome != Outcome::acknowledged || waits_long(world, state);
    if (trouble && !state.in_outage) note_outage(world, load, true);
    if (outcome == Outcome::acknowledged && state.in_outage) note_outage(world, load, false);
}

void note_losses(World& world, std::int32_t primary, bool at_the_end) {
    const WalPoint kept = end_of_wal(world, primary);
    const auto database = static_cast<std::uint32_t>(primary);
    const std::uint32_t end = at_the_end ? 1 : 0;
    std::uint64_t bytes = 0;
    for (std::uint32_t load = 0; load < world.clients.loads.size(); ++load) {
        for (const Promise promise : promises) {
            const LostCommits lost =
                world.clients.loads[load].ledger.lost(world.history, kept, promise);
            if (lost.count == 0) continue;
            bytes = std::max(bytes, lost.bytes);
            const std::int64_t oldest = lost.oldest.nanoseconds();
            world.kernel.fact(
                Kind::commits_lost,
                {load | static_cast<std::uint32_t>(promise) << 8U | end << 16U, database,
                 static_cast<std::uint32_t>(lost.count), low(oldest), high(oldest)});
        }
    }
    if (bytes == 0) return;
    const auto size = static_cast<std::int64_t>(bytes);
    world.kernel.fact(Kind::bytes_lost, {database, end, low(size), high(size), 0});
}

void settle_outcomes(World& world) {
    for (std::uint32_t load = 0; load < world.clients.loads.size(); ++load) {
        const LoadState& state = world.clients.loads[load];
        const bool never = state.acknowledged == 0 && state.failed + state.indeterminate > 0;
        if (!state.in_outage && (never || waits_long(world, state))) note_outage(world, load, true);
    }
    const std::int32_t primary = last_primary(world);
    if (primary >= 0) note_losses(world, primary, true);
}

}  // namespace sim::world
