#include "sim/checks/judge.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/checks/expectations.hpp"
#include "tests/sim/checks/stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;

Stage stale() {
    Stage stage;
    stage.well().at(10s).believes_down();
    return stage;
}

/// A story of one step with one action, one observation and one expected table.
Stage with_step() {
    Stage stage;
    scenario::Step step;
    scenario::Action action;
    action.verb = scenario::Verb::pcp_attach_node;
    action.exit_status = 0;
    action.answer = scenario::ExpectedAnswer{};
    step.actions = {action};
    step.observations.emplace_back();
    scenario::Look look;
    look.expected = scenario::Table{};
    look.expected->columns = {0, 3};
    look.expected->rows = {{2, up}};
    look.expected->partial = true;
    step.looks = {look};
    stage.story.steps = {step};
    return stage;
}

void pool_row(Stage& stage, int id, int status) {
    stage.add(Kind::pool_nodes_row, {id | status << 8, 0, 0, 0, 333'333});
}

TEST(Judge, ARunWithoutNewsIsAsExpected) {
    Stage stage;
    const Verdict verdict = stage.well().verdict(100s);
    EXPECT_EQ(verdict.ending, Ending::as_expected);
    EXPECT_EQ(verdict.exit_code(), 0);
}

TEST(Judge, AnAnnouncedViolationIsAsExpected) {
    Stage stage = stale();
    stage.story.outcome = "stale_down";
    const Verdict verdict = stage.verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    EXPECT_TRUE(verdict.violations[0].expected);
    EXPECT_EQ(verdict.exit_code(), 0);
}

TEST(Judge, AnAnnouncedViolationThatDoesNotOccurIsExitCode3) {
    Stage stage;
    stage.well().story.outcome = "stale_down";
    const Verdict verdict = stage.verdict(100s);
    EXPECT_EQ(verdict.missing_outcome, "stale_down");
    EXPECT_EQ(verdict.exit_code(), 3);
}

TEST(Judge, NothingIsMissedInARunThatSomebodyCutShort) {
    Stage stage;
    stage.well().story.outcome = "stale_down";
    Ran run = stage.ran(5s);
    run.cut_short = true;
    run.as_expected = false;
    EXPECT_EQ(judge(stage.story, catalogue(), run).exit_code(), 0);
}

TEST(Judge, AWaivedViolationDoesNotFailAndANeedlessWaiverIsReported) {
    Stage stage = stale();
    stage.story.waivers = {{"stale_down", "documented", {}}, {"logic_assert", "why?", {}}};
    const Verdict verdict = stage.verdict(100s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    EXPECT_TRUE(verdict.violations[0].waived);
    EXPECT_EQ(verdict.unneeded_waivers, std::vector<std::uint32_t>{1});
    EXPECT_EQ(verdict.exit_code(), 0);
}

TEST(Judge, AnUnaskedPinIsReportedByItsPlaceInTheFile) {
    Stage stage;
    stage.well();
    scenario::PinSpec asked;
    asked.pin.key = 7;
    scenario::PinSpec unasked;
    unasked.pin.key = 8;
    stage.story.pins = {asked, unasked};
    const std::vector<engine::Pin> left{unasked.pin};
    Ran run = stage.ran(100s);
    run.unasked = left;
    EXPECT_EQ(judge(stage.story, catalogue(), run).unasked_pins, std::vector<std::uint32_t>{1});
}

TEST(Judge, AnImpossiblePinIsExitCode2WhateverElseHappened) {
    Stage stage = stale();
    Ran run = stage.ran(100s);
    run.impossible.key = 9;
    run.limit = facts::Limit::events;
    EXPECT_EQ(judge(stage.story, catalogue(), run).exit_code(), 2);
}

TEST(Judge, ALimitIsExitCode5AlsoWhenOnlyARecordTells) {
    Stage stage = stale();
    stage.at(20s).add(Kind::limit_hit, {1});
    const Verdict verdict = stage.verdict(100s);
    ASSERT_TRUE(verdict.limit);
    EXPECT_EQ(verdict.limit->limit, facts::Limit::events_at_one_instant);
    EXPECT_EQ(verdict.exit_code(), 5);
}

TEST(Judge, ADifferingSecondRunIsExitCode4) {
    Stage stage;
    stage.well();
    Ran run = stage.ran(100s);
    run.deterministic = false;
    EXPECT_EQ(judge(stage.story, catalogue(), run).exit_code(), 4);
}

TEST(Judge, AnAssertionOfTheLogicIsAViolationOfItsOwn) {
    Stage stage;
    stage.well().at(3s).add(Kind::logic_failed, {1, 0, 77});
    const Verdict verdict = stage.verdict(10s);
    ASSERT_EQ(verdict.violations.size(), 1U);
    EXPECT_EQ(verdict.violations[0].oracle, "logic_assert");
    EXPECT_EQ(verdict.violations[0].subject.proxy, failover::ProxyId{1});
    EXPECT_EQ(verdict.violations[0].evidence.at(0).number, 77);
    EXPECT_EQ(verdict.exit_code(), 1);
}

TEST(Judge, WhatTheWorldFoundWrongIsNeverLost) {
    Stage stage;
    stage.well();
    Ran run = stage.ran(10s);
    run.as_expected = false;
    const Verdict verdict = judge(stage.story, catalogue(), run);
    ASSERT_EQ(verdict.unmet.size(), 1U);
    EXPECT_EQ(verdict.unmet[0].what, Unmet::What::unknown);
    EXPECT_EQ(verdict.exit_code(), 3);
}

TEST(Expectations, AFailedObservationIsNamedByStepAndIndex) {
    Stage stage = with_step();
    stage.at(5s).add(Kind::observation, {0, 0, 1, 0, 0});
    stage.add(Kind::step_ended, {0, 0});
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 1U) << "the step's own failure is explained by it";
    EXPECT_EQ(unmet[0].what, Unmet::What::observation);
    EXPECT_EQ(unmet[0].step, facts::StepId{0});
}

TEST(Expectations, IndicesTellConditionsOfTheRunAndLogsApart) {
    Stage stage = with_step();
    for (const std::uint32_t index : {first_always, first_never + 1, first_log}) {
        stage.add(Kind::observation, {0, index, 1, 2, 0});
    }
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 3U);
    EXPECT_EQ(unmet[0].what, Unmet::What::always);
    EXPECT_EQ(unmet[0].step, facts::StepId{-1});
    EXPECT_EQ(unmet[1].what, Unmet::What::never);
    EXPECT_EQ(unmet[1].index, 1U);
    EXPECT_EQ(unmet[2].what, Unmet::What::log);
    EXPECT_EQ(unmet[2].seen, 2) << "lines found before the one that is missing";
}

TEST(Expectations, AMetObservationIsNoNews) {
    Stage stage = with_step();
    stage.add(Kind::observation, {0, 0, 0, 0, 0});
    stage.add(Kind::step_ended, {0, 1});
    EXPECT_TRUE(unmet_expectations(stage.story, stage.records).empty());
}

TEST(Expectations, ATableWithAnotherStatusDiffersInThatCell) {
    Stage stage = with_step();
    stage.add(Kind::look, {0, 0, 2});
    pool_row(stage, 1, up);
    pool_row(stage, 2, down);
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 1U);
    ASSERT_TRUE(unmet[0].difference);
    const std::pair<std::uint32_t, std::uint32_t> cell{0, 1};
    EXPECT_EQ(unmet[0].difference->cells, std::vector{cell});
}

