// The seed's story, as the format's page prints it, loads verbatim.
#include <gtest/gtest.h>

#include "scenario_fixture.hpp"

namespace sim::scenario::tests {

namespace {

using namespace std::chrono_literals;

Scenario seed() {
    const auto parsed = load(SIMRUN_SOURCE_DIR "/tests/sim/files/scenario_seed.toml", catalogues());
    EXPECT_TRUE(parsed.diagnostics.empty()) << render(parsed.diagnostics);
    return parsed.value ? parsed.value->front() : Scenario{};
}

TEST(SeedScenario, HasTheClusterOfThePage) {
    const Scenario s = seed();
    ASSERT_EQ(s.hosts.size(), 3U);
    ASSERT_EQ(s.databases.size(), 3U);
    ASSERT_EQ(s.proxies.size(), 2U);
    EXPECT_EQ(s.seed, 41U);
    EXPECT_EQ(s.outcome, "stale_down");
    EXPECT_EQ(s.date_seconds, 1'691'137'200);
    EXPECT_EQ(s.date_offset_seconds, 8 * 3'600);
    EXPECT_EQ(s.databases[0].role, facts::DatabaseRole::primary);
    EXPECT_EQ(s.databases[0].application_name, "node101");
    EXPECT_EQ(s.databases[2].application_name, "node3");
    EXPECT_EQ(s.databases[2].recovery_job, 1min);
    EXPECT_EQ(s.proxies[1].port, 9999);
    EXPECT_EQ(s.proxies[1].wd_port, 9000);
    EXPECT_EQ(s.proxies[1].wd_hostname, "192.168.1.102");
    EXPECT_EQ(s.proxies[0].parameters[0], failover::ParameterValue{std::int64_t{10'000'000'000}});
    EXPECT_EQ(s.proxies[0].parameters[8], failover::ParameterValue{std::int64_t{1}})
        << "with two proxies the watchdog is on";
}

TEST(SeedScenario, HasSixStepsWithWhatTheyDoAndObserve) {
    const Scenario s = seed();
    ASSERT_EQ(s.steps.size(), 6U);
    EXPECT_EQ(s.steps[1].actions.size(), 2U);
    EXPECT_EQ(s.steps[1].actions[0].verb, Verb::disable_recovery_job);
    EXPECT_EQ(s.steps[1].actions[1].mode, StopMode::fast);
    ASSERT_EQ(s.steps[2].actions[0].targets.size(), 2U);
    EXPECT_EQ(s.steps[2].actions[0].reaction, (Span{500ms, 2s}));
    EXPECT_EQ(s.steps[2].observations[0].span, 60s);
    EXPECT_EQ(s.steps[4].observations[0].kind, Observation::Kind::hold);
    EXPECT_EQ(s.steps[4].observations[0].span, 2min);
    ASSERT_TRUE(s.steps[5].actions[0].answer.has_value());
    EXPECT_EQ(s.steps[5].actions[0].answer->form, ExpectedAnswer::Form::success);
    EXPECT_EQ(s.steps[5].actions[0].node->id, 2);
    EXPECT_EQ(s.steps[5].actions[0].on->id, 0);
}

TEST(SeedScenario, CompilesItsTable) {
    const Scenario s = seed();
    ASSERT_EQ(s.steps[0].looks.size(), 1U);
    const Look& look = s.steps[0].looks[0];
    ASSERT_TRUE(look.expected.has_value());
    EXPECT_EQ(look.target, 0);
    EXPECT_FALSE(look.peek);
    ASSERT_EQ(look.expected->rows.size(), 3U);
    EXPECT_EQ(look.expected->rows[2],
              (std::vector<std::int64_t>{2, 2, 54'321, 2, 333'333, 1, 0, 1, 0}));
}

TEST(SeedScenario, CompilesItsLogLinesInTheDialectsWords) {
    const Scenario s = seed();
    ASSERT_EQ(s.steps[5].logs.size(), 1U);
    const auto& lines = s.steps[5].logs[0].lines;
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].id, processing);
    EXPECT_EQ(lines[0].arguments, (std::vector<std::optional<std::int32_t>>{0, 0}));
    EXPECT_EQ(lines[1].id, starting_failback);
    EXPECT_EQ(lines[1].arguments, (std::vector<std::optional<std::int32_t>>{2}));
    EXPECT_EQ(lines[2].id, failback_done);
}

TEST(SeedScenario, PinsTheOperatorsFirstSession) {
    const Scenario s = seed();
    ASSERT_EQ(s.pins.size(), 1U);
    EXPECT_EQ(s.pins[0].pin.answer, 2);
    EXPECT_EQ(s.pins[0].pin.nth, 1U);
    const engine::Question question = engine::Question{} / engine::segment("node101") /
                                      engine::segment("session") / engine::segment("operator", 1) /
                                      engine::segment("load_balance");
    EXPECT_EQ(s.pins[0].pin.key, question.key);
}

}  // namespace

}  // namespace sim::scenario::tests
