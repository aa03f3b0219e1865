// Addresses of hosts behind a logic that does not care about them: who has the virtual address, who
// gets what is sent to it, and what an interface takes along (semantics-3.6 §9.10).
#include <gtest/gtest.h>

#include "sim/world/world.hpp"
#include "tests/sim/ping_pong.hpp"

namespace {

using failover::Purpose;
using sim::facts::HostId;
using sim::scenario::Scenario;
using sim::world::Echo;
using sim::world::Plane;
using sim::world::World;

/// Three hosts, the first two with a proxy.
World three_hosts() {
    Scenario story;
    for (std::int32_t host = 0; host < 3; ++host) {
        const std::string number = std::to_string(host + 1);
        story.hosts.emplace_back();
        story.hosts.back().name = "host" + number;
        story.hosts.back().address = "10.0.0." + number;
        if (host == 2) break;
        story.hosts.back().proxy = failover::ProxyId{host};
        story.proxies.emplace_back();
        story.proxies.back().host = HostId{host};
    }
    return {story, sim::world::logic_entry<toys::PingPong>("ping-pong", "a toy"), 1};
}

void run(World& world, std::int32_t proxy, Purpose purpose) {
    EXPECT_EQ(sim::world::address_command_status(world, proxy, purpose), 0);
    sim::world::on_address_acts(world, sim::world::event(sim::world::EventKind::address_acts,
                                                         static_cast<std::size_t>(proxy),
                                                         static_cast<std::uint64_t>(purpose)));
}

constexpr HostId outside{2};

TEST(VirtualAddress, IsReachedWhereItWasAnnouncedLast) {
    World world = three_hosts();
    EXPECT_EQ(sim::world::proxy_at_virtual_address(world, outside), -1);
    run(world, 0, Purpose::address_up);
    run(world, 0, Purpose::announce);
    EXPECT_EQ(sim::world::proxy_at_virtual_address(world, outside), 0);
    run(world, 1, Purpose::address_up);
    run(world, 1, Purpose::announce);
    EXPECT_EQ(sim::world::proxy_at_virtual_address(world, outside), 1);
    EXPECT_EQ(sim::world::proxy_at_virtual_address(world, HostId{0}), 0);
    run(world, 1, Purpose::address_down);
    EXPECT_EQ(sim::world::proxy_at_virtual_address(world, outside), 0);
}

TEST(VirtualAddress, OfTwoTheOneThatCanBeReachedAnswers) {
    World world = three_hosts();
    for (const std::int32_t proxy : {0, 1}) {
        run(world, proxy, Purpose::address_up);
        run(world, proxy, Purpose::announce);
    }
    sim::world::set_link(world, {outside, HostId{1}, sim::world::Link::all_planes},
                         sim::world::Traffic::dropped);
    EXPECT_EQ(sim::world::proxy_at_virtual_address(world, outside), 0);
}

TEST(VirtualAddress, ASecondOneOnAHostIsRefusedAndSoIsTakingDownNone) {
    World world = three_hosts();
    EXPECT_EQ(sim::world::address_command_status(world, 0, Purpose::address_down), 2);
    run(world, 0, Purpose::address_up);
    EXPECT_EQ(sim::world::address_command_status(world, 0, Purpose::address_up), 2);
}

TEST(NetworkInterface, TakesItsAddressesAlongAndBringsBackTheHostsOwn) {
    World world = three_hosts();
    run(world, 0, Purpose::address_up);
    EXPECT_EQ(sim::world::interfaces_of(world, HostId{0}).front().addresses.size(), 2U);
    sim::world::set_interface(world, HostId{0}, false);
    EXPECT_FALSE(sim::world::has_virtual_address(world, 0));
    EXPECT_TRUE(sim::world::interfaces_of(world, HostId{0}).front().addresses.empty());
    EXPECT_FALSE(sim::world::path_open(world, HostId{1}, HostId{0}, Plane::client));
    sim::world::set_interface(world, HostId{0}, true);
    EXPECT_EQ(sim::world::interfaces_of(world, HostId{0}).front().addresses,
              std::vector<std::string>{"10.0.0.1"});
    EXPECT_TRUE(sim::world::path_open(world, HostId{1}, HostId{0}, Plane::client));
}

TEST(Ping, ReachesHostsByNameAndAddressAndMachinesOutsideTheStory) {
    World world = three_hosts();
    EXPECT_EQ(sim::world::ping(world, 0, "host3"), Echo::answered);
    EXPECT_EQ(sim::world::ping(world, 0, "10.0.0.3"), Echo::answered);
    EXPECT_EQ(sim::world::ping(world, 0, "gateway"), Echo::answered);
    sim::world::set_link(world, {outside, HostId{0}, sim::world::Link::all_planes},
                         sim::world::Traffic::dropped);
    EXPECT_EQ(sim::world::ping(world, 0, "host3"), Echo::unanswered);
    sim::world::set_interface(world, HostId{0}, false);
    EXPECT_EQ(sim::world::ping(world, 0, "gateway"), Echo::unanswered);
}

}  // namespace
