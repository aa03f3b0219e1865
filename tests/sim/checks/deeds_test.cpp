// Oracles of what is done: each has a run that violates it and a neighbour that does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/checks/cluster_stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

void hold_down(Stage& stage, int database) {
    for (int proxy = 0; proxy < 2; ++proxy) stage.believes_down(proxy, database);
}

/// failover_command for a node at a proxy.
void run(Stage& stage, int proxy, int database) {
    stage.add(Kind::command_run, {failover_command | database << 16, 0, 0, proxy});
}

// ---- needless_failover -------------------------------------------------------------------------

TEST(NeedlessFailover, ADatabaseThatIsWellGoesDown) {
    Stage stage = cluster();
    stage.at(50s);
    hold_down(stage, 0);
    EXPECT_THAT(found(stage, 60s), ElementsAre("needless_failover")) << "once for both proxies";
}

TEST(NeedlessFailover, OneThatWasJustRestartedWasNotWell) {
    Stage stage = cluster();
    stage.at(45s).add(Kind::database_state, {0, stopped}).add(Kind::database_state, {0, running});
    stage.at(50s);
    hold_down(stage, 0);
    EXPECT_THAT(found(stage, 60s), IsEmpty());
}

TEST(NeedlessFailover, WhatAnOperatorAskedForIsNot) {
    Stage stage = cluster();
    stage.at(50s);
    hold_down(stage, 2);
    stage.at(51s).add(Kind::operator_wants, {2, 0, 0});
    EXPECT_THAT(found(stage, 60s), IsEmpty());
}

TEST(NeedlessFailover, WhatNobodyCanReachIsNot) {
    Stage stage = cluster();
    stage.at(49s).add(Kind::link, {0, 2, every_plane, 0}).add(Kind::link, {1, 2, every_plane, 0});
    stage.at(50s);
    hold_down(stage, 2);
    EXPECT_THAT(found(stage, 60s), IsEmpty());
}

// ---- double_failover ---------------------------------------------------------------------------

TEST(DoubleFailover, ACommandThatRunsTwiceForOneFailure) {
    Stage stage = cluster();
    hold_down(stage, 2);
    run(stage.at(1s), 0, 2);
    EXPECT_THAT(found(stage, 5s), IsEmpty());
    run(stage.at(2s), 1, 2);
    EXPECT_THAT(found(stage, 5s), ElementsAre("double_failover"));
}

TEST(DoubleFailover, ASecondFailureAfterAnAttachHasACommandOfItsOwn) {
    Stage stage = cluster();
    hold_down(stage, 2);
    run(stage.at(1s), 0, 2);
    stage.at(2s).add(Kind::believed_status, {0, 2, 1, down});
    stage.at(3s).believes_down(0, 2);
    run(stage.at(4s), 0, 2);
    EXPECT_THAT(found(stage, 5s), IsEmpty());
}

TEST(DoubleFailover, ACommandForWhatItsProxyHoldsUp) {
    Stage stage = cluster();
    run(stage.at(1s), 0, 2);
    EXPECT_THAT(found(stage, 5s), ElementsAre("double_failover"));
}

// ---- session_loss ------------------------------------------------------------------------------

constexpr int cut = static_cast<int>(facts::SessionEvent::cut);

TEST(SessionLoss, ASessionThatIsCutThoughAllIsWell) {
    Stage stage = cluster();
    stage.at(50s).add(Kind::session, {0, 1, 0, cut, 3});
    EXPECT_THAT(found(stage), ElementsAre("session_loss"));
}

TEST(SessionLoss, OneThatReadsFromWhatWentDownHasToEnd) {
    Stage stage = cluster();
    stage.at(50s);
    hold_down(stage, 2);
    stage.add(Kind::session, {0, 1, 0, cut, 3}).add(Kind::operator_wants, {2, 0, 0});
    EXPECT_THAT(found(stage), IsEmpty());
    stage.add(Kind::session, {0, 2, 0, cut, 2});
    EXPECT_THAT(found(stage), ElementsAre("session_loss")) << "its neighbour has not";
}

TEST(SessionLoss, AStopOfTheProxyExplainsIt) {
    Stage stage = cluster();
    stage.at(50s).add(Kind::session, {0, 1, 0, cut, 3}).at(51s).add(Kind::serves, {0, 0});
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(SessionLoss, ADatabaseThatJustDiedExplainsIt) {
    Stage stage = cluster();
    stage.at(50s).add(Kind::database_state, {1, stopped}).add(Kind::session, {0, 1, 0, cut, 3});
    EXPECT_THAT(found(stage, 51s), IsEmpty());
}

// ---- pcp_lies ----------------------------------------------------------------------------------

TEST(PcpLies, ADetachThatWasToldAndNeverDone) {
    Stage stage = cluster();
    stage.at(10s).add(Kind::operator_wants, {2, 0, 1});
    EXPECT_THAT(found(stage), ElementsAre("pcp_lies"));
    EXPECT_THAT(found(stage, 10s + grace), IsEmpty()) << "it has some time";
}

TEST(PcpLies, WhatIsDoneInTimeIsNone) {
    Stage stage = cluster();
    stage.at(10s).add(Kind::operator_wants, {2, 0, 1}).at(12s);
    hold_down(stage, 2);
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(PcpLies, ALaterOrderTakesItsPlace) {
    Stage stage = cluster();
    stage.at(10s).add(Kind::operator_wants, {2, 0, 1}).add(Kind::operator_wants, {2, 1, 0});
    EXPECT_THAT(found(stage), Not(Contains("pcp_lies")));
}

}  // namespace
}  // namespace sim::checks
