#include "sim/world/addresses.hpp"

#include <algorithm>

#include "sim/world/processes.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

Interface& interface_at(World& world, HostId host) {
    return world.interfaces[static_cast<std::size_t>(host.value)];
}

const scenario::HostSpec& spec_of(const World& world, HostId host) {
    return world.plan->scenario.hosts[static_cast<std::size_t>(host.value)];
}

const std::string& virtual_address_of(const World& world, std::int32_t proxy) {
    return world.plan->virtual_addresses[static_cast<std::size_t>(proxy)];
}

/// What the kernel tells whoever watches the network on a proxy's host.
void tell_watcher(World& world, std::int32_t proxy, bool removed, Sequence record) {
    const std::uint32_t watcher = world.proxies[static_cast<std::size_t>(proxy)].network_watcher;
    if (watcher != UINT32_MAX) deliver(world, watcher, failover::NetworkChanged{removed}, record);
}

/// The proxy that a packet to the virtual address ends at, on one plane.
std::int32_t proxy_that_answers(const World& world, HostId from, Plane plane) {
    std::int32_t answers = -1;
    std::uint64_t last = 0;
    for (std::int32_t proxy = 0; proxy < static_cast<std::int32_t>(world.proxies.size()); ++proxy) {
        const HostId host = host_of(world, proxy);
        const Interface& interface = interface_at(world, host);
        if (!interface.virtual_address || !both_ways(world, from, host, plane)) continue;
        // Whoever has the address itself talks to itself.
        if (host == from) return proxy;
        if (answers >= 0 && interface.announced < last) continue;
        answers = proxy;
        last = interface.announced;
    }
    return answers;
}

}  // namespace

const Interface& interface_at(const World& world, HostId host) {
    return world.interfaces[static_cast<std::size_t>(host.value)];
}

std::vector<failover::Interface> interfaces_of(const World& world, HostId host) {
    const Interface& interface = interface_at(world, host);
    const scenario::HostSpec& spec = spec_of(world, host);
    const std::string& name = world.plan->interface_names[static_cast<std::size_t>(host.value)];
    failover::Interface seen{name, interface.up, {}};
    if (interface.up) seen.addresses.push_back(spec.address);
    if (interface.virtual_address) {
        seen.addresses.push_back(virtual_address_of(world, spec.proxy->value));
    }
    return {seen};
}

void set_interface(World& world, HostId host, bool up) {
    if (interface_at(world, host).up == up) return;
    const auto proxy = spec_of(world, host).proxy;
    if (!up && proxy) set_virtual_address(world, proxy->value, false);
    interface_at(world, host).up = up;
    const Sequence record = world.kernel.fact(
        Kind::network_interface, {static_cast<std::uint32_t>(host.value), up ? 1U : 0U, 0, 0, 0});
    on_paths_changed(world);
    if (up) release_held(world);
    if (proxy) tell_watcher(world, proxy->value, !up, record);
}

bool has_virtual_address(const World& world, std::int32_t proxy) {
    return interface_at(world, host_of(world, proxy)).virtual_address;
}

void set_virtual_address(World& world, std::int32_t proxy, bool there) {
    Interface& interface = interface_at(world, host_of(world, proxy));
    if (interface.virtual_address == there) return;
    interface.virtual_address = there;
    interface.announced = 0;
    const Sequence record = world.kernel.fact(
        Kind::virtual_address, {static_cast<std::uint32_t>(proxy), there ? 1U : 0U, 0, 0, 0});
    tell_watcher(world, proxy, !there, record);
}

std::int32_t proxy_at_virtual_address(const World& world, HostId from) {
    return proxy_that_answers(world, from, Plane::client);
}

std::int32_t address_command_status(const World& world, std::int32_t proxy,
                                    failover::Purpose purpose) {
    constexpr std::int32_t refused = 2;
    const bool there = has_virtual_address(world, proxy);
    switch (purpose) {
        case failover::Purpose::script:
            break;
        case failover::Purpose::address_up:
            return there ? refused : 0;
        case failover::Purpose::address_down:
        case failover::Purpose::announce:
            return there ? 0 : refused;
    }
    return 0;
}

void on_address_acts(World& world, const Event& event_) {
    const auto proxy = static_cast<std::int32_t>(event_.target);
    switch (static_cast<failover::Purpose>(event_.a)) {
        case failover::Purpose::script:
            return;
        case failover::Purpose::address_up:
            return set_virtual_address(world, proxy, true);
        case failover::Purpose::address_down:
            return set_virtual_address(world, proxy, false);
        case failover::Purpose::announce:
            break;
    }
    std::uint64_t last = 0;
    for (const Interface& each : world.interfaces) last = std::max(last, each.announced);
    interface_at(world, host_of(world, proxy)).announced = last + 1;
}

Echo ping(const World& world, std::int32_t proxy, std::string_view address) {
    const HostId from = host_of(world, proxy);
    if (address == virtual_address_of(world, proxy)) {
        const bool answers = proxy_that_answers(world, from, Plane::lifecheck) >= 0;
        return answers ? Echo::answered : Echo::nobody_there;
    }
    const auto& hosts = world.plan->scenario.hosts;
    const auto found = std::find_if(hosts.begin(), hosts.end(), [&](const auto& host) {
        return host.name == address || host.address == address;
    });
    if (found == hosts.end()) {
        return interface_at(world, from).up ? Echo::answered : Echo::unanswered;
    }
    const HostId to{static_cast<std::int32_t>(found - hosts.begin())};
    return both_ways(world, from, to, Plane::lifecheck) ? Echo::answered : Echo::unanswered;
}

}  // namespace sim::world
