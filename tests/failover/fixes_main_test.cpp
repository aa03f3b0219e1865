// The cures for hazards of main: each does what its hazard's own test shows not to be done
// (semantics-3.6 §14, §15 item 9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/failover/main_bench.hpp"

namespace failover::interlock::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

BenchSetup cured(std::map<std::string, std::string> parameters) {
    BenchSetup setup{.parameters = std::move(parameters)};
    setup.parameters["failover_command"] = "x";
    return setup;
}

NodeRequest down(std::vector<BackendId> nodes, bool switch_over = false) {
    return {NodeOperation::down, std::move(nodes), switch_over, 15, {}};
}

int count(const std::vector<std::string>& lines, const std::string& part) {
    int found = 0;
    for (const std::string& line : lines) found += line.find(part) != std::string::npos ? 1 : 0;
    return found;
}

/// The view of a leader in a bench's status_reply: all three up.
void leader_says(MainBench& bench, std::int32_t primary, std::vector<std::int64_t> statuses) {
    bench.watchdog_state = WatchdogState::standby;
    bench.status_reply.words = {static_cast<std::int32_t>(IpcResult::ok), primary, 1, 3};
    bench.status_reply.blob = std::move(statuses);
}

MainBench standby_with(std::map<std::string, std::string> parameters, std::int32_t primary,
                       std::vector<std::int64_t> statuses) {
    MainBench bench({.parameters = std::move(parameters)});
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.run_for(1s);
    leader_says(bench, primary, std::move(statuses));
    bench.shared.watchdog_state_changed.raise({});
    bench.signal(Signal::usr1);
    bench.run_for(500ms);
    return bench;
}

TEST(FixH1, ACommandRunsForTheNodesOfItsOwnRequestAlone) {
    MainBench bench(cured({{"fix_h1", "on"}}));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.lines();
    bench.request(down({BackendId{2}}));
    bench.request(down({BackendId{1}}));
    bench.run_for(5s);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "run failover_command d=2"), 1);
    EXPECT_EQ(count(lines, "run failover_command d=1"), 1);
}

TEST(FixH3, ABackendWhoseQueryFailsIsPassedOver) {
    for (const bool fixed : {false, true}) {
        MainBench bench(cured({{"fix_h3", fixed ? "on" : "off"}}));
        bench.serve(StatusFile{{"up", "up", "up"}});
        bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::failing,
                           DatabaseAnswer::primary};
        bench.request(down({BackendId{0}}));
        bench.run_for(3s);
        EXPECT_EQ(bench.shared.primary_node, BackendId{fixed ? 2 : 1});
    }
}

TEST(FixH5, APrimaryThatIsNotTheFirstOfASetIsReplacedAllTheSame) {
    for (const bool fixed : {false, true}) {
        MainBench bench(cured({{"fix_h5", fixed ? "on" : "off"}}));
        bench.serve(StatusFile{{"up", "up", "up"}});
        bench.shared.primary_node = BackendId{1};
        bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::refused,
                           DatabaseAnswer::primary};
        bench.lines();
        bench.request(down({BackendId{0}, BackendId{1}}, true));
        bench.run_for(5s);
        EXPECT_EQ(bench.shared.primary_node, BackendId{fixed ? 2 : 1});
        EXPECT_EQ(count(bench.lines(), "Restart all children"), fixed ? 1 : 0);
    }
}

TEST(FixH13, TheFollowLockIsHeldUntilTheFollowChildHasEnded) {
    MainBench bench(cured({{"fix_h13", "on"}, {"follow_master_command", "x"}}));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::primary, DatabaseAnswer::standby};
    bench.request(down({BackendId{0}}));
    bench.run_for(3s);
    const auto lines = bench.lines();
    EXPECT_EQ(count(lines, "fork 10"), 1);
    EXPECT_EQ(count(lines, "ipc release follow_master"), 0);
    bench.child_ended(bench.main.memory().living.back(), 0);
    bench.run_for(100ms);
    EXPECT_THAT(bench.lines(), Contains("ipc release follow_master 15"));
}

