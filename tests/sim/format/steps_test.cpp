// When steps begin and end: spans, rounds, time-outs, conditions, steps beside each other, times
// before t = 0; and how a run ends.
#include <gtest/gtest.h>

#include "sim/world/run.hpp"
#include "tests/sim/format/told.hpp"
#include "tests/sim/stories/played.hpp"

namespace {

using namespace std::chrono_literals;
using format_tests::play;
using format_tests::play_steps;

TEST(Steps, RepeatTheirActionsFromOneBeginningToTheNext) {
    const auto told = play_steps(R"toml(
[[step]]
name = "five times"
do = { pcp_node_count = true, on = "node101", answer = "3" }
repeat = { every = "30s", times = 5 }
check = "running(node101)"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    EXPECT_TRUE(told.says("2:00.000 > pcp_node_count on node101: 3")) << told.out;
    EXPECT_FALSE(told.says("2:30.000 >")) << told.out;
}

TEST(Steps, ThatRepeatWaitForTheRoundBefore) {
    const auto told = play_steps(R"toml(
[[step]]
name = "longer than every"
do = { wait = "40s" }
repeat = { every = "30s", times = 2 }
)toml");
    EXPECT_TRUE(told.says("0:40.000 > wait 40s")) << told.out;
}

TEST(Steps, FailForAnActionThatDoesNotReturnInTimeDetachedOrNot) {
    for (const std::string detach : {"", "detach = true\n"}) {
        const auto told = play_steps("[[step]]\nname = \"slow\"\ntimeout = \"5s\"\n" + detach +
                                     "do = { wait = \"1min\" }\n[[step]]\nname = \"next\"\n"
                                     "check = \"running(node101)\"\n");
        EXPECT_EQ(told.exit_code, 3) << detach;
        EXPECT_TRUE(told.says("NOT MET wait 1min did not return in time of step 1")) << told.out;
        EXPECT_TRUE(told.says("0:05.000 + 2 next")) << told.out;
    }
}

TEST(Steps, StateTheSpanThatFollowsFromTheConfiguration) {
    const auto told = play_steps(R"toml(
[[step]]
name = "only beliefs are compared"
expect = "all(status(*, by=*) == up)"
)toml");
    // health_check_period 10s + timeout 20s, and 11s that a wait for the interlock may take.
    EXPECT_TRUE(told.says("within 41s: all(status(*, by=*) == up)")) << told.out;
}

TEST(Steps, ThatAreDetachedObserveWhileTheirActionsRun) {
    const auto told = play_steps(R"toml(
[[step]]
name = "observed from the beginning"
detach = true
do = { restart_proxy = "node102" }
expect = "not serves(node102)"
within = "3s"
[[step]]
name = "and over when the command has returned"
check = "serves(node102)"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

TEST(Steps, BeginWhenTheirConditionBecomesTrueAlsoInsideTheStepAbove) {
    const auto told = play_steps(R"toml(
[[step]]
name = "a long look"
do = { stop_database = "node103" }
hold = "not running(node103)"
for = "30s"
[[step]]
name = "inside it"
when = "status(node103, by=node101) == down"
after = "2s"
check = "not running(node103)"
[[step]]
name = "after both"
check = "true"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    const auto inside = told.out.find("2  inside it");
    const auto held = told.out.find("held for 30s");
    const auto both = told.out.find("3  after both");
    ASSERT_NE(inside, std::string::npos);
    EXPECT_LT(inside, held);
    EXPECT_LT(held, both);
}

TEST(Steps, GiveUpOnAConditionThatDoesNotBecomeTrueAndThoseBesideThem) {
    const auto told = play_steps(R"toml(
[[step]]
name = "waits in vain"
when = "not running(node101)"
timeout = "10s"
check = "true"
[[step]]
name = "beside it"
start = "with 'waits in vain'"
check = "true"
[[step]]
name = "goes on"
check = "running(node101)"
)toml");
    EXPECT_EQ(told.exit_code, 3);
    EXPECT_TRUE(told.says("NOT MET its `when` did not become true in time of step 1")) << told.out;
    EXPECT_TRUE(told.says("0:10.000 + 3 goes on")) << told.out;
}

TEST(Steps, BesideEachOtherLookAtTablesEachForItself) {
    const auto told = play_steps(R"toml(
[[step]]
name = "one"
pool_nodes.node101 = "node_id | role\n0 | primary\n1 | standby\n2 | standby"
[[step]]
name = "other"
start = "with 'one'"
after = "1ms"
pool_nodes.node102 = "node_id | role\n0 | primary\n1 | standby\n2 | standby"
stat_replication.node101 = { table = "application_name | state\nnode3 | streaming", partial = true }
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

TEST(Steps, CanLookBeforeTheClusterServes) {
    const auto told = play_steps(R"toml(
[[step]]
name = "while it starts"
at = "-1s"
check = "serves(node101) and not serves(node102) and running(node103)"
[[step]]
name = "when it has"
at = "5s"
check = "all(serves(*))"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    EXPECT_TRUE(told.says("-0:01.000 + 1 while it starts")) << told.out;
}

TEST(Settling, HealsAndUndoesWhatIsOpenUnlessItIsOff) {
    const std::string steps = R"toml(
[[step]]
name = "cut and gone"
do = [ { cut = { from = "node101", to = "node103" } }, { stop_database = "node102", for = "1h" } ]
)toml";
    const auto told = play_steps(steps);
    EXPECT_TRUE(told.says("open again") && told.says("undone: stop_database")) << told.out;
    const auto off = play("settle = \"off\"\n" + format_tests::cluster() + steps);
    EXPECT_FALSE(off.says("open again") || off.says("undone: stop_database")) << off.out;
    EXPECT_EQ(off.exit_code, 0) << off.err;
}

TEST(Outcomes, ThatDoNotOccurAreExitCode3) {
    const auto told = play("outcome = \"violates:stale_down\"\n" + format_tests::cluster() +
                           "[[step]]\nname = \"nothing happens\"\ncheck = \"true\"\n");
    EXPECT_EQ(told.exit_code, 3);
    EXPECT_TRUE(told.says("the file's outcome did not occur: stale_down")) << told.out;
}

TEST(Waivers, ThatWereNotNeededAreReported) {
    const auto told = play_steps(
        "[waive]\nstale_down = \"who knows\"\n"
        "[[step]]\nname = \"nothing happens\"\ncheck = \"true\"\n");
    EXPECT_EQ(told.exit_code, 0);
    EXPECT_TRUE(told.says("the waiver of stale_down (who knows) was not needed")) << told.out;
}

// A restart while the node is down makes the proxies forget it: nobody looks again.
const char* const stale = R"toml(
[[step]]
name = "down while nobody looks"
do = [ { disable_recovery_job = "node103" }, { stop_database = "node103" } ]
expect = "all(status(node103, by=*) == down)"
within = "30s"
[[step]]
name = "back"
do = { start_database = "node103" }
hold = "all(status(node103, by=*) == down)"
for = "2min"
)toml";

TEST(StaleDown, DoesNotCountWhatAnOperatorDetached) {
    const auto detached = play_steps(R"toml(
[[step]]
name = "taken out for a while"
do = { pcp_detach_node = 2, on = "node101" }
expect = "status(node103, by=node101) == down"
within = "5s"
[[step]]
name = "and left so"
hold = "status(node103, by=node101) == down and streaming(node103)"
for = "5min"
)toml");
    EXPECT_EQ(detached.exit_code, 0) << detached.out;
    const auto neighbour = play_steps(stale);
    EXPECT_EQ(neighbour.exit_code, 1) << neighbour.out;
    const auto attached_since = play_steps(std::string(R"toml(
[[step]]
name = "taken out"
do = { pcp_detach_node = 2, on = "node101" }
expect = "all(status(node103, by=*) == down)"
within = "10s"
[[step]]
name = "and put back"
do = { pcp_attach_node = 2, on = "node101" }
expect = "all(status(node103, by=*) == up)"
within = "10s"
)toml") + stale);
    EXPECT_EQ(attached_since.exit_code, 1) << attached_since.out;
}

TEST(Limits, OfARunEndItWithTheirOwnVerdict) {
    const auto prepared = stories::load("stale_down.toml");
    const auto limited = [&](auto set) {
        sim::world::RunOptions options;
        options.seed = 41;
        set(options.limits);
        const auto run = sim::simrun::play(prepared, options);
        EXPECT_TRUE(run.limit.has_value());
        EXPECT_EQ(sim::simrun::judge(prepared, run, false).exit_code(), 5);
        return run.limit.value_or(sim::facts::Limit::records);
    };
    using sim::facts::Limit;
    EXPECT_EQ(limited([](auto& limits) { limits.events = 500; }), Limit::events);
    EXPECT_EQ(limited([](auto& limits) { limits.events_at_one_instant = 1; }),
              Limit::events_at_one_instant);
    EXPECT_EQ(limited([](auto& limits) { limits.mailbox = 1; }), Limit::mailbox);
    EXPECT_EQ(limited([](auto& limits) { limits.start = 1s; }), Limit::start);
}

}  // namespace
