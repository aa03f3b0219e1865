// The message storm of three watchdogs (semantics-3.6 §9.8, §16.11 e, hazard N4): as long as the
// two leaders do not meet it has no end, and the run says what goes round between whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/story.hpp"
#include "tests/sim/stories/played.hpp"

namespace stories {
namespace {

using namespace std::chrono_literals;
using sim::facts::Limit;

constexpr const char* storm = "hazards/n04_message_storm.toml";

TEST(AStormOfMessages, ThatDoesNotEndIsALivelockWithItsLoopNamed) {
    auto prepared = load(storm);
    prepared.scenario.steps.back().after = 10min;  // until the leaders can reach each other
    const Played played = play(prepared, 1, engine::Level::facts);
    EXPECT_EQ(played.run.limit, Limit::messages_in_a_row);
    EXPECT_LT(played.run.events, 1'000'000U);
    const sim::simrun::Judged judged(prepared, played.run);
    EXPECT_EQ(judged.verdict.exit_code(), 5);
    const std::string told = reports::tell_verdict(judged.telling, reports::Style{});
    EXPECT_THAT(told, testing::HasSubstr("beacon from proxy1 to proxy2"));
    EXPECT_THAT(told, testing::HasSubstr("split_brain from proxy2 to"));
}

TEST(AStormOfMessages, ThatIsOverBeforeThatIsNone) {
    const auto run = play(load(storm), 1, engine::Level::facts).run;
    EXPECT_FALSE(run.limit);
    EXPECT_TRUE(run.as_expected);
}

// A failover of all kinds, with its locks and forwarded requests, is far from a livelock.
TEST(AStormOfMessages, IsNotSuspectedWhereWatchdogsHaveMuchToSay) {
    auto prepared = load("databases/ten_minutes.toml");
    sim::world::RunOptions options;
    options.seed = 1;
    options.limits.messages_in_a_row = sim::world::limits::messages_in_a_row / 4;
    EXPECT_FALSE(sim::simrun::play(prepared, options).limit);
}

}  // namespace
}  // namespace stories
