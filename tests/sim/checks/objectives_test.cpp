// Recovery time and recovery point, folded from a run that is written record by record.
#include "sim/checks/objectives.hpp"

#include <gtest/gtest.h>

#include "tests/sim/checks/stage.hpp"

namespace sim::checks {
namespace {

using namespace checks_test;

constexpr int promoting = 6;
constexpr int unknown = -1;

engine::Duration part(const Outage& outage, Phase phase) {
    return outage.parts[static_cast<std::size_t>(phase)];
}

/// A load, client 0 of the run, and a step whose one action is `verb`, begun at `at`.
void disturb(Stage& stage, scenario::Verb verb, engine::Duration at) {
    scenario::Action action;
    action.verb = verb;
    stage.story.steps.emplace_back().actions.push_back(action);
    const auto step = static_cast<std::int64_t>(stage.story.steps.size()) - 1;
    stage.at(at).add(Kind::action_began, {step, 0, 0});
}

void give_load(Stage& stage, scenario::Load::Kind kind = scenario::Load::Kind::write) {
    scenario::Load load;
    load.name = "orders";
    load.kind = kind;
    stage.story.loads.push_back(load);
}

/// The load's outage begins or is over; `since`: its last success.
void outage(Stage& stage, bool begins, int database, engine::Duration since) {
    stage.add(Kind::load_outage,
              {0, begins ? 1 : 0, database, since.count() & 0xffffffff, since.count() >> 32});
}

Objectives folded(const Stage& stage) { return objectives_of(stage.story, stage.records); }

TEST(Objectives, WithoutALoadThereIsNothingToMeasure) {
    Stage stage;
    stage.well();
    const Objectives objectives = folded(stage);
    EXPECT_FALSE(objectives.writes);
    EXPECT_EQ(objectives.worst_write(), nullptr);
    EXPECT_EQ(objectives.loss.all(), 0U);
}

TEST(Objectives, RecoveryTimeRunsFromTheFaultToTheFirstSuccessAndIsMadeOfItsParts) {
    Stage stage;
    give_load(stage);
    stage.well();
    disturb(stage, scenario::Verb::kill_database, 10s);
    outage(stage, true, unknown, 9950ms);
    stage.at(14s).add(Kind::pending_change, {0, 0, request});
    stage.at(15s).add(Kind::database_state, {1, promoting});
    stage.at(16s).add(Kind::database_role, {1, 0, 2}).add(Kind::database_state, {1, running});
    stage.at(19s).add(Kind::session, {0, 2, 0, 0});
    stage.at(20s);
    outage(stage, false, 1, 9950ms);
    const Objectives objectives = folded(stage);
    ASSERT_NE(objectives.worst_write(), nullptr);
    const Outage& worst = *objectives.worst_write();
    EXPECT_EQ(worst.span(), 10s);
    EXPECT_EQ(worst.fault.step, 0);
    EXPECT_EQ(part(worst, Phase::detect), 4s);
    EXPECT_EQ(part(worst, Phase::decide), 1s);
    EXPECT_EQ(part(worst, Phase::promote), 1s);
    EXPECT_EQ(part(worst, Phase::restart), 0s);
    EXPECT_EQ(part(worst, Phase::route), 3s);
    EXPECT_EQ(part(worst, Phase::retry), 1s);
}

TEST(Objectives, ASuccessOnAServerThatDoesNotStayThePrimaryEndsNoOutage) {
    Stage stage;
    give_load(stage);
    stage.well();
    disturb(stage, scenario::Verb::pause_database, 10s);
    outage(stage, true, unknown, 9950ms);
    stage.at(15s).add(Kind::database_role, {1, 0, 2}).add(Kind::database_state, {1, running});
    stage.at(20s);
    outage(stage, false, 0, 9950ms);
    EXPECT_FALSE(folded(stage).worst_write()->span()) << "acknowledged by the old primary only";
    stage.at(30s);
    outage(stage, true, unknown, 29s);
    stage.at(31s);
    outage(stage, false, 1, 29s);
    EXPECT_EQ(folded(stage).worst_write()->span(), 21s);
}

TEST(Objectives, AnOutageIsDueToTheFirstFaultInItElseToTheOneBefore) {
    Stage stage;
    give_load(stage);
    stage.well();
    disturb(stage, scenario::Verb::cut, 5s);
    disturb(stage, scenario::Verb::psql, 9s);
    stage.at(10s);
    outage(stage, true, unknown, 9950ms);
    stage.at(11s);
    outage(stage, false, 0, 9950ms);
    EXPECT_EQ(folded(stage).worst_write()->fault.at, engine::TrueTime{} + 5s) << "psql only looks";
    disturb(stage, scenario::Verb::kill_database, 20s);
    disturb(stage, scenario::Verb::kill_database, 21s);
    outage(stage, true, unknown, 19s);
    stage.at(40s);
    outage(stage, false, 0, 19s);
    EXPECT_EQ(folded(stage).worst_write()->span(), 20s);
}

TEST(Objectives, AnOutageThatLastsIsWorseThanAnyOther) {
    Stage stage;
    give_load(stage, scenario::Load::Kind::read);
    stage.well();
    disturb(stage, scenario::Verb::kill_database, 10s);
    outage(stage, true, unknown, 9950ms);
    stage.at(90s);
    outage(stage, false, unknown, 9950ms);
    stage.at(95s);
    outage(stage, true, unknown, 94s);
    const Objectives objectives = folded(stage);
    ASSERT_EQ(objectives.read_outages.size(), 2U);
    EXPECT_FALSE(objectives.worst_read()->span());
    EXPECT_EQ(objectives.worst_write(), nullptr);
}

TEST(Objectives, WhatIsLostInTheEndCountsByItsPromise) {
    Stage stage;
    give_load(stage);
    stage.well();
    disturb(stage, scenario::Verb::kill_database, 10s);
    stage.at(15s).add(Kind::database_role, {1, 0, 2});
    const std::int64_t early = std::chrono::nanoseconds{9900ms}.count();
    stage.add(Kind::commits_lost, {1 << 8, 1, 5, early & 0xffffffff, early >> 32});
    stage.at(60s).add(Kind::commits_lost,
                      {1 << 8 | 1 << 16, 1, 3, early & 0xffffffff, early >> 32});
    stage.add(Kind::commits_lost, {2 << 8 | 1 << 16, 1, 2, early & 0xffffffff, early >> 32});
    stage.add(Kind::bytes_lost, {1, 1, 840, 0});
    const Objectives objectives = folded(stage);
    EXPECT_EQ(objectives.loss.count, (std::array<std::uint64_t, 3>{0, 3, 2}));
    EXPECT_EQ(objectives.loss.bytes, 840U);
    EXPECT_EQ(objectives.loss_span, 100ms);
}

}  // namespace
}  // namespace sim::checks
