// The oracles about what is written: each has a run that violates it, and a neighbour that does
// not.
#include <gtest/gtest.h>

#include "tests/sim/checks/stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;

/// What one oracle finds; the others may find something, too.
std::vector<Violation> found(const Stage& stage, std::string_view oracle,
                             engine::Duration end = 100s) {
    std::vector<Violation> violations = stage.verdict(end).violations;
    std::erase_if(violations, [&](const Violation& one) { return one.oracle != oracle; });
    return violations;
}
constexpr std::string_view two_primaries = "two_writable_primaries";
constexpr std::string_view lost = "lost_ack";
constexpr std::string_view diverged = "diverged_streaming";

/// node102 becomes a primary beside node101, on the next timeline.
Stage& promote(Stage& stage) {
    return stage.add(Kind::streaming, {1, 0, 0}).add(Kind::database_role, {1, 0, 2});
}

constexpr int database_plane = static_cast<int>(failover::Plane::database);

TEST(TwoWritablePrimaries, AreFoundWhenClientsCanReachBoth) {
    Stage stage;
    promote(stage.well().at(10s));
    const auto violations = found(stage, two_primaries);
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].since, engine::TrueTime{} + 10s);
    EXPECT_EQ(violations[0].evidence.size(), 2U);
    EXPECT_FALSE(violations[0].ended);
    stage.at(20s).add(Kind::database_state, {0, stopped});
    EXPECT_EQ(found(stage, two_primaries)[0].ended, engine::TrueTime{} + 20s);
}

TEST(TwoWritablePrimaries, OneThatStopsAtTheSameInstantIsNone) {
    Stage stage;
    promote(stage.well().at(10s).add(Kind::database_state, {0, stopped}));
    EXPECT_TRUE(found(stage, two_primaries).empty());
}

TEST(TwoWritablePrimaries, OneThatNoProxyReachesTakesNoCommits) {
    Stage stage;
    stage.well();
    // The second proxy stands on node102, the first on node101 does not serve any more.
    stage.at(5s).add(Kind::serves, {0, 0});
    stage.add(Kind::link, {0, 1, database_plane, 0});
    promote(stage.at(10s));
    EXPECT_TRUE(found(stage, two_primaries).empty());
    stage.at(20s).add(Kind::link, {0, 1, 255, 1});
    const auto violations = found(stage, two_primaries);
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].since, engine::TrueTime{} + 20s) << "the link is back";
}

TEST(LostAck, ACommitThatStandbysConfirmedMustBeOnTheNextPrimary) {
    Stage stage;
    stage.well().at(10s).add(Kind::database_state, {0, stopped});
    promote(stage).add(Kind::commits_lost, {2 << 8, 1, 5, 0, 0});
    const auto violations = found(stage, lost);
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].subject.database.value, 1);
    EXPECT_EQ(violations[0].evidence.back().number, 5);
}

TEST(LostAck, WhatWasPromisedToOutliveACrashOnlyMayBeLostWithItsPrimary) {
    Stage stage;
    stage.well().at(10s).add(Kind::database_state, {0, stopped});
    promote(stage).add(Kind::commits_lost, {1 << 8, 1, 5, 0, 0});
    EXPECT_TRUE(found(stage, lost).empty());
}

TEST(LostAck, TheEndDoesNotTellTheSameLossTwice) {
    Stage stage;
    stage.well().at(10s).add(Kind::database_state, {0, stopped});
    promote(stage).add(Kind::commits_lost, {2 << 8, 1, 5, 0, 0});
    stage.at(90s).add(Kind::commits_lost, {2 << 8 | 1 << 16, 1, 5, 0, 0});
    EXPECT_EQ(found(stage, lost).size(), 1U);
}

/// node101 died, node102 is the primary, node103 runs.
Stage& after_a_failover(Stage& stage) {
    stage.well().at(10s).add(Kind::database_state, {0, stopped});
    stage.add(Kind::believed_status, {0, 0, down, up}).add(Kind::believed_status, {1, 0, down, up});
    stage.add(Kind::streaming, {2, 0, 0});
    return promote(stage);
}

TEST(DivergedStreaming, AStandbyThatHasPartedMustNotBeHeldUp) {
    Stage stage;
    after_a_failover(stage).add(Kind::diverged, {2, 1});
    EXPECT_TRUE(found(stage, diverged, 30s).empty()) << "within the grace";
    const auto violations = found(stage, diverged);
    ASSERT_EQ(violations.size(), 2U) << "of both proxies";
    EXPECT_EQ(violations[0].at, engine::TrueTime{} + 10s + grace);
}

TEST(DivergedStreaming, AStandbyThatWaitsForItsPrimaryIsOnNoWrongBranch) {
    Stage stage;
    after_a_failover(stage);
    EXPECT_TRUE(found(stage, diverged).empty());
}

TEST(DivergedStreaming, AStreamFromAServerOnAnOlderTimelineIsFoundAndOneOnTheNewestIsNot) {
    Stage stage;
    after_a_failover(stage).add(Kind::streaming, {2, 1, 1});
    EXPECT_TRUE(found(stage, diverged).empty());
    stage.add(Kind::streaming, {2, 1, 0});
    EXPECT_EQ(found(stage, diverged).size(), 2U);
}

}  // namespace
}  // namespace sim::checks
