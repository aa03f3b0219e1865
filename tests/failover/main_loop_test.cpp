// main's loop: start, health check, sync, reaper, stop (semantics-3.6 §1.6, §3, §4, §16.8).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/failover/main_bench.hpp"

namespace failover::interlock::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

int count(const std::vector<std::string>& lines, const std::string& part) {
    int found = 0;
    for (const std::string& line : lines) found += line.find(part) != std::string::npos ? 1 : 0;
    return found;
}

BenchSetup checking(const std::string& retries = "0", const std::string& timeout = "20") {
    return {.parameters = {{"health_check_period", "5"},
                           {"health_check_max_retries", retries},
                           {"health_check_retry_delay", "3"},
                           {"health_check_timeout", timeout}}};
}

// ---- start -------------------------------------------------------------------------------------

TEST(MainStart, OfALeaderGoesAsRecorded) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "up"}});
    // stale_down, pgpool1-restart.log, MAIN
    EXPECT_THAT(
        bench.lines(),
        ElementsAre(
            "waiting for watchdog to initialize", "fork 1 0", "watchdog process is initialized",
            "fork 2 0", "Pgpool-II parent process received SIGUSR1",
            "Pgpool-II parent process received watchdog state change signal from watchdog",
            "ipc state", "Setting up socket for proxyhost:proxyport", "fork 5 0", "fork 5 1",
            "find_primary_node_repeatedly: waiting for finding a primary node",
            "find_primary_node: checking backend no 0", "find_primary_node: primary node id is 0",
            "fork 6 0", "fork 8 0", "save up up up",
            "pgpool-II successfully started. version 3.6.28 (subaruboshi)"));
    EXPECT_TRUE(bench.shared.serving);
    EXPECT_FALSE(bench.shared.starting);
}

TEST(MainStart, OfAStandbyTakesTheLeadersViewAndSearchesNoPrimary) {
    MainBench bench;
    bench.watchdog_state = WatchdogState::standby;
    bench.status_reply.words = {static_cast<std::int32_t>(IpcResult::ok), 0, 1, 3};
    bench.status_reply.blob = {2, 2, 3};
    bench.serve(StatusFile{{"up", "up", "up"}});
    // stale_down, pgpool2-restart.log, MAIN
    EXPECT_THAT(
        bench.texts(),
        ElementsAre("waiting for watchdog to initialize", "watchdog process is initialized",
                    "Pgpool-II parent process received SIGUSR1",
                    "Pgpool-II parent process received watchdog state change signal from watchdog",
                    "we have joined the watchdog cluster as STANDBY node",
                    "master watchdog node \"proxy1\" returned status for 3 backend nodes",
                    "backend:0 is set to UP status", "backend:1 is set to UP status",
                    "backend:2 is set to down status", "Setting up socket for proxyhost:proxyport",
                    "pgpool-II successfully started. version 3.6.28 (subaruboshi)"));
    EXPECT_EQ(bench.shared.status[0], Status::connect_wait);
    EXPECT_EQ(bench.shared.status[2], Status::down);
    EXPECT_EQ(bench.shared.primary_node, BackendId{0});
}

TEST(MainStart, OverOrphansThatHoldThePortEndsWithAFatalError) {
    MainBench bench;
    bench.client_port_free = false;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.run_for(5s);
    const auto lines = bench.lines();
    EXPECT_THAT(lines, Contains("failed to create INET domain socket"));
    EXPECT_THAT(lines, Not(Contains("fork 5 0"))) << "it forks no children";
    EXPECT_FALSE(bench.shared.serving);
}

TEST(MainStart, WithoutWatchdogWaitsForNobody) {
    MainBench bench({.proxies = 1});
    bench.serve(StatusFile{{"up", "up", "up"}});
    EXPECT_EQ(bench.texts().front(), "Setting up socket for proxyhost:proxyport");
}

// ---- sync of a running proxy (§3.4)
// ----------------------------------------------------------------

/// A standby that serves; the leader says `theirs` at its next sync.
struct RunningStandby {
    explicit RunningStandby(StatusFile file, std::vector<std::int64_t> theirs, int primary = 0) {
        bench.serve(std::move(file));
        bench.watchdog_state = WatchdogState::standby;
        bench.status_reply.words = {static_cast<std::int32_t>(IpcResult::ok), primary, 1, 3};
        bench.status_reply.blob = std::move(theirs);
        bench.shared.watchdog_state_changed.raise({});
        bench.lines();
        bench.signal(Signal::usr1);
        bench.run_for(500ms);
    }
    MainBench bench;
};

