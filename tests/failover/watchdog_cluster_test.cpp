// How watchdogs become, stay and cease to be a cluster: timings and lines of the recordings
// (semantics-3.6 §9.6, §16.4, §16.8, §16.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watchdog_lab.hpp"

namespace lab {
namespace {

using failover::Quorum;
using failover::interlock::WatchdogState;
using S = WatchdogState;
using T = WatchdogText;

/// A turn and a message cost microseconds here; the recordings are some 15 ms late after 14 s.
constexpr Duration slack = 20ms;

testing::Matcher<std::optional<Duration>> about(Duration moment) {
    return testing::Optional(testing::AllOf(testing::Ge(moment), testing::Le(moment + slack)));
}

TEST(WatchdogStart, AloneItLeadsAfterFourteenSeconds) {
    Cluster c({1, 1});
    c.start(0);
    c.run_for(20s);
    EXPECT_THAT(c.became(0, S::loading), about(0s));
    EXPECT_THAT(c.became(0, S::joining), about(5s));
    EXPECT_THAT(c.became(0, S::initializing), about(9s));
    EXPECT_THAT(c.became(0, S::master), about(10s));
    EXPECT_THAT(c.when(0, T::leader), about(14s));
    EXPECT_TRUE(c.watchdog(0).leads());
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::edge);
}

TEST(WatchdogStart, AloneItPrintsTheRecordedLines) {
    Cluster c({1, 1});
    c.start(0);
    c.run_for(20s);
    EXPECT_EQ(c.keys(0),
              "wd.local_name wd.configured wd.remote_node wd.monitoring_disabled "
              "wd.state_changed:1 wd.state_changed:2 wd.state_changed:3 wd.only_alive "
              "wd.state_changed:4 wd.announcing wd.leader wd.set_leader request.signal_user1 "
              "wd.leader_escalates wd.escalation_pid wd.helper_success");
}

TEST(WatchdogStart, JoiningALivingLeaderTakesOneSecond) {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(15s);
    c.start(1);
    c.run_until(30s);
    EXPECT_THAT(c.became(1, S::initializing), about(15s));
    EXPECT_THAT(c.became(1, S::standby), about(16s));
    EXPECT_THAT(c.when(1, T::joined), about(16s));
    EXPECT_THAT(c.when(0, T::add_standby), about(16s));
    EXPECT_EQ(c.watchdog(1).leader().value, 0);
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::exists);
    EXPECT_EQ(c.watchdog(1).quorum(), Quorum::exists);
}

TEST(WatchdogStart, TheJoinerPrintsTheRecordedLines) {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(15s);
    c.start(1);
    c.run_until(18s);
    EXPECT_EQ(c.keys(1),
              "wd.local_name wd.configured wd.remote_node wd.monitoring_disabled "
              "wd.state_changed:1 wd.new_outbound wd.set_leader wd.state_changed:3 "
              "wd.state_changed:7 request.signal_user1 wd.joined wd.new_connection wd.new_node");
    EXPECT_EQ(c.keys(0, 15s), "wd.new_connection wd.new_node wd.add_standby wd.new_outbound");
}

TEST(WatchdogStart, OfTwoStartedTogetherTheOneThatConnectedLeadsAtOnce) {
    Cluster c({1, 1});
    c.start(0);  // finds nobody listening
    c.run_for(5ms);
    c.start(1);
    c.run_for(4s);
    EXPECT_THAT(c.became(1, S::master), about(1s + 5ms));
    EXPECT_THAT(c.became(0, S::standby), about(2s + 5ms));
    EXPECT_EQ(c.watchdog(0).leader().value, 1);
    EXPECT_TRUE(c.watchdog(1).leads());
}

TEST(WatchdogStart, ConnectedBothWaysNoIdCollidesAndTheStandWaitsItsFourSeconds) {
    Cluster c({1, 1});
    c.start_together({0, 1});
    c.run_until(990ms);
    c.ask(1, plain(failover::interlock::Ipc::watchdog_state));  // puts its tick off
    c.run_until(8s);
    EXPECT_THAT(c.became(0, S::standing), about(1s));
    EXPECT_TRUE(c.when(1, T::stand_rejected));
    EXPECT_THAT(c.became(0, S::master), about(5s));
    EXPECT_THAT(c.became(1, S::standby), about(6s));
}

TEST(WatchdogStart, OfThreeTheHighestPriorityLeadsAndTheQuorumComesWithTheFirstStandby) {
    Cluster c({3, 2, 1});
    for (const int proxy : {0, 1, 2}) {
        c.start(proxy);
        c.run_for(3ms);
    }
    c.run_for(10s);
    EXPECT_TRUE(c.watchdog(0).leads());
    EXPECT_TRUE(c.when(0, T::leader_without_quorum));
    EXPECT_TRUE(c.when(0, T::quorum_found));
    EXPECT_EQ(c.watchdog(1).state(), S::standby);
    EXPECT_EQ(c.watchdog(2).state(), S::standby);
    EXPECT_TRUE(c.watchdog(0).escalated());
}

