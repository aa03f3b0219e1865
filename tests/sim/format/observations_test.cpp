// What a story can look at: conditions of the whole run, changes, log patterns, tables, loads, and
// what must happen in a share of the seeds.
#include <gtest/gtest.h>

#include "sim/world/ledger.hpp"
#include "tests/sim/format/told.hpp"

namespace {

using format_tests::play_steps;

TEST(Always, AndNeverHoldForTheWholeRun) {
    const std::string stop = "[[step]]\nname = \"s\"\ndo = { stop_database = \"node103\" }\n";
    const auto always = play_steps("[[always]]\ncondition = \"running(node103)\"\n" + stop);
    EXPECT_EQ(always.exit_code, 3);
    EXPECT_TRUE(always.says("NOT MET hold running(node103) of the run")) << always.out;
    const auto never = play_steps("[[never]]\ncondition = \"not running(node103)\"\n" + stop);
    EXPECT_EQ(never.exit_code, 3);
    const auto good = play_steps(
        "[[always]]\ncondition = \"running(node102)\"\n"
        "[[never]]\ncondition = \"not running(node102)\"\n" +
        stop);
    EXPECT_EQ(good.exit_code, 0) << good.out;
}

TEST(Changes, AreCountedSinceTheStepBegan) {
    const auto counted = [](const std::string& number) {
        return play_steps(R"toml(
[[step]]
name = "before"
do = { pcp_detach_node = 1, on = "node101" }
expect = "all(status(node102, by=*) == down)"
within = "10s"
[[step]]
name = "there and back"
after = "10s"
do = { pcp_attach_node = 1, on = "node101" }
expect = "changes(status(node102, by=node101)) == )toml" +
                          number + "\"\nwithin = \"10s\"\n");
    };
    EXPECT_EQ(counted("1").exit_code, 0) << counted("1").out;
    EXPECT_EQ(counted("2").exit_code, 3) << "the detach was before the step";
}

TEST(Changes, AreNotKnownWhereNoStepHasBegun) {
    const auto told = play_steps(
        "[[never]]\ncondition = \"changes(running(node101)) > 3\"\n"
        "[[step]]\nname = \"s\"\ncheck = \"true\"\n");
    EXPECT_EQ(told.exit_code, 2);
    EXPECT_TRUE(told.says("`changes` counts from a step's beginning; there is none here"));
}

TEST(LogPatterns, AreHeldAgainstWhatTheDialectPrints) {
    const auto attach = [](const std::string& lines) {
        return play_steps(
            "[[step]]\nname = \"d\"\ndo = { pcp_detach_node = 2, on = \"node101\" }\n"
            "expect = \"all(status(node103, by=*) == down)\"\nwithin = \"10s\"\n"
            "[[step]]\nname = \"a\"\nafter = \"10s\"\ndo = { pcp_attach_node = 2, on = \"node101\" "
            "}\n"
            "within = \"10s\"\nlog.node101 = [ " +
            lines + " ]\n");
    };
    const auto both = attach(R"toml('/received failback request for node_id: 2 from pid \[\d+\]/',
        '/^failback done\. reconnect host 192\.168\.1\.10[0-9]\(54321\)$/')toml");
    EXPECT_EQ(both.exit_code, 0) << both.out << both.err;
    const auto other = attach(R"toml('/received failback request for node_id: [01] from/')toml");
    EXPECT_EQ(other.exit_code, 3) << "the message is the same, its argument is not";
    EXPECT_TRUE(other.says("not seen was line 1")) << other.out;
    const auto second = attach(R"toml('/failback request for node_id/', '/node_id: 1 /')toml");
    EXPECT_TRUE(second.says("not seen was line 2")) << second.out;
    EXPECT_EQ(attach("'/watchdog cluster currently has 1 connected/'").exit_code, 0)
        << "a DETAIL alone";
    EXPECT_EQ(attach("'/pgpool is processing/'").exit_code, 2) << "no message can match this";
}

TEST(Tables, PeekedAtChangeNothing) {
    const auto told = play_steps(R"toml(
[[step]]
name = "nobody has connected"
pool_nodes.node101 = { peek = true, table = """
 node_id | status
 0       | waiting
 1       | waiting
 2       | waiting
""" }
[[step]]
name = "and nobody has now"
pool_nodes.node101 = { peek = true, partial = true, table = "node_id | status\n2 | waiting" }
stat_replication.node101 = { peek = true, partial = true, table = """
application_name | state
node3            | streaming
""" }
check = "status(node103, by=node101) == waiting"
[[step]]
name = "a look is a session"
pool_nodes.node101 = { partial = true, table = "node_id | status\n2 | up" }
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

TEST(Tables, ThatDoNotComeAreNotAsExpected) {
    const auto told = play_steps(R"toml(
[[step]]
name = "nobody answers"
do = { stop_proxy = "node102" }
pool_nodes.node102 = { peek = true, partial = true, table = "node_id | status\n2 | up" }
)toml");
    EXPECT_EQ(told.exit_code, 3);
    EXPECT_TRUE(told.says("no table came")) << told.out;
}

TEST(Tables, MayBeTheAnswerOfAQueryThroughAProxy) {
    const auto told = play_steps(R"toml(
[[step]]
name = "asked through a proxy"
[step.do]
psql = "select * from sys_stat_replication"
via = "leader"
client = "dba"
exit = 0
answer = { partial = true, table = "application_name | state\nnode2 | streaming" }
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

std::string load(const std::string& keys) {
    return "[[load]]\nname = \"orders\"\nvia = \"node102\"\n" + keys + "\n";
}

TEST(Loads, WriteReadAndHoldAtARateOrWithAPause) {
    const auto well = [](const std::string& keys, const std::string& condition) {
        const auto told = play_steps(load(keys) +
                                     "[[step]]\nname = \"a while\"\ndo = { wait = \"10s\" }\n"
                                     "[[step]]\nname = \"then\"\ncheck = \"" +
                                     condition + "\"\n");
        EXPECT_EQ(told.exit_code, 0) << keys << told.out << told.err;
    };
    well("rate = \"20/s\"", "acknowledged(orders) > 190 and acknowledged(orders) < 201");
    well("kind = \"read\"\nrate = \"10/s\"", "acknowledged(orders) > 90 and lost(orders) == 0");
    well("think = \"1s\"", "acknowledged(orders) > 7 and acknowledged(orders) < 11");
    well("kind = \"hold\"\nthink = \"1s\"\nhold = \"3s\"",
         "acknowledged(orders) > 0 and acknowledged(orders) < 4");
}

TEST(Loads, ThatHoldATransactionFailWithoutACommitWhenTheyAreCut) {
    const auto told = play_steps(load("kind = \"hold\"\nthink = \"1s\"\nhold = \"1h\"") + R"toml(
[[step]]
name = "open"
do = { wait = "5s" }
[[step]]
name = "cut"
do = { stop_database = "primary", mode = "fast" }
expect = "sessions_cut(orders) == 1 and acknowledged(orders) == 0"
within = "10s"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

TEST(Loads, ConnectAgainAfterTheirRetrySpan) {
    const auto told = play_steps(load("rate = \"20/s\"\nretry = \"7s\"") + R"toml(
[[step]]
name = "they write"
do = { wait = "5s" }
[[step]]
name = "the proxy goes and comes"
do = { restart_proxy = "node102" }
expect = "sessions_cut(orders) == 1"
within = "5s"
[[step]]
name = "writes go on"
expect = "write_outage(orders) > 2s and write_outage(orders) < 30s"
within = "30s"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

TEST(Ledger, CountsTheCommitsThatAreNoPartOfAnEndOfWal) {
    sim::world::History history;
    const auto trunk = history.add({});
    const auto fork = history.add({2, trunk, 320});
    sim::world::CommitLedger ledger;
    EXPECT_EQ(ledger.lost(history, {trunk, 0}), 0U);
    for (const std::uint64_t position : {100U, 200U, 300U, 350U, 400U, 450U, 900U}) {
        ledger.acknowledge({{trunk, position}}, {});
    }
    EXPECT_EQ(ledger.lost(history, {trunk, 0}), 7U);
    EXPECT_EQ(ledger.lost(history, {trunk, 100}), 6U);
    EXPECT_EQ(ledger.lost(history, {trunk, 299}), 5U);
    EXPECT_EQ(ledger.lost(history, {trunk, 300}), 4U);
    EXPECT_EQ(ledger.lost(history, {trunk, 425}), 2U);
    EXPECT_EQ(ledger.lost(history, {trunk, 899}), 1U);
    EXPECT_EQ(ledger.lost(history, {trunk, 900}), 0U);
    EXPECT_EQ(ledger.lost(history, {fork, 5'000}), 4U) << "what was written beyond the fork";
}

TEST(Sometimes, IsReportedForOneRunAndJudgedOverSeeds) {
    const auto story = [](const std::string& condition, const std::string& share) {
        return "[[sometimes]]\ncondition = \"" + condition + "\"\nshare = " + share +
               "\n[[step]]\nname = \"s\"\ndo = { stop_database = \"a_standby\" }\n";
    };
    const auto often = story("not running(node103)", "0.1");
    EXPECT_TRUE(play_steps(often).says("sometimes not running(node103): "));
    EXPECT_EQ(play_steps(often, {"--seeds", "1..40"}).exit_code, 0);
    const auto never = story("not running(node101)", "0.1");
    const auto once = play_steps(never);
    EXPECT_EQ(once.exit_code, 0);
    EXPECT_TRUE(once.says("not seen in this run")) << once.out;
    const auto judged = play_steps(never, {"--seeds", "1..20"});
    EXPECT_EQ(judged.exit_code, 3);
    EXPECT_TRUE(judged.says("only 0 of 20 saw not running(node101)")) << judged.out;
    EXPECT_EQ(play_steps(story("not running(node103)", "0.9"), {"--seeds", "1..40"}).exit_code, 3)
        << "one of two is drawn";
}

TEST(Hosts, OverrideWeightsFlagsAndStatusFiles) {
    const auto told = format_tests::play(R"toml(version = 1
title = "own settings"
[[host]]
name = "a1"
address = "10.0.0.1"
database = { role = "primary", weight = 1 }
proxy = { status_file = ["up", "down"] }
[[host]]
name = "a2"
address = "10.0.0.2"
database = { role = "standby", weight = 3, flag = "DISALLOW_TO_FAILOVER" }
[waive]
stale_down = "the status file says so"
[[step]]
name = "as the status file says"
pool_nodes.a1 = "status | lb_weight\nup | 0.250000\ndown | 0.750000"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

}  // namespace
