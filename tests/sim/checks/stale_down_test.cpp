#include "sim/checks/stale_down.hpp"

#include <gtest/gtest.h>

#include "tests/sim/checks/stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;

/// The defect itself: node103 runs and streams, the proxy holds it down, nothing is pending.
Stage stale() {
    Stage stage;
    stage.well().at(10s).believes_down();
    return stage;
}

std::size_t violations(const Stage& stage, engine::Duration end = 100s) {
    return stage.verdict(end).violations.size();
}

TEST(StaleDown, AHealthyDatabaseHeldDownBeyondTheGraceViolates) {
    const Verdict verdict = stale().verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    const Violation& violation = verdict.violations[0];
    EXPECT_EQ(violation.oracle, "stale_down");
    EXPECT_EQ(violation.subject.database, facts::DatabaseId{2});
    EXPECT_EQ(violation.subject.proxy, failover::ProxyId{0});
    EXPECT_EQ(violation.since, engine::TrueTime{engine::Duration{10s}.count()});
    EXPECT_EQ(violation.at, engine::TrueTime{engine::Duration{10s + grace}.count()});
    EXPECT_FALSE(violation.ended);
    EXPECT_EQ(verdict.exit_code(), 1);
}

TEST(StaleDown, TheGraceFollowsFromTheConfiguration) {
    const Verdict verdict = stale().verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    ASSERT_TRUE(verdict.violations[0].grace);
    EXPECT_EQ(verdict.violations[0].grace->total(), grace);
    EXPECT_EQ(violations(stale(), 10s + grace - 1ms), 0U) << "not before it is over";
    EXPECT_EQ(violations(stale(), 10s + grace), 1U);
}

TEST(StaleDown, EvidenceNamesTheRecordsThatItRestsOn) {
    const Stage stage = stale();
    const Verdict verdict = stage.verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    for (const Evidence& evidence : verdict.violations[0].evidence) {
        if (evidence.finding != Finding::believed_down) continue;
        EXPECT_EQ(evidence.record, stage.records.back().number);
        return;
    }
    FAIL() << "nothing about the belief";
}

TEST(StaleDown, ThePrimaryCountsAsHealthyWithoutStreaming) {
    Stage stage;
    stage.well().at(10s).believes_down(1, 0);
    EXPECT_EQ(violations(stage), 1U);
}

TEST(StaleDown, BothProxiesAreJudgedEachByItself) {
    Stage stage = stale();
    stage.at(20s).believes_down(1, 2);
    EXPECT_EQ(violations(stage), 2U);
}

// ---- near misses: each guard by itself
// -----------------------------------------------------------

TEST(StaleDown, AStoppedDatabaseIsRightlyHeldDown) {
    Stage stage = stale();
    stage.at(11s).add(Kind::database_state, {2, stopped});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, AStandbyThatRunsWithoutStreamingIsNotHealthy) {
    Stage stage = stale();
    stage.at(11s).add(Kind::streaming, {2, 0, 0});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, ABeliefThatWaitsForAConnectionIsNotDown) {
    Stage stage = stale();
    stage.at(20s).add(Kind::believed_status, {0, 2, 1, down});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, AProxyThatDoesNotServeBelievesNothing) {
    Stage stage = stale();
    stage.at(11s).add(Kind::serves, {0, 0});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, ServingAgainBeginsAnewGrace) {
    Stage stage = stale();
    stage.at(30s).add(Kind::serves, {0, 0});
    stage.at(31s).add(Kind::serves, {0, 1});
    EXPECT_EQ(violations(stage, 31s + grace - 1ms), 0U);
    EXPECT_EQ(violations(stage, 31s + grace), 1U);
}

TEST(StaleDown, SomethingPendingInsideTheProxyExcusesIt) {
    Stage stage = stale();
    stage.at(11s).add(Kind::pending_change, {0, 2, request});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, WhatIsPendingForAnotherDatabaseDoesNot) {
    Stage stage = stale();
    stage.at(11s).add(Kind::pending_change, {0, 1, request});
    EXPECT_EQ(violations(stage), 1U);
}

