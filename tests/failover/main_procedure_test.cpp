// The failover procedure, driven by hand: the order of lines, locks, files, signals and commands
// is that of the recordings (semantics-3.6 §6.3, §6.6, §16.8).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/failover/main_bench.hpp"

namespace failover::interlock::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::Not;

BenchSetup commands() {
    return {.parameters = {{"failover_command", "x"}, {"failback_command", "x"}}};
}

NodeRequest up(int node, int id = 15) {
    return {NodeOperation::up, {BackendId{node}}, false, id, {}};
}
NodeRequest down(int node, bool switch_over = false, int id = 15) {
    return {NodeOperation::down, {BackendId{node}}, switch_over, id, {}};
}

int count(const std::vector<std::string>& lines, const std::string& part) {
    int found = 0;
    for (const std::string& line : lines) found += line.find(part) != std::string::npos ? 1 : 0;
    return found;
}

const std::string keep_children =
    "Do not restart children because we are failing back node id 2 host: db2 port: 54321 and we "
    "are in streaming replication mode and not all backends were down";

TEST(FailoverProcedure, AnAttachOnTheHolderGoesAsRecorded) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "down"}});
    bench.lines();
    bench.request(up(2));
    bench.run_for(3s);
    // stale_down, pgpool1-attach.log, MAIN
    EXPECT_THAT(
        bench.lines(),
        ElementsAre(
            "Pgpool-II parent process received SIGUSR1",
            "Pgpool-II parent process has received failover request", "ipc start failover 15",
            "starting fail back. reconnect host db2(54321)", "Node 0 is not down (status: 2)",
            "save up up up", "execute command: command", "run failback_command d=2 m=0 M=0 P=0",
            "ipc release failback 15", keep_children, "ipc release failover 15",
            "find_primary_node_repeatedly: waiting for finding a primary node",
            "find_primary_node: checking backend no 0", "find_primary_node: primary node id is 0",
            "ipc release follow_master 15", "failover: set new primary node: 0",
            "failover: set new master node: 0", "raise 4 role 8", "ipc finish failover 15",
            "failback done. reconnect host db2(54321)", "raise 5 role 6", "raise 4 role 6",
            "PCP child 105 exits with status 0 in failover()", "fork 6 0",
            "fork a new PCP child pid 107 in failover()",
            "worker child process with pid: 106 exits with status 256", "fork 8 0",
            "fork a new worker child process with pid: 108"));
    EXPECT_EQ(bench.shared.status[2], Status::connect_wait);
    EXPECT_FALSE(bench.shared.switching);
    EXPECT_TRUE(bench.shared.children[0].need_to_restart);
}

TEST(FailoverProcedure, AnAttachOnAnotherProxyPollsEachLockInTurn) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "down"}});
    bench.lines();
    int checks = 0;
    bench.lock_answer = [&](LockCommand command, Lock, std::int32_t) {
        if (command == LockCommand::start) return CommandResult::i_am_not_lock_holder;
        return ++checks == 1 ? CommandResult::locked : CommandResult::no_lockholder;
    };
    bench.request(up(2));
    const Instant begun = bench.now;
    bench.run_for(1s);
    // stale_down, pgpool2-attach.log, MAIN
    EXPECT_THAT(
        bench.lines(),
        ElementsAre("Pgpool-II parent process received SIGUSR1",
                    "Pgpool-II parent process has received failover request",
                    "ipc start failover 15", "starting fail back. reconnect host db2(54321)",
                    "Node 0 is not down (status: 2)", "save up up up", "ipc check failback 15",
                    "ipc check failback 15", keep_children, "ipc check failover 15",
                    "find_primary_node_repeatedly: waiting for finding a primary node",
                    "find_primary_node: checking backend no 0",
                    "find_primary_node: primary node id is 0", "ipc check follow_master 15",
                    "failover: set new primary node: 0", "failover: set new master node: 0",
                    "raise 4 role 8", "failback done. reconnect host db2(54321)",
                    "raise 5 role 6"));
    EXPECT_FALSE(bench.shared.switching);
    EXPECT_GE(bench.now - begun, 500ms);  // one LOCKED costs half a second (§7.6)
}

TEST(FailoverProcedure, APrimaryFailureOnTheHolderGoesAsRecorded) {
    BenchSetup setup = commands();
    setup.parameters["follow_master_command"] = "x";
    MainBench bench(setup);
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::primary, DatabaseAnswer::standby};
    bench.request(down(0));
    bench.run_for(900ms);
    // primary_failover, pgpool1-failover.log, MAIN
    EXPECT_THAT(
        bench.lines(),
        ElementsAre(
            "Pgpool-II parent process received SIGUSR1",
            "Pgpool-II parent process has received failover request", "ipc start failover 15",
            "starting degeneration. shutdown host db0(54321)", "save down up up",
            "Restart all children", "raise 2 role 5", "raise 2 role 5", "execute command: command",
            "run failover_command d=0 m=1 M=0 P=0", "ipc release failover 15",
            "find_primary_node_repeatedly: waiting for finding a primary node",
            "find_primary_node: checking backend no 0", "find_primary_node: checking backend no 1",
            "find_primary_node: primary node id is 1",
            "starting follow degeneration. shutdown host db0(54321)", "save down up up",
            "starting follow degeneration. shutdown host db2(54321)", "save down up down",
            "failover: 2 follow backends have been degenerated", testing::StartsWith("fork 10"),
            "ipc release follow_master 15", "failover: set new primary node: 1",
            "failover: set new master node: 1", "raise 2 role 5", "fork 5 0", "raise 2 role 5",
            "fork 5 1", "raise 4 role 8", "ipc finish failover 15",
            "failover done. shutdown host db0(54321)", "failover done. shutdown host db0(54321)",
            "raise 5 role 6"));
}

