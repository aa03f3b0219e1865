// Processes that get no time, which memory each process maps, and those that are ended or stopped
// from outside.
#include <algorithm>
#include <utility>

#include "engine/assert.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/processes.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// Calls `each` with the index of every living process of a proxy, or of those of one role.
template <class Each>
std::uint32_t each_process(World& world, std::int32_t proxy, std::optional<failover::Role> role,
                           const Each& each) {
    std::uint32_t count = 0;
    for (std::uint32_t index = 0; index < world.processes.size(); ++index) {
        const Process& process = world.processes[index];
        if (!process.alive || process.proxy != proxy) continue;
        if (role && process.role != *role) continue;
        each(index);
        ++count;
    }
    return count;
}

void note_stopped(World& world, std::int32_t proxy, std::optional<failover::Role> role, bool yes) {
    constexpr std::uint32_t all = 255;
    world.kernel.fact(Kind::process_pause,
                      {static_cast<std::uint32_t>(proxy), role ? std::uint32_t{*role} : all,
                       yes ? 1U : 0U, 0, 0});
}

std::size_t place_of(const ProxyHost& host, std::uint32_t memory) {
    const auto found = std::find_if(host.orphaned.begin(), host.orphaned.end(),
                                    [&](const Orphanage& old) { return old.memory == memory; });
    SIM_ASSERT(found != host.orphaned.end());
    return static_cast<std::size_t>(found - host.orphaned.begin());
}

}  // namespace

std::uint32_t kill_proxy(World& world, std::int32_t proxy, std::optional<failover::Role> role) {
    constexpr std::int32_t by_signal_9 = 9;
    return each_process(world, proxy, role, [&](std::uint32_t index) {
        end_process(world, index, world.kernel.now(), by_signal_9);
    });
}

std::uint32_t stop_processes(World& world, std::int32_t proxy, std::optional<failover::Role> role) {
    const std::uint32_t count = each_process(
        world, proxy, role, [&](std::uint32_t index) { world.processes[index].stopped = true; });
    if (count > 0) note_stopped(world, proxy, role, true);
    return count;
}

std::uint32_t continue_processes(World& world, std::int32_t proxy,
                                 std::optional<failover::Role> role) {
    std::uint32_t count = 0;
    each_process(world, proxy, role, [&](std::uint32_t index) {
        if (std::exchange(world.processes[index].stopped, false)) ++count;
    });
    if (count == 0) return 0;
    note_stopped(world, proxy, role, false);
    go_on(world, proxy);
    return count;
}

const LogicBox& logic_of(const World& world, const Process& process) {
    const ProxyHost& host = world.proxies[static_cast<std::size_t>(process.proxy)];
    return host.memory == process.memory ? host.logic
                                         : host.orphaned[place_of(host, process.memory)].logic;
}

LogicBox& logic_of(World& world, const Process& process) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(process.proxy)];
    return host.memory == process.memory ? host.logic
                                         : host.orphaned[place_of(host, process.memory)].logic;
}

const LogicBox& speaker(const ProxyHost& proxy) {
    for (const Orphanage& old : proxy.orphaned) {
        if (old.logic.beliefs().serves) return old.logic;
    }
    return proxy.logic;
}

bool has_started(const ProxyHost& proxy) {
    return proxy.main != UINT32_MAX && proxy.logic.beliefs().serves;
}

}  // namespace sim::world
