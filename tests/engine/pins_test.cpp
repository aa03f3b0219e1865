#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "engine/choices.hpp"

namespace engine {
namespace {

using namespace std::chrono_literals;

constexpr Question wake = Question{} / segment("wake");
constexpr Question vote = Question{} / segment("vote");
constexpr std::array<std::int64_t, 3> steps{100, 200, 1000};
constexpr std::array<std::int64_t, 3> candidates{101, 102, 103};
constexpr std::array<std::uint64_t, 3> weights{1, 1, 0};

Pin pin(Question what, std::uint32_t nth, std::int64_t answer) {
    return Pin{.key = what.key, .nth = nth, .answer = answer};
}

TEST(Pins, AnswerTheirTimeOfAskingAndNoOther) {
    Choices seeded{5};
    Choices pinned{5, {pin(wake, 3, 123), pin(wake, 1, 45)}};
    for (std::uint32_t nth = 1; nth <= 5; ++nth) {
        const std::uint64_t usual = seeded.below(wake, 1'000'000);
        const std::uint64_t answer = pinned.below(wake, 1'000'000);
        EXPECT_EQ(answer, nth == 1 ? 45U : nth == 3 ? 123U : usual);
        EXPECT_EQ(pinned.last().pinned, nth == 1 || nth == 3);
        EXPECT_EQ(pinned.last().answer, static_cast<std::int64_t>(answer));
        EXPECT_EQ(pinned.last().nth, nth);
    }
    EXPECT_EQ(pinned.impossible().key, 0U);
    EXPECT_TRUE(pinned.unasked().empty());
}

TEST(Pins, AnswerEveryKindOfQuestion) {
    Choices choices{5, {pin(wake, 1, 9), pin(wake, 2, 1000), pin(wake, 3, -3), pin(vote, 1, 102)}};
    EXPECT_EQ(choices.below(wake, 10), 9U);
    EXPECT_EQ(choices.from(wake, Quantiles{steps}), 1000ns);
    EXPECT_EQ(choices.between(wake, -3ns, 3ns), -3ns);
    EXPECT_EQ(choices.pick(vote, candidates, weights), 1U);
    EXPECT_TRUE(choices.last().pinned);
    EXPECT_EQ(choices.impossible().key, 0U);
}

TEST(Pins, ThatAreNotPossibleAreNotedAndAnsweredFromTheSeed) {
    const std::vector<Pin> pins{pin(wake, 1, 10),   pin(wake, 2, -1), pin(wake, 3, 99),
                                pin(wake, 4, 1001), pin(wake, 5, 4),  pin(wake, 6, 104),
                                pin(wake, 7, 103)};
    Choices seeded{5};
    Choices choices{5, pins};
    EXPECT_EQ(choices.below(wake, 10), seeded.below(wake, 10));
    EXPECT_EQ(choices.below(wake, 10), seeded.below(wake, 10));
    EXPECT_EQ(choices.from(wake, Quantiles{steps}), seeded.from(wake, Quantiles{steps}));
    EXPECT_EQ(choices.from(wake, Quantiles{steps}), seeded.from(wake, Quantiles{steps}));
    EXPECT_EQ(choices.between(wake, 1ns, 3ns), seeded.between(wake, 1ns, 3ns));
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(choices.pick(wake, candidates, weights), seeded.pick(wake, candidates, weights));
        EXPECT_FALSE(choices.last().pinned);
    }
    EXPECT_EQ(choices.impossible().key, wake.key);
    EXPECT_EQ(choices.impossible().nth, 1U) << "the first one is kept";
    EXPECT_EQ(choices.impossible().answer, 10);
    EXPECT_TRUE(choices.unasked().empty());
}

/// Each of the cases above alone, since only the first is kept.
TEST(Pins, EachKindOfQuestionHasItsLimits) {
    const auto impossible = [](std::int64_t answer, auto ask) {
        Choices choices{5, {pin(wake, 1, answer)}};
        ask(choices);
        return choices.impossible().key == wake.key && choices.impossible().answer == answer;
    };
    const auto below = [](Choices& choices) { choices.below(wake, 10); };
    const auto from = [](Choices& choices) { choices.from(wake, Quantiles{steps}); };
    const auto scaled = [](Choices& choices) {
        choices.from(wake, Quantiles{steps, Duration{2 * quantile_unit}});
    };
    const auto between = [](Choices& choices) { choices.between(wake, 1ns, 3ns); };
    const auto pick = [](Choices& choices) { choices.pick(wake, candidates, weights); };
    EXPECT_TRUE(impossible(10, below) && impossible(-1, below));
    EXPECT_FALSE(impossible(9, below) || impossible(0, below));
    EXPECT_TRUE(impossible(99, from) && impossible(1001, from));
    EXPECT_FALSE(impossible(100, from) || impossible(1000, from));
    EXPECT_TRUE(impossible(199, scaled) && impossible(2001, scaled));
    EXPECT_FALSE(impossible(200, scaled) || impossible(2000, scaled));
    EXPECT_TRUE(impossible(0, between) && impossible(4, between));
    EXPECT_FALSE(impossible(1, between) || impossible(3, between));
    EXPECT_TRUE(impossible(104, pick)) << "no candidate";
    EXPECT_TRUE(impossible(103, pick)) << "without weight";
    EXPECT_FALSE(impossible(101, pick) || impossible(102, pick));
}

TEST(Pins, ThatWereNeverAskedAreListedByQuestionAndTime) {
    Choices choices{5, {pin(wake, 2, 1), pin(wake, 1, 1), pin(vote, 7, 102)}};
    EXPECT_EQ(choices.unasked().size(), 3U);
    choices.below(wake, 10);
    const std::vector<Pin> left = choices.unasked();
    ASSERT_EQ(left.size(), 2U);
    for (const Pin& pin : left) EXPECT_TRUE(pin.nth == 2 || pin.nth == 7);
}

TEST(Pins, ACopyRemembersWhatWasAskedOnItsOwn) {
    Choices original{5, {pin(wake, 1, 1), pin(wake, 2, 2)}};
    original.below(wake, 10);
    Choices copy = original;
    EXPECT_EQ(copy.below(wake, 10), 2U);
    EXPECT_TRUE(copy.unasked().empty());
    EXPECT_EQ(original.unasked().size(), 1U);
}

TEST(Pins, OfTwoForOneAskingTheFirstCounts) {
    Choices choices{5, {pin(wake, 1, 3), pin(wake, 1, 4)}};
    EXPECT_EQ(choices.below(wake, 10), 3U);
    EXPECT_EQ(choices.unasked().size(), 1U);
}

}  // namespace
}  // namespace engine