TEST(Expectations, APartialTableDoesNotMindOtherRowsButAWholeOneDoes) {
    Stage stage = with_step();
    stage.add(Kind::look, {0, 0, 2});
    pool_row(stage, 1, down);
    pool_row(stage, 2, up);
    EXPECT_TRUE(unmet_expectations(stage.story, stage.records).empty());
    stage.story.steps[0].looks[0].expected->partial = false;
    EXPECT_EQ(unmet_expectations(stage.story, stage.records).size(), 1U);
}

TEST(Expectations, APartialRowThatIsNotThereIsMissed) {
    Stage stage = with_step();
    stage.add(Kind::look, {0, 0, 1});
    pool_row(stage, 1, up);
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 1U);
    EXPECT_TRUE(unmet[0].difference->rows_differ);
}

TEST(Expectations, AnotherAnswerThanExpectedIsUnmet) {
    Stage stage = with_step();
    stage.add(Kind::answer, {0, 0, 0});
    EXPECT_TRUE(unmet_expectations(stage.story, stage.records).empty());
    stage.add(Kind::answer, {0, 0, 42, 2, 3});
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 1U);
    EXPECT_EQ(unmet[0].what, Unmet::What::answer);
    EXPECT_EQ(unmet[0].seen, 42);
}

TEST(Expectations, ATableThatNeverCameIsToldByTheWorldAndOneThatDiffersOnlyOnce) {
    Stage stage = with_step();
    stage.add(Kind::observation, {0, first_look, 1, 0, 0});
    const auto never_came = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(never_came.size(), 1U);
    EXPECT_EQ(never_came[0].seen, nothing_seen);
    stage.add(Kind::look, {0, 0, 1});
    pool_row(stage, 2, down);
    const auto differs = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(differs.size(), 1U);
    EXPECT_TRUE(differs[0].difference);
}

TEST(Expectations, AnotherExitStatusThanExpectedIsUnmet) {
    Stage stage = with_step();
    stage.add(Kind::action_done, {0, 0, 1});
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 1U);
    EXPECT_EQ(unmet[0].what, Unmet::What::exit_status);
}

TEST(Expectations, AStepThatFailedWithAnActionOpenBlamesThatAction) {
    Stage stage = with_step();
    stage.add(Kind::action_began, {0, 0, 2});
    stage.at(600s).add(
        Kind::observation,
        {0, sim::facts::first_late, static_cast<std::int64_t>(sim::facts::Observed::failed)});
    stage.add(Kind::step_ended, {0, 0});
    const auto unmet = unmet_expectations(stage.story, stage.records);
    ASSERT_EQ(unmet.size(), 1U);
    EXPECT_EQ(unmet[0].what, Unmet::What::action);
}

TEST(Oracles, EveryOneHasAnIdAStatementAndAMaker) {
    std::set<std::string_view> seen;
    const Stage stage;
    for (const OracleEntry& oracle : oracles()) {
        EXPECT_TRUE(seen.insert(oracle.id).second) << oracle.id;
        EXPECT_FALSE(oracle.statement.empty());
        EXPECT_FALSE(oracle.guard.empty());
        EXPECT_NE(oracle.make(Surroundings{stage.story, catalogue()}), nullptr);
    }
    EXPECT_EQ(oracle_ids().size(), oracles().size());
}

}  // namespace
}  // namespace sim::checks