TEST(FixH14, ARequestThatCameWhileStartingIsDoneRightAfter) {
    MainBench bench({.parameters = {{"fix_h14", "on"}}});
    bench.start(StatusFile{{"up", "up", "up"}}, false);
    bench.shared.watchdog_state_changed.raise({});
    bench.request(down({BackendId{2}}));
    bench.run_for(20s);
    EXPECT_TRUE(bench.shared.requests.empty());
    EXPECT_EQ(bench.shared.status[2], Status::down);
}

TEST(FixH15, ASyncThatComesInsideAFailoverWaitsForItsEnd) {
    for (const bool fixed : {false, true}) {
        MainBench bench(cured({{"fix_h15", fixed ? "on" : "off"}}));
        bench.serve(StatusFile{{"up", "up", "up"}});
        bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::standby,
                           DatabaseAnswer::standby};
        bench.request(down({BackendId{0}}));
        bench.run_for(2s);
        bench.lines();
        leader_says(bench, 2, {3, 2, 2});
        bench.shared.watchdog_state_changed.raise({});
        bench.signal(Signal::usr1);
        bench.run_for(2s);
        EXPECT_EQ(count(bench.lines(), "ipc status_data"), fixed ? 0 : 1);
        bench.databases[1] = DatabaseAnswer::primary;
        bench.run_for(3s);
        EXPECT_EQ(count(bench.lines(), "ipc status_data"), fixed ? 1 : 0);
        EXPECT_EQ(bench.shared.primary_node, BackendId{fixed ? 2 : 1}) << "the later one stays";
    }
}

TEST(FixH19, AStandbyStaysUpAndIsFollowedAllTheSame) {
    MainBench bench(cured({{"fix_h19", "on"}, {"follow_master_command", "x"}}));
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::primary, DatabaseAnswer::standby};
    bench.lines();
    bench.request(down({BackendId{0}}));
    bench.run_for(3s);
    EXPECT_EQ(count(bench.lines(), "fork 10"), 1);
    EXPECT_EQ(bench.shared.status[2], Status::up);
    EXPECT_EQ(bench.shared.status[0], Status::down);
}

TEST(FixR25, ALeaderWithoutPrimaryIsNotBelievedWhileItHoldsOursUp) {
    EXPECT_EQ(standby_with({{"fix_r25", "on"}}, -1, {2, 2, 2}).shared.primary_node, BackendId{0});
    EXPECT_EQ(standby_with({{"fix_r25", "on"}}, -1, {3, 2, 2}).shared.primary_node, no_backend);
    EXPECT_EQ(standby_with({{"fix_r25", "on"}}, 1, {2, 2, 2}).shared.primary_node, BackendId{1});
    EXPECT_EQ(standby_with({}, -1, {2, 2, 2}).shared.primary_node, no_backend);
}

TEST(FixR26, ALeaderThatHasNotSearchedYetIsNotBelieved) {
    EXPECT_EQ(standby_with({{"fix_r26", "on"}}, -2, {2, 2, 2}).shared.primary_node, BackendId{0});
    EXPECT_EQ(standby_with({}, -2, {2, 2, 2}).shared.primary_node, backend_not_searched);
}

TEST(FixR38, WithNoPrimaryKnownTheFailureOfAStandbySearchesOne) {
    for (const bool fixed : {false, true}) {
        MainBench bench(cured({{"fix_r38", fixed ? "on" : "off"}}));
        bench.serve(StatusFile{{"up", "up", "up"}});
        bench.shared.primary_node = no_backend;
        bench.request(down({BackendId{2}}));
        bench.run_for(3s);
        EXPECT_EQ(bench.shared.primary_node, fixed ? BackendId{0} : no_backend);
    }
}

TEST(FixR43, ASearchEndsByTheClockHoweverLongASilentBackendIsTried) {
    for (const bool fixed : {false, true}) {
        MainBench bench(cured({{"fix_r43", fixed ? "on" : "off"},
                               {"search_primary_node_timeout", "5"},
                               {"health_check_period", "0"}}));
        bench.serve(StatusFile{{"up", "up", "up"}});
        bench.databases = {DatabaseAnswer::refused, DatabaseAnswer::silent, DatabaseAnswer::silent};
        bench.request(down({BackendId{0}}));
        bench.run_for(8s);
        EXPECT_EQ(bench.shared.switching, !fixed);
    }
}

}  // namespace
}  // namespace failover::interlock::test