TEST(FailoverProcedure, APromotionDownsAllOthersAndSearchesNoPrimary) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.request({NodeOperation::promote, {BackendId{1}}, false, 15, {}});
    bench.run_for(900ms);
    const auto texts = bench.texts();
    EXPECT_THAT(texts,
                ElementsAre("Pgpool-II parent process received SIGUSR1",
                            "Pgpool-II parent process has received failover request",
                            "starting promotion. promote host db1(54321)", "Restart all children",
                            "starting follow degeneration. shutdown host db0(54321)",
                            "starting follow degeneration. shutdown host db2(54321)",
                            "failover: 2 follow backends have been degenerated",
                            "failover: set new primary node: 1", "failover: set new master node: 1",
                            "promotion done. promoted host db1(54321)"));
}

TEST(FailoverProcedure, AnAttachOfABackendThatIsUpEndsAtOnceAndRestartsNothing) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.request(up(1));
    bench.run_for(3s);
    EXPECT_THAT(bench.lines(),
                ElementsAre("Pgpool-II parent process received SIGUSR1",
                            "Pgpool-II parent process has received failover request",
                            "ipc start failover 15",
                            "invalid failback request, status: [2] of node id : 1 is invalid for "
                            "failback",
                            "ipc finish failover 15", "raise 5 role 6"));
}

TEST(FailoverProcedure, ASecondRequestOfTheSameRunRepeatsTheCommandOfTheFirst) {
    MainBench bench(commands());  // hazard H1: nodes[] is cleared once per run
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.request(down(2));
    bench.request(down(1));
    bench.run_for(5s);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "run failover_command d=2"), 2);
    EXPECT_EQ(count(lines, "run failover_command d=1"), 1);
    EXPECT_EQ(count(lines, "fork a new PCP child pid"), 1);
    // The second request runs the commands ascending, its own and the earlier one.
    const auto first = std::ranges::find(lines, "run failover_command d=1 m=0 M=0 P=0");
    EXPECT_NE(std::find(first, lines.end(), "run failover_command d=2 m=0 M=0 P=0"), lines.end());
}

TEST(FailoverProcedure, ARequestInThePauseBeforeThePcpRestartWaitsForItsEnd) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.request(down(2));
    bench.run_for(500ms);
    EXPECT_FALSE(bench.shared.switching);
    bench.lines();
    bench.request(up(2));
    bench.run_for(200ms);
    EXPECT_TRUE(bench.lines().empty());
    bench.run_for(2s);
    const auto texts = bench.texts();
    ASSERT_GE(texts.size(), 3U);
    EXPECT_THAT(texts[0], HasSubstr("PCP child"));
    EXPECT_THAT(texts[1], HasSubstr("fork a new PCP child"));
    EXPECT_EQ(texts[2], "Pgpool-II parent process received SIGUSR1");
}

TEST(FailoverProcedure, WaitsTenAndAHalfSecondsForALockAndThenGoesOn) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.lock_answer = [](LockCommand command, Lock, std::int32_t) {
        return command == LockCommand::start ? CommandResult::i_am_not_lock_holder
                                             : CommandResult::locked;
    };
    bench.request(down(2));
    bench.run_for(10s + 400ms);
    EXPECT_EQ(count(bench.lines(), "timeout wating for unlock"), 0);
    bench.run_for(200ms);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "timeout wating for unlock"), 1);
    bench.run_for(12s);
    EXPECT_EQ(count(bench.lines(), "ipc check follow_master 15"), 20);  // the 21st was begun above
}

TEST(FailoverProcedure, AsksALockCommandFiveTimesWhileTheClusterIsInTransition) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.lock_answer = [](LockCommand, Lock, std::int32_t) { return CommandResult::transition; };
    bench.request(down(2));
    bench.run_for(7s + 900ms);
    EXPECT_EQ(count(bench.lines(), "ipc start failover 15"), 4);
    bench.run_for(1s);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "ipc start failover 15"), 1);
    EXPECT_EQ(count(lines, "starting degeneration"), 1);  // not the holder, but it goes on
}

TEST(FailoverProcedure, SearchesThePrimaryOncePerSecondUntilItIsFound) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::standby, DatabaseAnswer::standby};
    bench.request(down(0));
    bench.run_for(3s + 500ms);
    EXPECT_EQ(count(bench.lines(), "checking backend no 1"), 4);  // at 0, 1, 2 and 3 s
    EXPECT_TRUE(bench.shared.switching);
    bench.databases[1] = DatabaseAnswer::primary;
    bench.run_for(1s);
    EXPECT_EQ(count(bench.lines(), "failover: set new primary node: 1"), 1);
}