TEST(WatchdogStart, OfThreeOneAfterTheOtherTheFirstLeadsWhateverItsPriority) {
    Cluster c({1, 2, 3});
    c.start(0);
    c.run_until(16s);
    EXPECT_FALSE(c.watchdog(0).escalated());
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::absent);
    c.start(1);
    c.run_until(32s);
    EXPECT_THAT(c.when(0, T::quorum_found), about(17s));
    c.start(2);
    c.run_until(40s);
    EXPECT_TRUE(c.watchdog(0).leads());
    EXPECT_THAT(c.became(2, S::standby), about(33s));
}

/// Two proxies, the second joined at 16 s.
Cluster pair() {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(15s);
    c.start(1);
    c.run_until(30s);
    return c;
}

TEST(WatchdogStop, ALeaderSaysGoodbyeAndWaitsForItsDeEscalation) {
    Cluster c = pair();
    c.stop(0);
    c.run_until(30s + 10ms);
    EXPECT_EQ(c.keys(0, 30s), "wd.shutting_down");
    EXPECT_TRUE(c.runs(0));  // until the helper has ended
    c.run_until(31s);
    EXPECT_FALSE(c.runs(0));
    EXPECT_EQ(c.keys(0, 30s), "wd.shutting_down");
}

TEST(WatchdogStop, TheSurvivorLeadsAfterNineSeconds) {
    Cluster c = pair();
    c.stop(0);
    c.run_until(45s);
    EXPECT_THAT(c.became(1, S::joining), about(30s));
    EXPECT_THAT(c.became(1, S::initializing, 2), about(34s));
    EXPECT_THAT(c.became(1, S::master), about(35s));
    EXPECT_THAT(c.when(1, T::leader), about(39s));
    EXPECT_THAT(c.keys(1, 30s),
                testing::StartsWith("wd.peer_shutting_down wd.lost_coordinator wd.unset_leader "
                                    "wd.leader_lost wd.state_changed:2"));
}

TEST(WatchdogStop, AStandbyOnlyLeavesTheList) {
    Cluster c = pair();
    c.stop(1);
    c.run_until(40s);
    EXPECT_FALSE(c.runs(1));
    EXPECT_EQ(c.keys(1, 30s), "wd.shutting_down");
    EXPECT_EQ(c.keys(0, 30s), "wd.peer_shutting_down wd.remove_standby");
    EXPECT_TRUE(c.watchdog(0).leads());
    EXPECT_EQ(c.watchdog(0).quorum(), Quorum::edge);
}

TEST(WatchdogStop, ALeaderThatComesBackWithinFourSecondsLeadsAgain) {
    Cluster c = pair();
    c.stop(0);
    c.run_until(31s + 50ms);
    ASSERT_EQ(c.watchdog(1).state(), S::joining);
    c.start(0);
    c.run_until(40s);
    EXPECT_THAT(c.became(0, S::master, 2), about(32s + 50ms));
    EXPECT_THAT(c.when(0, T::leader, 2), about(32s + 50ms));
    EXPECT_THAT(c.became(1, S::participating), about(32s + 50ms));
    EXPECT_THAT(c.became(1, S::standby, 2), about(33s + 50ms));
    EXPECT_TRUE(c.watchdog(0).leads());
    EXPECT_EQ(c.watchdog(1).leader().value, 0);
}

TEST(WatchdogLoss, AKilledLeaderIsLostWithBothItsSockets) {
    Cluster c = pair();
    c.kill(0);
    c.run_until(45s);
    EXPECT_THAT(c.when(1, T::leader), about(39s));
    const std::string lines = c.keys(1, 30s);
    EXPECT_THAT(lines, testing::StartsWith("wd.read_closed wd.client_closed wd.read_closed "
                                           "wd.outbound_closed"));
    EXPECT_THAT(lines, testing::HasSubstr("wd.not_reachable wd.peer_lost wd.lost_coordinator "
                                          "wd.unset_leader wd.leader_lost wd.state_changed:2"));
}

TEST(WatchdogLoss, AKilledStandbyLeavesTheListAndTheLeaderStays) {
    Cluster c = pair();
    c.kill(1);
    c.run_until(45s);
    EXPECT_THAT(c.keys(0, 30s), testing::EndsWith("wd.not_reachable wd.peer_lost "
                                                  "wd.remove_standby"));
    EXPECT_TRUE(c.watchdog(0).leads());
}

TEST(WatchdogLoss, ASilentCutIsNoticedByNobodyWhileNothingIsAsked) {
    Cluster c = pair();
    c.cut(0, 1);
    c.run_until(60s);
    EXPECT_EQ(c.keys(0, 30s), "");
    EXPECT_EQ(c.keys(1, 30s), "");
}

TEST(WatchdogLoss, OfThreeTheOthersElectAnewWithinAboutASecond) {
    Cluster c({1, 1, 2});
    c.start(0);
    c.run_until(15s);
    c.start(1);
    c.run_until(20s);
    c.start(2);
    c.run_until(50s);
    c.kill(0);
    c.run_until(60s);
    EXPECT_THAT(c.when(2, T::leader), testing::Optional(testing::Le(51s + 100ms)));
    EXPECT_TRUE(c.watchdog(2).leads());
    EXPECT_EQ(c.watchdog(1).leader().value, 2);
    EXPECT_TRUE(c.when(2, T::quorum_found));
}

}  // namespace
}  // namespace lab
