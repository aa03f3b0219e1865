#include "sim/checks/measures.hpp"

#include <gtest/gtest.h>

#include "tests/sim/checks/stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;

Measures measured(const Stage& stage, engine::Duration end = 100s) {
    return measure(stage.story, stage.verdict(end), stage.records, engine::TrueTime{end.count()});
}

/// A step whose one action is `verb` about node103.
void give_action(Stage& stage, scenario::Verb verb) {
    scenario::Action action;
    action.verb = verb;
    action.node =
        scenario::Target{scenario::Target::Kind::named, scenario::Target::Of::database, 2};
    stage.story.steps.emplace_back().actions.push_back(action);
}

TEST(Measures, AClusterThatIsWellHasNothingToTell) {
    Stage stage;
    stage.well();
    const Measures measures = measured(stage);
    EXPECT_TRUE(measures.wrong.empty());
    EXPECT_EQ(measures.longest(), nullptr);
    EXPECT_EQ(measures.wrong_in_all(), 0s);
    EXPECT_FALSE(measures.operator_needed);
}

TEST(Measures, ABeliefIsWrongFromTheChangeOfEitherToTheChangeOfEither) {
    Stage stage;
    stage.well().at(10s).add(Kind::database_state, {2, stopped});
    stage.at(14s).believes_down();
    stage.at(15s).add(Kind::believed_status, {1, 2, down, up});
    const Measures measures = measured(stage);
    ASSERT_EQ(measures.wrong.size(), 2U);
    EXPECT_EQ(measures.wrong[0].what, WrongBelief::What::up_though_dead);
    EXPECT_EQ(measures.wrong[0].proxy, failover::ProxyId{0});
    EXPECT_EQ(measures.wrong[0].span(), 4s);
    EXPECT_EQ(measures.longest()->proxy, failover::ProxyId{1});
    EXPECT_EQ(measures.longest()->span(), 5s);
    EXPECT_EQ(measures.wrong_in_all(), 9s);
    EXPECT_FALSE(measures.operator_needed) << "the proxies noticed by themselves";
}

TEST(Measures, FactsOfOneInstantBelongTogether) {
    Stage stage;
    stage.well().at(10s).add(Kind::database_state, {2, stopped});
    stage.believes_down(0).believes_down(1);
    EXPECT_TRUE(measured(stage).wrong.empty());
}

TEST(Measures, AProxyThatDoesNotServeBelievesNothing) {
    Stage stage;
    stage.well().at(10s).add(Kind::serves, {0, 0}).believes_down();
    EXPECT_TRUE(measured(stage).wrong.empty());
    stage.at(40s).add(Kind::serves, {0, 1});
    const Measures measures = measured(stage);
    ASSERT_EQ(measures.wrong.size(), 1U);
    EXPECT_EQ(measures.wrong[0].span(), 60s);
    EXPECT_TRUE(measures.wrong[0].open) << "nobody put it right";
}

TEST(Measures, WhatIsStuckNeedsAnOperator) {
    Stage stage;
    stage.story.settle = false;
    stage.well().at(10s).believes_down();
    EXPECT_FALSE(measured(stage, 20s).operator_needed) << "within the grace";
    EXPECT_TRUE(measured(stage, 100s).operator_needed);
}

TEST(Measures, WhatIsStillWrongWhenAllHasSettledNeedsAnOperator) {
    Stage stage;
    stage.well().at(10s).add(Kind::database_state, {2, stopped});
    EXPECT_TRUE(measured(stage).operator_needed) << "nobody has noticed";
    stage.story.settle = false;
    EXPECT_FALSE(measured(stage).operator_needed) << "the run may just have ended too early";
}

TEST(Measures, WhatEndsAfterAPcpCommandAboutTheDatabaseEndedByHand) {
    const auto ended = [](scenario::Verb verb) {
        Stage stage;
        give_action(stage, verb);
        stage.well().at(10s).believes_down();
        stage.at(12s).add(Kind::action_began, {0, 0, 2});
        stage.at(13s).add(Kind::believed_status, {0, 2, up, down});
        return measured(stage);
    };
    ASSERT_EQ(ended(scenario::Verb::pcp_attach_node).wrong.size(), 1U);
    EXPECT_TRUE(ended(scenario::Verb::pcp_attach_node).wrong[0].by_hand);
    EXPECT_TRUE(ended(scenario::Verb::pcp_attach_node).operator_needed);
    EXPECT_FALSE(ended(scenario::Verb::pcp_node_info).operator_needed) << "a look changes nothing";
}

TEST(Measures, APcpCommandBeforeTheBeliefWentWrongIsNoHelp) {
    Stage stage;
    give_action(stage, scenario::Verb::pcp_detach_node);
    stage.well().at(10s).add(Kind::action_began, {0, 0, 2});
    stage.at(11s).believes_down();
    stage.at(13s).add(Kind::believed_status, {0, 2, up, down});
    const Measures measures = measured(stage);
    ASSERT_EQ(measures.wrong.size(), 1U);
    EXPECT_FALSE(measures.wrong[0].by_hand);
}

TEST(Measures, CutSessionsCount) {
    Stage stage;
    stage.well().at(10s).add(Kind::session, {0, 1, 0, 2});
    stage.add(Kind::session, {1, 1, 0, 2}).add(Kind::session, {1, 2, 0, 3});
    EXPECT_EQ(measured(stage).sessions_cut, 2U);
}

}  // namespace
}  // namespace sim::checks
