#include "sim/world/host_actions.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/clocks.hpp"
#include "sim/world/disks.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::DiskState;
using scenario::Action;
using scenario::Verb;

// A clock that gains one second in an hour runs so many millionths too fast.
std::int64_t millionths_of(Duration an_hour) {
    constexpr std::int64_t million = 1'000'000;
    return an_hour.count() / (Duration{std::chrono::hours{1}}.count() / million);
}

std::int32_t proxy_on(const World& world, HostId host) {
    const auto& proxy = world.plan->scenario.hosts[static_cast<std::size_t>(host.value)].proxy;
    return proxy ? proxy->value : -1;
}

void lose_what_was_not_synced(World& world, HostId host, const Action&) {
    if (proxy_on(world, host) >= 0) lose_unsynced(world, proxy_on(world, host));
}

void damage_file(World& world, HostId host, const Action& action) {
    if (proxy_on(world, host) >= 0) corrupt_file(world, proxy_on(world, host), action.lines);
}

void end_disk_trouble(World& world, HostId host, const Action&) {
    set_disk(world, host, DiskState::well, {});
}

struct HostVerb {
    Verb verb;
    void (*act)(World&, HostId, const Action&);
    void (*undo)(World&, HostId, const Action&) = nullptr;
};
constexpr std::array verbs{
    HostVerb{Verb::power_off, [](World& w, HostId h, const Action&) { power_off(w, h); },
             [](World& w, HostId h, const Action&) { power_on(w, h); }},
    HostVerb{Verb::power_on, [](World& w, HostId h, const Action&) { power_on(w, h); }},
    HostVerb{Verb::pause_host, [](World& w, HostId h, const Action&) { pause_host(w, h); },
             [](World& w, HostId h, const Action&) { resume_host(w, h); }},
    HostVerb{Verb::resume_host, [](World& w, HostId h, const Action&) { resume_host(w, h); }},
    HostVerb{Verb::jump_clock,
             [](World& w, HostId h, const Action& action) { jump_clock(w, h, action.amount); }},
    HostVerb{Verb::drift_clock,
             [](World& w, HostId h, const Action& action) {
                 drift_clock(w, h, millionths_of(action.amount));
             },
             [](World& w, HostId h, const Action&) { drift_clock(w, h, 0); }},
    HostVerb{Verb::fill_disk,
             [](World& w, HostId h, const Action&) { set_disk(w, h, DiskState::full, {}); },
             end_disk_trouble},
    HostVerb{Verb::slow_disk,
             [](World& w, HostId h, const Action& action) {
                 set_disk(w, h, DiskState::slow, action.waits);
             },
             end_disk_trouble},
    HostVerb{Verb::lose_unsynced, lose_what_was_not_synced},
    HostVerb{Verb::corrupt_file, damage_file},
};

const HostVerb& find(Verb verb) {
    const auto* found = std::find_if(verbs.begin(), verbs.end(),
                                     [verb](const HostVerb& one) { return one.verb == verb; });
    SIM_ASSERT(found != verbs.end());
    return *found;
}

}  // namespace

void act_on_host(World& world, std::uint32_t activity) {
    const Action& action = action_of(world, activity_at(world, activity));
    each_target(world, activity,
                [&](std::int32_t id) { find(action.verb).act(world, HostId{id}, action); });
    on_activity_done(world, activity);
}

void undo_on_host(World& world, std::uint32_t activity) {
    const Action& action = action_of(world, activity_at(world, activity));
    each_target(world, activity,
                [&](std::int32_t id) { find(action.verb).undo(world, HostId{id}, action); });
}

void heal_hosts(World& world) {
    for (std::size_t at = 0; at < world.machines.size(); ++at) {
        const HostId host{static_cast<std::int32_t>(at)};
        const auto& spec = world.plan->scenario.hosts[at];
        resume_host(world, host);
        power_on(world, host);
        set_disk(world, host, DiskState::well, {});
        if (world.machines[at].clock.drift != 0) drift_clock(world, host, 0);
        if (spec.proxy) continue_processes(world, spec.proxy->value, std::nullopt);
    }
}

}  // namespace sim::world