TEST(MainSync, WithoutAChangeRestartsNothing) {
    RunningStandby it({{"up", "up", "up"}}, {2, 2, 2});
    const auto lines = it.bench.lines();
    EXPECT_EQ(lines.back(), "backend nodes status remains same after the sync from \"proxy1\"");
    EXPECT_EQ(it.bench.shared.status[2], Status::connect_wait);  // UP becomes WAIT all the same
    EXPECT_EQ(count(lines, "raise"), 0);
}

TEST(MainSync, OfABackendThatCameUpFlagsAllChildrenAndRestartsTheLagCheck) {
    RunningStandby it({{"up", "up", "down"}}, {2, 2, 2});
    const auto lines = it.bench.lines();
    EXPECT_THAT(lines, Contains("No backend node was detached because of backend status sync from "
                                "\"proxy1\""));
    EXPECT_EQ(count(lines, "raise 2 role 5"), 0);
    EXPECT_EQ(count(lines, "raise 4 role 8"), 1);
    EXPECT_TRUE(it.bench.shared.children[0].need_to_restart);
}

TEST(MainSync, OfABackendThatWentDownRestartsItsReaders) {
    RunningStandby it({{"up", "up", "up"}}, {2, 2, 3});
    const auto texts = it.bench.texts();
    EXPECT_THAT(texts, Contains("1 backend node(s) were detached because of backend status sync "
                                "from \"proxy1\""));
    EXPECT_THAT(texts, Contains("Node 0 is not down (status: 1)"));
    EXPECT_EQ(it.bench.shared.status[2], Status::down);
}

TEST(MainSync, OfAnotherPrimaryRestartsAllChildrenEvenIfTheLeaderKnowsNone) {
    RunningStandby it({{"up", "up", "up"}}, {2, 2, 2}, -2);
    const auto lines = it.bench.lines();
    EXPECT_THAT(lines, Contains("primary node:-2 on master watchdog node \"proxy1\" is different "
                                "from local primary node:0"));
    EXPECT_EQ(count(lines, "raise 2 role 5"), 2);
    EXPECT_EQ(it.bench.shared.primary_node, backend_not_searched);
}

TEST(MainSync, IgnoresWhatTheLeaderHoldsUnused) {
    RunningStandby it({{"up", "up", "down"}}, {2, 2, 0});
    EXPECT_EQ(it.bench.shared.status[2], Status::down);
}

TEST(MainSync, ThatGetsNoAnswerKeepsTheLocalStatuses) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "down"}});
    bench.watchdog_state = WatchdogState::standby;
    bench.status_reply.words[0] = static_cast<std::int32_t>(IpcResult::bad);
    bench.shared.watchdog_state_changed.raise({});
    bench.signal(Signal::usr1);
    bench.run_for(1s);
    EXPECT_THAT(bench.texts(),
                Contains("failed to get the backend status from the master watchdog node"));
    EXPECT_EQ(bench.shared.status[2], Status::down);
}

// ---- health check (§4.2) -----------------------------------------------------------------------

TEST(HealthCheck, TriesARefusedBackendTwiceAtOnceWithoutRetries) {
    MainBench bench(checking());
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::refused;
    bench.run_for(4s + 900ms);
    bench.lines();
    bench.run_for(200ms);
    const auto texts = bench.texts();
    EXPECT_EQ(count(texts, "getsockopt() detected error"), 2);  // R + 2
    EXPECT_THAT(texts, Contains("setting backend node 2 status to NODE DOWN"));
    EXPECT_EQ(bench.shared.status[2], Status::down);
}

TEST(HealthCheck, RepeatsAsOftenAsToldWithItsDelayBetween) {
    MainBench bench(checking("2"));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::refused;
    bench.run_for(5s + 100ms);
    EXPECT_EQ(count(bench.lines(), "getsockopt() detected error"), 2);
    bench.run_for(3s);
    const auto second = bench.lines();
    EXPECT_THAT(second, Contains("health checking retry count 1"));
    EXPECT_EQ(count(second, "getsockopt() detected error"), 1);
    EXPECT_EQ(bench.shared.status[2], Status::up);
    bench.run_for(3s);
    const auto third = bench.lines();
    EXPECT_EQ(count(third, "getsockopt() detected error"), 1);  // R + 2 = 4 in all, R delays
    EXPECT_THAT(third, Contains("setting backend node 2 status to NODE DOWN"));
}

