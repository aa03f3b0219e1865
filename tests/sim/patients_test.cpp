// A bug in the patient must not kill the hospital: what becomes of logics with a fault.
#include "tests/sim/patients.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/checks/judge.hpp"
#include "sim/simrun/step_alarm.hpp"
#include "sim/world/run.hpp"
#include "tests/sim/players.hpp"

namespace {

using sim::facts::HostId;
using sim::facts::Limit;
using toys::Fault;
using namespace std::chrono_literals;

template <Fault fault>
sim::world::Run play(const sim::world::RunOptions& options = {}) {
    return sim::world::run(toys::two_players(),
                           sim::world::logic_entry<toys::Patient<fault>>("patient", "has a fault"),
                           options);
}

sim::checks::Verdict judged(const sim::world::Run& run) {
    sim::checks::Ran ran;
    ran.records = run.records;
    ran.serving = run.serving;
    ran.end = run.end;
    ran.as_expected = run.as_expected;
    return judge(toys::two_players(), toys::Patient<Fault::echoes>::catalogue(), ran);
}

TEST(APatient, ThatAnswersEveryMessageIsALivelockAndTheLoopIsNamed) {
    const auto run = play<Fault::echoes>();
    const auto verdict = judged(run);
    ASSERT_TRUE(verdict.limit);
    EXPECT_EQ(verdict.limit->limit, Limit::messages_in_a_row);
    EXPECT_TRUE(verdict.limit->repeats);
    ASSERT_EQ(verdict.limit->loop.size(), 2U);  // there and back
    EXPECT_EQ(verdict.limit->loop[0].from, verdict.limit->loop[1].to);
    EXPECT_EQ(verdict.limit->loop[0].kind, 1);
    EXPECT_EQ(verdict.exit_code(), 5);
    EXPECT_LT(run.events, 10'000U);
}

TEST(APatient, WhoseTimerHasNoSpanIsALivelockOfItsOwn) {
    const auto run = play<Fault::spins>();
    const auto verdict = judged(run);
    ASSERT_TRUE(verdict.limit);
    EXPECT_EQ(verdict.limit->limit, Limit::messages_in_a_row);
    ASSERT_EQ(verdict.limit->loop.size(), 1U);
    EXPECT_TRUE(verdict.limit->loop[0].timer);
    EXPECT_EQ(verdict.limit->loop[0].from, HostId{0});
    EXPECT_LT(run.events, 10'000U);
}

TEST(APatient, ThatAssertsLosesThatProcessAndTheVerdictSaysSo) {
    const auto run = play<Fault::asserts>();
    EXPECT_FALSE(run.limit);
    const auto verdict = judged(run);
    ASSERT_EQ(verdict.violations.size(), 1U);
    EXPECT_EQ(verdict.violations[0].oracle, "logic_assert");
    EXPECT_EQ(verdict.violations[0].subject.proxy, failover::ProxyId{0});
    EXPECT_EQ(verdict.exit_code(), 1);
    EXPECT_GT(run.end - run.serving, 19s);  // the run went on to its end
}

TEST(APatientDeathTest, ThatDoesNotComeBackEndsTheProgramWithScenarioSeedAndEvent) {
    const auto loop = [] {
        sim::world::StepWatch watch;
        const sim::simrun::StepAlarm alarm(watch, "  scenario   it\n  seed       7\n", 50ms);
        sim::world::RunOptions options;
        options.step_watch = &watch;
        (void)play<Fault::loops>(options);
    };
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(loop(), testing::ExitedWithCode(70),
                "does not come back from a step\n  scenario   it\n  seed       7\n"
                "  event      [1-9]");
}

}  // namespace