TEST(StaleDown, SomethingOnTheWayExcusesItUntilItHasArrived) {
    Stage stage = stale();
    stage.at(11s).add(Kind::on_the_way, {0, 2, 1});
    EXPECT_EQ(violations(stage), 0U);
    stage.at(60s).add(Kind::on_the_way, {0, 2, 0});
    const Verdict verdict = stage.verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    EXPECT_EQ(verdict.violations[0].at, engine::TrueTime{engine::Duration{60s}.count()});
}

TEST(StaleDown, WhatIsHandedOnWithinOneInstantIsPendingAllTheTime) {
    Stage stage = stale();
    stage.at(11s).add(Kind::on_the_way, {0, 2, 1});
    stage.at(60s).add(Kind::on_the_way, {0, 2, 0});
    stage.add(Kind::pending_change, {0, 2, request});
    stage.at(61s).add(Kind::believed_status, {0, 2, up, down});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, APoweredOffProxyHostIsAFaultThatIsOpen) {
    Stage stage = stale();
    stage.at(11s).add(Kind::host_power, {0, 0});
    EXPECT_EQ(violations(stage), 0U);
    stage.at(50s).add(Kind::host_power, {0, 1});
    EXPECT_EQ(violations(stage), 1U);
}

TEST(StaleDown, AProxyThatStandsStillIsAFaultUntilItGoesOn) {
    Stage stage = stale();
    stage.at(11s).add(Kind::host_pause, {0, 1});
    EXPECT_EQ(violations(stage), 0U);
    stage.at(50s).add(Kind::host_pause, {0, 0});
    EXPECT_EQ(violations(stage), 1U);
    constexpr int every_role = 255;
    Stage stopped = stale();
    stopped.at(11s).add(Kind::process_pause, {0, every_role, 1});
    EXPECT_EQ(violations(stopped), 0U);
    stopped.at(50s).add(Kind::process_pause, {0, every_role, 0});
    EXPECT_EQ(violations(stopped), 1U);
}

TEST(StaleDown, ACutBetweenTheTwoExcusesInEitherDirection) {
    for (const bool forward : {true, false}) {
        Stage stage = stale();
        stage.at(11s).add(Kind::link, {forward ? 0 : 2, forward ? 2 : 0, every_plane, 0});
        EXPECT_EQ(violations(stage), 0U) << forward;
    }
}

TEST(StaleDown, ACutElsewhereDoesNotExcuse) {
    Stage stage = stale();
    stage.at(11s).add(Kind::link, {0, 1, every_plane, 0});
    EXPECT_EQ(violations(stage), 1U);
}

TEST(StaleDown, OpeningAllPlanesEndsTheCutOfOne) {
    Stage stage = stale();
    stage.at(11s).add(Kind::link, {0, 2, 3, 0});
    stage.at(20s).add(Kind::link, {0, 2, every_plane, 1});
    EXPECT_EQ(violations(stage), 1U);
}

TEST(StaleDown, AProxyWhoseMainIsGoneIsBrokenNotStale) {
    Stage stage = stale();
    stage.at(11s).add(Kind::proxy_process, {0, 0, 100, 0, 9});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, TheDeathOfAnotherProcessDoesNotExcuse) {
    Stage stage = stale();
    stage.at(11s).add(Kind::proxy_process, {0, 5, 120, 0, 256});
    EXPECT_EQ(violations(stage), 1U);
}

TEST(StaleDown, ABeliefCorrectedInTimeIsFine) {
    Stage stage = stale();
    stage.at(10s + grace - 1ms).add(Kind::believed_status, {0, 2, up, down});
    EXPECT_EQ(violations(stage), 0U);
}

TEST(StaleDown, AViolationThatIsMendedHasAnEnd) {
    Stage stage = stale();
    stage.at(60s).add(Kind::believed_status, {0, 2, up, down});
    stage.at(61s).add(Kind::believed_leader, {0, 0});
    const Verdict verdict = stage.verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    ASSERT_TRUE(verdict.violations[0].ended);
    EXPECT_EQ(*verdict.violations[0].ended, engine::TrueTime{engine::Duration{60s}.count()});
}

TEST(StaleDown, MessagesAreNotLookedAt) {
    Stage stage = stale();
    // A log line is written with the time at which it leaves, after what happens next.
    stage.at(200s).add(Kind::log_line, {0, 100, 1, 0, 0});
    stage.at(20s).add(Kind::believed_status, {0, 2, up, down});
    EXPECT_EQ(violations(stage, 300s), 0U);
}

}  // namespace
}  // namespace sim::checks
