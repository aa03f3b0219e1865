// A watchdog and the network of its own host, what it writes to peers that are gone, and what it
// compares with them (semantics-3.6 §9.3, §9.4, §9.5, §9.10).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watchdog_lab.hpp"

namespace lab {
namespace {

using failover::Quorum;
using failover::interlock::WatchdogState;
using T = WatchdogText;

/// Two proxies, the first of which leads.
Cluster pair() {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_until(20s);
    return c;
}

TEST(WatchdogNetwork, WithoutAnAddressItGivesUpEvenIfItMonitorsNothing) {
    Cluster c = pair();
    c.set_addresses(1, {});
    c.run_for(1s);
    EXPECT_TRUE(c.when(1, T::address_lost));
    EXPECT_TRUE(c.became(1, WatchdogState::network_trouble));
    EXPECT_TRUE(c.when(1, T::network_lost));
    EXPECT_FALSE(c.runs(1));
}

TEST(WatchdogNetwork, ALaterVersionSurvivesThat) {
    Cluster c = pair();
    c.config(1).fixes.r46 = true;
    c.set_addresses(1, {});
    c.run_for(1s);
    EXPECT_FALSE(c.when(1, T::address_lost));
    EXPECT_TRUE(c.runs(1));
}

TEST(WatchdogNetwork, OneOfTheMonitoredInterfacesMustBeUp) {
    Cluster c({1, 1});
    c.config(0).wd_monitoring_interfaces_list = "eth1, eth0";
    c.start(0);
    c.run_until(16s);
    EXPECT_TRUE(c.runs(0));
    c.set_addresses(0, {}, false);
    c.run_for(1s);
    EXPECT_TRUE(c.when(0, T::interfaces_down));
    EXPECT_FALSE(c.runs(0));
}

TEST(WatchdogNetwork, ItDoesNotStartWhileNoneIsUp) {
    Cluster c({1, 1});
    c.config(0).wd_monitoring_interfaces_list = "eth1";
    c.start(0);
    c.run_for(1s);
    EXPECT_TRUE(c.when(0, T::no_interface));
    EXPECT_FALSE(c.runs(0));
}

TEST(WatchdogNetwork, ALeaderThatLosesTheDelegateAddressGetsItBackAndDoesNothingElseMeanwhile) {
    Cluster c = pair();
    c.config(0).delegate_ip = "10.0.0.100";
    c.set_addresses(0, {"10.0.0.1", "10.0.0.100"});
    c.run_for(1s);
    EXPECT_FALSE(c.when(0, T::address_acquired));
    c.set_addresses(0, {"10.0.0.1"});
    c.run_for(500ms);
    const int question = c.ask(0, plain(failover::interlock::Ipc::watchdog_state));
    c.run_for(1s);
    EXPECT_FALSE(c.answer(question));
    c.run_for(1s);
    EXPECT_TRUE(c.when(0, T::address_acquired));
    EXPECT_TRUE(c.answer(question));
}

TEST(WatchdogNetwork, AStandbyLeavesTheDelegateAddressAlone) {
    Cluster c = pair();
    c.config(1).delegate_ip = "10.0.0.100";
    c.set_addresses(1, {"10.0.0.2", "10.0.0.9"});
    c.set_addresses(1, {"10.0.0.2"});
    c.run_for(5s);
    EXPECT_FALSE(c.when(1, T::address_acquired));
}

TEST(WatchdogWrites, ABrokenPipeIsSaidForEachSocket) {
    Cluster c = pair();
    c.host(1).broken = true;
    c.stop(1);
    c.run_for(1s);
    EXPECT_THAT(c.keys(1, 20s), testing::StartsWith("wd.shutting_down wd.write_failed"));
}

TEST(WatchdogStop, ALockedUpWatchdogNeverEnds) {
    Cluster c = pair();
    c.host(1).locks_up = true;
    c.stop(1);
    c.run_for(10min);
    EXPECT_TRUE(c.when(1, T::shutting_down));
    EXPECT_TRUE(c.runs(1));
}

TEST(WatchdogKey, AProxyWithAnotherKeyIsRefusedAndEnds) {
    Cluster c({1, 1});
    c.config(0).wd_authkey = "one";
    c.config(1).wd_authkey = "another";
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_for(2s);
    EXPECT_TRUE(c.when(0, T::add_node_rejected));
    EXPECT_TRUE(c.when(1, T::add_rejected));
    EXPECT_FALSE(c.runs(1));
}

TEST(WatchdogKey, EqualKeysAreNoMatter) {
    Cluster c({1, 1});
    c.config(0).wd_authkey = c.config(1).wd_authkey = "one";
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_for(2s);
    EXPECT_EQ(c.watchdog(1).state(), WatchdogState::standby);
}

TEST(WatchdogConfiguration, TheLeaderWarnsOfWhatDiffersAtAStandby) {
    Cluster c({1, 1});
    c.config(1).max_pool = c.config(0).max_pool + 3;
    c.config(1).backends.pop_back();
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_for(2s);
    ASSERT_EQ(c.lines_of(0, T::parameter_differs).size(), 1U);
    EXPECT_EQ(c.lines_of(0, T::parameter_differs)[0].arguments[1],
              failover::interlock::parameter_index("max_pool"));
    EXPECT_EQ(c.lines_of(0, T::backends_differ)[0].arguments[2], 2);
    EXPECT_TRUE(c.lines_of(0, T::proxies_differ).empty());
}

TEST(WatchdogQuorum, FourProxiesHaveAnEdge) {
    Cluster c({1, 1, 1, 1});
    for (int proxy = 0; proxy < 4; ++proxy) {
        c.start(proxy);
        c.run_for(16s);
    }
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::exists);
    c.kill(3);
    c.run_for(2s);
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::exists);
    c.kill(2);
    c.run_for(2s);
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::edge);
    c.kill(1);
    c.run_for(2s);
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::absent);
}

TEST(WatchdogQuorum, FiveProxiesNeedThree) {
    Cluster c({1, 1, 1, 1, 1});
    for (int proxy = 0; proxy < 5; ++proxy) {
        c.start(proxy);
        c.run_for(16s);
    }
    c.kill(4);
    c.kill(3);
    c.run_for(2s);
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::exists);
    c.kill(2);
    c.run_for(2s);
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::absent);
    EXPECT_FALSE(c.watchdog(0).escalated());
}

}  // namespace
}  // namespace lab