TEST(HealthCheck, SaysWhenABackendCameBackWhileItWasRetrying) {
    MainBench bench(checking("2"));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::refused;
    bench.run_for(5s + 100ms);
    bench.databases[2] = DatabaseAnswer::standby;
    bench.run_for(3s);
    EXPECT_THAT(bench.texts(),
                Contains("all backends are returned to a healthy state after 1 retry(ies)"));
}

TEST(HealthCheck, ComesBackAtOnceFromASilentBackendWhenItsConnectTimesOut) {
    MainBench bench(checking("0", "60"));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::silent;
    bench.run_for(24s + 900ms);
    EXPECT_EQ(count(bench.texts(), "timed out"), 1);
    bench.run_for(200ms);
    const auto texts = bench.texts();  // 5 s + 2 x connect_timeout
    EXPECT_EQ(count(texts, "timed out"), 1);
    EXPECT_THAT(texts, Contains("setting backend node 2 status to NODE DOWN"));
}

TEST(HealthCheck, IsCutShortByItsAlarm) {
    MainBench bench(checking("0", "4"));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::silent;
    bench.run_for(5s + 4s + 100ms);
    const auto texts = bench.texts();
    EXPECT_EQ(count(texts, "using INET socket"), 1);
    EXPECT_EQ(count(texts, "failed to make persistent db connection"), 1);
}

TEST(HealthCheck, WritesTheStatusFileAfterEveryFailedAttempt) {
    MainBench bench(checking("1"));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::refused;
    bench.lines();
    bench.run_for(5s + 100ms);
    EXPECT_EQ(count(bench.lines(), "save up up up"), 1);  // the retry still sleeps
    bench.run_for(3s);
    EXPECT_EQ(count(bench.lines(), "save"), 2);  // before it, and of the degeneration
}

TEST(HealthCheck, StarvesLaterBackendsBehindOneThatMayNotFailOver) {
    MainBench bench(checking("1"));  // hazard H17
    bench.config.backends[1].disallow_to_failover = true;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[1] = DatabaseAnswer::refused;
    bench.databases[2] = DatabaseAnswer::refused;
    bench.run_for(60s);
    EXPECT_EQ(bench.shared.status[1], Status::up);
    EXPECT_EQ(bench.shared.status[2], Status::up);
    EXPECT_THAT(bench.texts(), Contains("health check failed on node 1 but failover is disallowed "
                                        "for the node"));
}

TEST(HealthCheck, SkipsWhatIsDownAndNeverRevivesIt) {
    MainBench bench(checking());
    bench.serve(StatusFile{{"up", "up", "down"}});
    bench.lines();
    bench.run_for(60s);
    EXPECT_TRUE(bench.lines().empty());
    EXPECT_EQ(bench.shared.status[2], Status::down);
}

TEST(HealthCheck, IsLostWhenTheWatchdogRefusesAndComesAgainNextRound) {
    MainBench bench(checking());
    bench.request_answer = CommandResult::already_issued;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases[2] = DatabaseAnswer::refused;
    bench.run_for(5s + 1ms);
    EXPECT_GE(count(bench.texts(), "is canceled by other pgpool"), 1);
    EXPECT_EQ(bench.shared.status[2], Status::up);
    bench.request_answer = CommandResult::proceed;
    bench.run_for(1s);
    EXPECT_EQ(bench.shared.status[2], Status::down);
}

// ---- children that end (§1.6)
// --------------------------------------------------------------------

TEST(Reaper, RestartsAChildKilledBySignalAndLeavesACleanExitAlone) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "up"}});
    const Pid child = bench.shared.children[0].pid;
    bench.lines();
    bench.child_ended(child, 256);
    bench.run_for(10ms);
    EXPECT_THAT(bench.texts(),
                ElementsAre("child process with pid: " + std::to_string(child.value) +
                                " exits with status 256",
                            "fork a new child process with pid: 107"));
    bench.child_ended(bench.shared.children[0].pid, 0);
    bench.run_for(10ms);
    EXPECT_THAT(bench.texts().back(), HasSubstr("will not be restarted"));
    EXPECT_EQ(bench.shared.children[0].pid, no_pid);
}