TEST(FailoverProcedure, GivesUpThePrimaryAfterSoManyScans) {
    BenchSetup setup = commands();
    setup.parameters["search_primary_node_timeout"] = "3";
    MainBench bench(setup);
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::standby, DatabaseAnswer::standby};
    bench.request(down(0));
    bench.run_for(10s);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "checking backend no 1"), 3);
    EXPECT_EQ(count(lines, "failover: set new primary node: -1"), 1);
}

TEST(FailoverProcedure, LeavesABootTimeRequestInTheRing) {
    MainBench bench;  // hazard H14
    bench.start(StatusFile{{"up", "up", "up"}}, false);
    bench.shared.watchdog_state_changed.raise({});
    bench.request(down(2));
    bench.run_for(20s);
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
    EXPECT_THAT(bench.texts(),
                Contains("ignoring the failover request, since we are still starting up"));
    EXPECT_EQ(bench.shared.status[2], Status::up);
}

TEST(FailoverProcedure, WithoutWatchdogMainIsItsOwnHolder) {
    BenchSetup setup = commands();
    setup.proxies = 1;
    MainBench bench(setup);
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.request(down(2));
    bench.run_for(3s);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "ipc"), 0);
    EXPECT_EQ(count(lines, "run failover_command d=2"), 1);
}

TEST(RequestQueue, RefusesTheEleventhEntry) {
    RequestQueue queue;
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(queue.push(down(i)));
    EXPECT_FALSE(queue.push(down(10)));
    EXPECT_EQ(queue.pop().nodes.front(), BackendId{0});
    EXPECT_TRUE(queue.push(down(10)));
}

// ---- which children die (§5.5) -----------------------------------------------------------------

ChildrenClass class_of(NodeOperation operation, int node, ChildrenFacts facts) {
    facts.operation = operation;
    facts.node = BackendId{node};
    test::MainBench host;
    Outbox out(host);
    return choose_children_class(out, facts);
}

TEST(ChildrenClasses, AreDecidedInTheProductsOrder) {
    const ChildrenFacts primary_0{.primary_node = BackendId{0}, .primary_or_master = BackendId{0}};
    ChildrenFacts switching_over = primary_0;
    switching_over.switch_over = true;
    ChildrenFacts all_down = primary_0;
    all_down.all_were_down = true;
    ChildrenFacts no_primary{.primary_node = no_backend, .primary_or_master = BackendId{0}};
    ChildrenFacts not_streaming = switching_over;
    not_streaming.streaming = false;

    using enum NodeOperation;
    EXPECT_EQ(class_of(up, 2, primary_0), ChildrenClass::keep);
    EXPECT_EQ(class_of(up, 0, primary_0), ChildrenClass::all);
    EXPECT_EQ(class_of(up, 2, all_down), ChildrenClass::all);
    EXPECT_EQ(class_of(up, 2, no_primary), ChildrenClass::all);
    EXPECT_EQ(class_of(down, 2, switching_over), ChildrenClass::partial);
    EXPECT_EQ(class_of(down, 0, switching_over), ChildrenClass::all);
    EXPECT_EQ(class_of(down, 2, primary_0), ChildrenClass::all);
    EXPECT_EQ(class_of(promote, 2, switching_over), ChildrenClass::all);
    EXPECT_EQ(class_of(up, 2, not_streaming), ChildrenClass::all);
    EXPECT_EQ(class_of(down, 2, not_streaming), ChildrenClass::all);
    no_primary.switch_over = true;
    EXPECT_EQ(class_of(down, 0, no_primary), ChildrenClass::all);  // PRIMARY is the master then
}

TEST(ChildrenClasses, TheSecondClassKillsOnlySessionsThatReadFromTheNode) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.shared.children[1].connected = true;
    bench.shared.children[1].load_balancing_node = BackendId{2};
    const Pid first = bench.shared.children[0].pid;
    const Pid second = bench.shared.children[1].pid;
    bench.lines();
    bench.request(down(2, true));
    bench.run_for(900ms);
    EXPECT_THAT(bench.texts(), Contains("child pid " + std::to_string(second.value) +
                                        " needs to restart because pool 0 uses backend 2"));
    EXPECT_EQ(bench.shared.children[0].pid, first);
    EXPECT_TRUE(bench.shared.children[0].need_to_restart);
    EXPECT_NE(bench.shared.children[1].pid, second);
    EXPECT_FALSE(bench.shared.children[1].need_to_restart);
}

TEST(ChildrenClasses, AFlaggedSlotKeepsItsFlagWhenItsChildIsReplaced) {
    MainBench bench(commands());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.shared.children[0].need_to_restart = true;
    bench.request(down(2));
    bench.run_for(900ms);
    EXPECT_TRUE(bench.shared.children[0].need_to_restart);
    EXPECT_FALSE(bench.shared.children[1].need_to_restart);
}

}  // namespace
}  // namespace failover::interlock::test
