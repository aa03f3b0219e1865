// Addresses as a truth of the world (semantics-3.6 §9.10): every host has one network interface
// with an address of its own, and may for a while have the proxies' virtual address, too. Who has
// it and who gets what is sent to it are not the same once there are two.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "failover/logic.hpp"
#include "sim/world/event.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

/// A host's network interface.
struct Interface {
    bool up = true;  ///< and has the host's own address
    bool virtual_address = false;
    std::uint64_t announced = 0;  ///< the n-th time that anybody told the network; 0 never
};
[[nodiscard]] const Interface& interface_at(const World& world, HostId host);
/// As processes on the host see it.
[[nodiscard]] std::vector<failover::Interface> interfaces_of(const World& world, HostId host);

/// Takes an interface down, which takes its addresses along and cuts the host off, or up again with
/// the host's own address alone.
void set_interface(World& world, HostId host, bool up);

/// Whether a proxy's host has the virtual address.
[[nodiscard]] bool has_virtual_address(const World& world, std::int32_t proxy);
void set_virtual_address(World& world, std::int32_t proxy, bool there);
/// The proxy that somebody on a host reaches at the virtual address: of those that have it and can
/// be reached the one that told the network last. -1: nobody answers.
[[nodiscard]] std::int32_t proxy_at_virtual_address(const World& world, HostId from);

/// With which status a command that deals with the virtual address ends, as `ip addr` does: 2 for
/// one that is there already, or is not there.
[[nodiscard]] std::int32_t address_command_status(const World& world, std::int32_t proxy,
                                                  failover::Purpose purpose);
void on_address_acts(World& world, const Event& event);

enum class Echo : std::uint8_t { answered, nobody_there, unanswered };
/// From a proxy's host to an address or a host's name. One that no host of the story has stands for
/// a machine outside, which answers whoever has a network.
[[nodiscard]] Echo ping(const World& world, std::int32_t proxy, std::string_view address);

}  // namespace sim::world
