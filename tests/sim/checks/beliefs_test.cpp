// Oracles of beliefs that stay wrong: each has a run that violates it and a neighbour that does
// not.
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

Stage dies(int database) {
    Stage stage = cluster();
    return stage.at(10s)
        .add(Kind::streaming, {database, 0, 0})
        .add(Kind::database_state, {database, stopped});
}

// ---- stale_up ----------------------------------------------------------------------------------

TEST(StaleUp, ADeadDatabaseThatBothGoOnHoldingUpViolatesTwice) {
    EXPECT_THAT(found(dies(2)), ElementsAre("stale_up", "stale_up"));
    EXPECT_THAT(found(dies(2), 10s + grace + further - 1ms), IsEmpty())
        << "not before the check's time";
}

TEST(StaleUp, ADeathThatIsNoticedInTimeDoesNot) {
    Stage stage = dies(2);
    stage.at(20s).believes_down(0, 2).believes_down(1, 2);
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(StaleUp, WithoutHealthChecksNobodyPromisedToNotice) {
    Stage stage = dies(2);
    for (auto& proxy : stage.story.proxies) proxy.parameters[0] = std::int64_t{0};
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(StaleUp, AnotherDatabaseFoundDownIsTimeWellSpent) {
    Stage stage = dies(2);
    stage.at(30s).add(Kind::streaming, {1, 0, 0}).add(Kind::database_state, {1, stopped});
    stage.believes_down(0, 1).believes_down(1, 1);
    EXPECT_THAT(found(stage, 10s + grace + further + 5s), IsEmpty());
    EXPECT_THAT(found(stage, 30s + grace + further), ElementsAre("stale_up", "stale_up"));
}

// ---- views_disagree ----------------------------------------------------------------------------

TEST(ViewsDisagree, OneHoldsDownWhatTheOtherHoldsUp) {
    Stage stage = cluster();
    stage.add(Kind::operator_wants, {2, 0, 0}).at(10s).believes_down(0, 2);
    EXPECT_THAT(found(stage), ElementsAre("views_disagree"));
    stage.at(20s).believes_down(1, 2);
    EXPECT_THAT(found(stage), IsEmpty()) << "the other one follows in time";
}

TEST(ViewsDisagree, OfWhoIsThePrimaryToo) {
    Stage stage = cluster();
    stage.at(10s).add(Kind::believed_primary, {1, -1});
    EXPECT_THAT(found(stage), ElementsAre("views_disagree"));
}

TEST(ViewsDisagree, WhatIsCutApartCannotAgree) {
    Stage stage = cluster();
    stage.add(Kind::operator_wants, {2, 0, 0}).at(10s).add(Kind::link, {0, 1, every_plane, 0});
    stage.believes_down(0, 2);
    EXPECT_THAT(found(stage), IsEmpty());
}

// ---- primary_is_not_primary --------------------------------------------------------------------

TEST(PrimaryIsNotPrimary, AStandbyThatAProxyNamesAsThePrimary) {
    Stage stage = cluster();
    for (int proxy = 0; proxy < 2; ++proxy) stage.add(Kind::believed_primary, {proxy, 1});
    EXPECT_THAT(found(stage), ElementsAre("primary_is_not_primary", "primary_is_not_primary"));
    stage.at(20s).add(Kind::database_role, {0, 1, 1}).add(Kind::streaming, {0, 1, 1});
    stage.add(Kind::database_role, {1, 0, 2});
    EXPECT_THAT(found(stage), Not(Contains("primary_is_not_primary"))) << "promoted in time";
}

TEST(PrimaryIsNotPrimary, APrimaryThatItsProxyHoldsDown) {
    Stage stage = dies(0);
    for (int proxy = 0; proxy < 2; ++proxy) stage.believes_down(proxy, 0);
    EXPECT_THAT(found(stage), ElementsAre("primary_is_not_primary", "primary_is_not_primary"));
    for (int proxy = 0; proxy < 2; ++proxy) stage.add(Kind::believed_primary, {proxy, -1});
    EXPECT_THAT(found(stage), IsEmpty());
}

// ---- lock_stuck --------------------------------------------------------------------------------

TEST(LockStuck, ALockThatIsHeldForNobody) {
    Stage stage = cluster();
    stage.at(10s).add(Kind::believed_lock, {0, 0, 1});
    EXPECT_THAT(found(stage), ElementsAre("lock_stuck"));
    stage.at(12s).add(Kind::believed_lock, {0, 0, 0});
    EXPECT_THAT(found(stage), IsEmpty());
}

TEST(LockStuck, WhileARequestIsUnderWayALockIsInItsPlace) {
    Stage stage = cluster();
    stage.at(10s).add(Kind::believed_lock, {0, 0, 1}).add(Kind::pending_change, {1, 2, request});
    EXPECT_THAT(found(stage), IsEmpty());
}

// ---- no_failover -------------------------------------------------------------------------------

Stage promoting() {
    Stage stage = dies(0);
    for (auto& proxy : stage.story.proxies) {
        scenario::CommandSpec command;
        command.parameter = failover_command;
        command.takes = {5s, 5s};
        command.does = scenario::CommandSpec::Does::promote_new_master;
        proxy.commands = {command};
    }
    for (int proxy = 0; proxy < 2; ++proxy) {
        stage.believes_down(proxy, 0).add(Kind::believed_primary, {proxy, -1});
    }
    return stage;
}

TEST(NoFailover, NobodyTakesADeadPrimarysPlaceThoughACommandWould) {
    EXPECT_THAT(found(promoting()), ElementsAre("no_failover"));
    EXPECT_THAT(found(promoting(), 10s + grace + further + 5s - 1ms), IsEmpty())
        << "the command has time";
}

TEST(NoFailover, AStandbyThatWasPromotedTakesIt) {
    Stage stage = promoting();
    stage.at(20s).add(Kind::database_role, {1, 0, 2});
    EXPECT_THAT(found(stage), Not(Contains("no_failover")));
}

TEST(NoFailover, WhereNoCommandPromotesNobodyPromisedTo) {
    Stage stage = promoting();
    for (auto& proxy : stage.story.proxies) proxy.commands.clear();
    EXPECT_THAT(found(stage), IsEmpty());
}

}  // namespace
}  // namespace sim::checks