TEST(Reaper, FindsTheDeadInTheOrderOfTheirForks) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "up"}});
    const Pid child = bench.shared.children[1].pid;
    bench.lines();
    bench.child_ended(bench.shared.worker, 256);
    bench.child_ended(child, 256);
    bench.run_for(10ms);
    // stale_down, pgpool1-restart.log: the SR check died 70 ms before the child
    const auto texts = bench.texts();
    EXPECT_THAT(texts[0], HasSubstr("child process with pid: " + std::to_string(child.value)));
    EXPECT_THAT(texts[2], HasSubstr("worker child process"));
}

TEST(Reaper, OfAKilledWatchdogTellsItsSuccessorToCleanUp) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.child_ended(bench.shared.watchdog, 9);
    bench.run_for(10ms);
    // kill_watchdog_only, MAIN
    EXPECT_THAT(bench.texts(),
                ElementsAre("watchdog child process with pid: 101 was terminated by sigkill",
                            "fork a new watchdog child process with pid: 107"));
    EXPECT_TRUE(bench.shared.watchdog_needs_cleanup);
}

TEST(Reaper, OfAWatchdogThatLostTheNetworkTakesTheProxyDown) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.child_ended(bench.shared.watchdog, 768);
    bench.run_for(100ms);
    const auto lines = bench.lines();
    EXPECT_EQ(lines[0], "watchdog child process with pid: 101 exits with status 768");
    EXPECT_EQ(lines[1], "watchdog child process exit with fatal error. exiting pgpool-II");
    EXPECT_EQ(lines.back(), "exit 3");
}

TEST(MainStop, PrintsNothingWaitsForAllAndWritesTheFile) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "down"}});
    bench.lines();
    bench.signal(Signal::interrupt);
    EXPECT_FALSE(bench.exited);
    bench.run_for(10ms);
    EXPECT_TRUE(bench.exited);
    EXPECT_THAT(bench.lines(),
                ElementsAre("raise 1 role 5", "raise 1 role 5", "raise 1 role 6", "raise 1 role 8",
                            "raise 7 role 1", "raise 7 role 2", "save up up down", "exit 0"));
}

TEST(MainStop, WaitsForARunningCommand) {
    MainBench bench({.parameters = {{"failover_command", "x"}}});
    bench.command_takes["failover_command"] = 5s;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.request({NodeOperation::down, {BackendId{2}}, false, 15, {}});
    bench.run_for(1s);
    bench.signal(Signal::interrupt);
    bench.run_for(3s);
    EXPECT_FALSE(bench.exited);
    bench.run_for(2s);
    EXPECT_TRUE(bench.exited);
}

// ---- parameters --------------------------------------------------------------------------------

TEST(Parameters, AreWellFormed) {
    std::vector<std::string_view> names;
    for (const Parameter& parameter : parameters()) {
        EXPECT_THAT(names, Not(Contains(parameter.name)));
        names.push_back(parameter.name);
        EXPECT_LE(parameter.least, parameter.most) << parameter.name;
        EXPECT_FALSE(parameter.effect.empty()) << parameter.name;
        EXPECT_EQ(parameter.choices.empty(), parameter.kind != ParameterKind::words);
        if (parameter.kind == ParameterKind::words) {
            EXPECT_THAT(std::string(parameter.choices), HasSubstr(std::string(parameter.fallback)));
        }
        EXPECT_EQ(parameters()[static_cast<std::size_t>(parameter_index(parameter.name))].name,
                  parameter.name);
    }
}

TEST(Parameters, OfASetupWithoutValuesAreTheFallbacks) {
    failover::Setup setup;
    setup.self = ProxyId{0};
    const Config config = make_config(setup);
    EXPECT_TRUE(config.streaming);
    EXPECT_EQ(config.connect_timeout, 10s);
    EXPECT_EQ(config.sr_check_period, 10s);
    EXPECT_EQ(config.health_check_period, 0s);
    EXPECT_EQ(config.num_init_children, 32);
    EXPECT_FALSE(config.use_watchdog);  // a lone proxy has nobody to watch
}

TEST(Parameters, CommandLinesTravelAsThreeArguments) {
    const CommandLine line{17, 2, -1, 0, -1, 1};
    const MessageArguments packed = command_arguments(line);
    EXPECT_EQ(packed[0], 17 | (2 << 16));
    EXPECT_EQ(packed[1], 0xffff);
    EXPECT_EQ(packed[2], 0xffff | (1 << 16));
}

}  // namespace
}  // namespace failover::interlock::test
