// Actions at run time: whom they are done to, when they are undone, what they must answer.
#include <gtest/gtest.h>

#include "tests/sim/format/told.hpp"

namespace {

using format_tests::play;
using format_tests::play_steps;

TEST(Roles, AreResolvedWhenTheActionRunsAndBoundToANameForLaterSteps) {
    const auto told = play_steps(R"toml(
[[step]]
name = "the primary stops"
do = { stop_database = "primary", as = "old_primary" }
check = "primary() == none and not running(old_primary)"
[[step]]
name = "and comes back"
do = { start_database = "old_primary" }
check = "primary() == old_primary and running(node101)"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    EXPECT_TRUE(told.says("the primary is node101")) << told.out;
    EXPECT_TRUE(told.says("the name stands for node101")) << told.out;
}

TEST(Roles, ThatNobodyHasAreAFailedExpectationOfTheStep) {
    const auto told = play_steps(R"toml(
[[step]]
name = "no primary is left"
do = { stop_database = "primary" }
[[step]]
name = "who is it?"
do = { kill_database = "primary" }
[[step]]
name = "the story goes on"
check = "running(node102)"
)toml");
    EXPECT_EQ(told.exit_code, 3);
    EXPECT_TRUE(
        told.says("NOT MET kill_database the primary: there is no one primary now of step 2"))
        << told.out;
    EXPECT_TRUE(told.says("is so: running(node102)"));
}

TEST(Roles, OfAStandbyAndOfAnotherAreDrawnByNameAndStandInLists) {
    const auto told = play_steps(R"toml(
[waive]
stale_down = "nobody attaches it here"
[choices]
"operator/a_standby" = "node103"
[[step]]
name = "one of two"
do = { stop_database = "a_standby", as = "gone" }
check = "not running(gone) and not running(node103)"
[[step]]
name = "in a list"
do = { start_database = ["gone", "node102"] }
check = "running(gone)"
[[step]]
name = "the other proxy"
do = { stop_proxy = "other(node101)", as = "follower" }
check = "not serves(follower) and not serves(node102)"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
}

TEST(Names, GivenWithAsAreNoHostsAndNameOneTarget) {
    const auto host = play_steps(
        "[[step]]\nname = \"a\"\ndo = { stop_database = \"primary\", as = \"node103\" }\n");
    EXPECT_EQ(host.exit_code, 2);
    EXPECT_TRUE(host.says("`node103` is a host already")) << host.err;
    const auto list = play_steps(
        "[[step]]\nname = \"a\"\ndo = { stop_database = [\"primary\", \"a_standby\"], "
        "as = \"both\" }\n");
    EXPECT_EQ(list.exit_code, 2);
    EXPECT_TRUE(list.says("`as` names one target, this action has several")) << list.err;
}

TEST(LastingActions, AreUndoneAfterTheirSpan) {
    const auto gone = [](const std::string& what, const std::string& condition) {
        const auto told = play_steps(
            "[waive]\nstale_down = \"nobody attaches it here\"\n"
            "[[step]]\nname = \"for a while\"\ndo = { " +
            what + ", for = \"20s\" }\nhold = \"not " + condition +
            "\"\nfor = \"19s\"\n[[step]]\nname = \"back\"\nexpect = \"" + condition +
            "\"\nwithin = \"1min\"\n");
        EXPECT_EQ(told.exit_code, 0) << what << told.out << told.err;
        EXPECT_TRUE(told.says("undone: ")) << told.out;
    };
    gone("stop_database = \"node103\"", "running(node103)");
    gone("kill_database = \"node103\"", "running(node103)");
    gone("disable_recovery_job = \"node103\"", "recovery_job_enabled(node103)");
    gone("stop_proxy = \"node102\"", "serves(node102)");
    gone("kill_proxy = \"node102\"", "serves(node102)");
}

TEST(LastingActions, CutAndPartitionHealAfterTheirSpan) {
    for (const std::string what : {"partition = [[\"node101\", \"node102\"], [\"node103\"]]",
                                   "cut = { from = \"node103\", to = \"primary\" }"}) {
        const auto told = play_steps("[[step]]\nname = \"cut\"\ndo = { " + what +
                                     ", for = \"5s\" }\n[[step]]\nname = \"later\"\n"
                                     "do = { wait = \"6s\" }\n");
        EXPECT_TRUE(told.says("0:05.000 . node103 -> node101: open again")) << told.out;
        EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    }
}

TEST(KillProxy, KillsTheProcessesOfOneKindAndMainForksAnother) {
    const auto told = play_steps(R"toml(
[[step]]
name = "the watchdog alone"
do = { kill_proxy = "node101", process = "watchdog" }
hold = "all(serves(*))"
for = "20s"
log.node101 = [
  '/^watchdog child process with pid: \d+ was terminated by sigkill$/',
  '/^fork a new watchdog child process with pid: \d+$/',
  '/^watchdog is recovering from the crash of watchdog process$/',
]
within = "5s"
)toml");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    const auto none = play_steps(R"toml(
[[step]]
name = "there is no helper now"
do = { kill_proxy = "node101", process = "wd_utility" }
)toml");
    EXPECT_EQ(none.exit_code, 3);
    EXPECT_TRUE(none.says("there is no such process now")) << none.out;
}

TEST(Wait, DrawsARangeByName) {
    const auto told = play_steps(
        "[choices]\n\"operator/wait\" = \"3s\"\n[[step]]\nname = \"w\"\n"
        "do = { wait = \"2s..5s\" }\n");
    EXPECT_EQ(told.exit_code, 0) << told.out << told.err;
    EXPECT_TRUE(told.says("wait 2s to 5s: after 3s")) << told.out;
    EXPECT_FALSE(told.says("never asked"));
}

TEST(Pins, ThatAreImpossibleEndTheRunAndSayWhatThereIs) {
    const auto span = play_steps(
        "[choices]\n\"operator/wait\" = \"9s\"\n[[step]]\nname = \"w\"\n"
        "do = { wait = \"2s..5s\" }\n");
    EXPECT_EQ(span.exit_code, 2);
    EXPECT_TRUE(
        span.says("\"operator/wait\" (line 22) cannot be \"9s\"; there is \"2s\" to \"5s\""))
        << span.out;
    const auto node = play_steps(
        "[choices]\n\"operator/a_standby\" = \"node101\"\n[[step]]\n"
        "name = \"w\"\ndo = { stop_database = \"a_standby\" }\n");
    EXPECT_EQ(node.exit_code, 2);
    EXPECT_TRUE(node.says("cannot be \"node101\"; there is \"node102\", \"node103\"")) << node.out;
}

TEST(Pins, ThatAreNeverAskedAreReported) {
    const auto told = play_steps(
        "[choices]\n\"nobody/asks\" = \"3s\"\n[[step]]\nname = \"w\"\n"
        "check = \"running(node101)\"\n");
    EXPECT_EQ(told.exit_code, 0);
    EXPECT_TRUE(told.says("the pinned choice \"nobody/asks\" was never asked")) << told.out;
}

format_tests::Told asked(const std::string& command, const std::string& answer) {
    return play_steps("[[step]]\nname = \"c\"\ndo = { " + command +
                      ", on = \"node101\", exit = 0, answer = '''\n" + answer + "''' }\n");
}

TEST(Answers, AreComparedWithTheirNumbers) {
    EXPECT_EQ(asked("pcp_node_info = 2", "192.168.1.103 54321 1 0.333333 waiting").exit_code, 0);
    EXPECT_EQ(asked("pcp_node_info = 2", "192.168.1.103 54321 2 0.333333 up").exit_code, 3);
    EXPECT_EQ(asked("pcp_node_info = 2", "192.168.1.103 54322 1 0.333333 waiting").exit_code, 3);
    const auto count = [](const std::string& number) {
        return play_steps(
            "[[step]]\nname = \"c\"\ndo = { pcp_node_count = true, on = \"node101\", "
            "answer = \"" +
            number + "\" }\n");
    };
    EXPECT_EQ(count("3").exit_code, 0);
    EXPECT_EQ(count("2").exit_code, 3);
}

TEST(Answers, TakeTheDetailThatTellsMessagesApart) {
    const std::string first = "ERROR:  informing node info failed\n";
    EXPECT_EQ(asked("pcp_node_info = 7", first + "DETAIL:  invalid node ID\n").exit_code, 0);
    EXPECT_EQ(asked("pcp_node_info = 7", first + "DETAIL:  no lock holder exists\n").exit_code, 2)
        << "these lines belong to different messages";
    EXPECT_EQ(asked("pcp_node_info = 7", "/informing node (info|count) failed/").exit_code, 0);
    EXPECT_EQ(asked("pcp_node_info = 2", first).exit_code, 3) << "it does exist";
}

TEST(Answers, HaveTheExitStatusOfTheTool) {
    const auto told = [](const std::string& exit) {
        return play_steps(
            "[[step]]\nname = \"down\"\ndo = { stop_proxy = \"node102\" }\n"
            "[[step]]\nname = \"ask\"\ndo = [ { pcp_node_count = true, "
            "on = \"node102\", exit = " +
            exit + " }, { psql = \"select 1\", via = \"node102\", exit = 2 } ]\n");
    };
    EXPECT_EQ(told("1").exit_code, 0) << told("1").out;
    EXPECT_EQ(told("0").exit_code, 3);
}

TEST(Commands, TakeTheirTime) {
    const auto slow = [](const std::string& takes) {
        return play_steps("[proxy.commands]\nfailover = { takes = \"" + takes + "\", exit = 1 }\n" +
                          R"toml(
[[step]]
name = "the command runs before it is done"
do = { pcp_detach_node = 2, on = "node101" }
within = "2s"
log.node101 = [
  '/^execute command: .*failover\.sh 2 192\.168\.1\.103 /',
  '/^failover done/',
]
)toml");
    };
    EXPECT_EQ(slow("1s").exit_code, 0) << slow("1s").out << slow("1s").err;
    EXPECT_EQ(slow("4s").exit_code, 3);
    EXPECT_TRUE(slow("4s").says("not seen was line 2")) << slow("4s").out;
}

TEST(PresetsAlone, SayThatTheyArePresets) {
    const auto told = play(
        "version = 1\n[[host]]\nname = \"a1\"\naddress = \"10.0.0.1\"\n"
        "database = \"primary\"\nproxy = true\n");
    EXPECT_EQ(told.exit_code, 2);
    EXPECT_TRUE(told.says("this is a preset, not a story")) << told.err;
}

}  // namespace
