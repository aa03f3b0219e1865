#include "engine/choices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/assert.hpp"
#include "engine/quantiles.hpp"

namespace engine {
namespace {

using namespace std::chrono_literals;

constexpr Question root{};
constexpr Question wake = root / segment("node101") / segment("main") / segment("wake");
constexpr Question vote = root / segment("node102") / segment("vote");
constexpr std::array<std::int64_t, 3> steps{100, 200, 1000};

TEST(Choices, AnswerTheSameToTheSameSeed) {
    Choices one{7};
    Choices same{7};
    Choices other{8};
    int different = 0;
    for (int i = 0; i < 100; ++i) {
        const std::uint64_t answer = one.below(wake, 1'000'000);
        EXPECT_EQ(same.below(wake, 1'000'000), answer);
        different += other.below(wake, 1'000'000) != answer ? 1 : 0;
    }
    EXPECT_GT(different, 98);
}

TEST(Choices, AQuestionAddedElsewhereMovesNoOtherAnswer) {
    Choices plain{7};
    Choices more{7};
    for (std::uint32_t i = 0; i < 500; ++i) {
        const std::uint64_t answer = plain.below(wake, 1'000'000);
        for (std::uint32_t j = 0; j < i % 4; ++j) more.below(root / segment("other", i * 4 + j), 9);
        if (i % 2 == 0) more.from(vote, Quantiles{steps});
        ASSERT_EQ(more.below(wake, 1'000'000), answer);
    }
}

// What makes two draws in one argument list harmless as long as their names differ, and harmful
// (tests/tidy bans it) when they do not.
TEST(Choices, InWhicheverOrderQuestionsOfDifferentNamesAreAskedTheAnswersAreTheSame) {
    constexpr Question left = Question{} / segment("left");
    constexpr Question right = Question{} / segment("right");
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        Choices one(seed);
        Choices other(seed);
        const std::uint64_t left_first = one.below(left, 1'000'000);
        const std::uint64_t right_second = one.below(right, 1'000'000);
        EXPECT_EQ(other.below(right, 1'000'000), right_second);
        EXPECT_EQ(other.below(left, 1'000'000), left_first);
    }
}

TEST(Choices, ACopyAnswersOnLikeTheOriginal) {
    Choices original{3};
    for (std::uint32_t i = 0; i < 200; ++i) original.below(root / segment("x", i % 90), 1000);
    Choices copy = original;
    for (std::uint32_t i = 0; i < 200; ++i) {
        const Question what = root / segment("x", i % 110);
        ASSERT_EQ(original.below(what, 1000), copy.below(what, 1000));
    }
}

TEST(Choices, CountHowOftenEachQuestionWasAsked) {
    Choices choices{3};
    for (std::uint32_t i = 0; i < 1000; ++i) choices.below(root / segment("x", i), 10);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const std::uint64_t answer = choices.below(root / segment("x", i), 10);
        ASSERT_EQ(choices.last().key, (root / segment("x", i)).key);
        ASSERT_EQ(choices.last().nth, 2U);
        ASSERT_EQ(choices.last().answer, static_cast<std::int64_t>(answer));
        ASSERT_FALSE(choices.last().pinned);
    }
}

/// 16 classes, each expected 1000 times: chi-square with 15 degrees of freedom stays below 45
/// but once in ten thousand; the seeds are fixed, so this cannot come and go.
void expect_even(const std::array<int, 16>& counts) {
    int squares = 0;
    for (const int count : counts) squares += (count - 1000) * (count - 1000);
    EXPECT_LT(squares / 1000, 45);
}

TEST(Choices, AreEvenOverAskingsOverNamesAndOverSeeds) {
    std::array<int, 16> askings{};
    std::array<int, 16> names{};
    std::array<int, 16> seeds{};
    std::array<int, 16> repeats{};
    Choices choices{1};
    std::uint64_t before = 0;
    for (std::uint32_t i = 0; i < 16'000; ++i) {
        const std::uint64_t answer = choices.below(wake, 16);
        ++askings[answer];
        ++repeats[answer ^ before];
        before = answer;
        ++names[choices.below(root / segment("x", i), 16)];
        ++seeds[Choices{i}.below(wake, 16)];
    }
    expect_even(askings);
    expect_even(repeats);
    expect_even(names);
    expect_even(seeds);
}

TEST(Choices, BetweenReachesBothEndsAndNothingBeyond) {
    Choices choices{1};
    std::array<int, 5> counts{};
    for (int i = 0; i < 1000; ++i) {
        const Duration answer = choices.between(wake, -2ns, 2ns);
        ASSERT_GE(answer, -2ns);
        ASSERT_LE(answer, 2ns);
        ++counts[static_cast<std::size_t>(answer.count() + 2)];
    }
    for (const int count : counts) EXPECT_GT(count, 150);
    EXPECT_EQ(choices.between(wake, 5s, 5s), 5s);
}

TEST(Choices, FromFollowsItsQuantiles) {
    Choices choices{1};
    int low = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Duration answer = choices.from(wake, Quantiles{steps});
        ASSERT_GE(answer, 100ns);
        ASSERT_LE(answer, 1000ns);
        low += answer < 200ns ? 1 : 0;
    }
    EXPECT_NEAR(low, 5000, 200) << "half lies below the middle point";
}

TEST(Choices, FromScalesATableToItsMedian) {
    Choices choices{1};
    constexpr std::size_t count = 10'001;
    std::vector<Duration> answers;
    Duration sum{};
    for (std::size_t i = 0; i < count; ++i) {
        answers.push_back(choices.from(wake, Quantiles{lognormal_05, 15ms}));
        sum += answers.back();
    }
    std::sort(answers.begin(), answers.end());
    EXPECT_NEAR(static_cast<double>(answers[count / 2].count()), 15e6, 0.3e6);
    EXPECT_NEAR(static_cast<double>(sum.count()) / count, 15e6 * 1.133, 0.3e6)
        << "the mean of a lognormal distribution is exp(sigma^2 / 2) times its median";
    EXPECT_GE(answers.front(), 3ms);
    EXPECT_LE(answers.back(), 57ms);
}

TEST(Choices, FromScalesALongTableWithoutSteps) {
    Choices choices{1};
    std::vector<Duration> answers;
    for (int i = 0; i < 1000; ++i) {
        answers.push_back(choices.from(wake, Quantiles{lognormal_03, std::chrono::hours{24}}));
    }
    EXPECT_TRUE(std::any_of(answers.begin(), answers.end(),
                            [](Duration answer) { return answer.count() % 10 != 0; }));
    for (const Duration answer : answers) ASSERT_LE(answer, std::chrono::hours{24} * 3);
}

TEST(Choices, PickByWeightAndNeverWithoutWeight) {
    constexpr std::array<std::int64_t, 4> candidates{101, 102, 103, 104};
    constexpr std::array<std::uint64_t, 4> weights{0, 1, 3, 0};
    Choices choices{1};
    std::array<int, 4> counts{};
    for (int i = 0; i < 4000; ++i) {
        const std::size_t picked = choices.pick(vote, candidates, weights);
        ++counts[picked];
        ASSERT_EQ(choices.last().answer, candidates[picked]);
    }
    EXPECT_EQ(counts[0] + counts[3], 0);
    EXPECT_NEAR(counts[1], 1000, 120);
}

TEST(Choices, RefuseQuestionsWithoutAnAnswer) {
    Choices choices{1};
    EXPECT_THROW(choices.below(wake, 0), SimulatorFailure);
    EXPECT_THROW(choices.between(wake, 2ns, 1ns), SimulatorFailure);
    EXPECT_THROW(choices.from(wake, Quantiles{}), SimulatorFailure);
    EXPECT_THROW(choices.pick(wake, {}, {}), SimulatorFailure);
    constexpr std::array<std::int64_t, 1> candidates{1};
    constexpr std::array<std::uint64_t, 1> nothing{0};
    EXPECT_THROW(choices.pick(wake, candidates, nothing), SimulatorFailure);
}

/// Guards against a change of the function and against compilers that disagree.
TEST(Choices, AreTheSameEverywhere) {
    EXPECT_EQ(wake.key, 13775563744320512955U);
    Choices choices{42};
    EXPECT_EQ(choices.below(wake, 1'000'000'000), 693278366U);
    EXPECT_EQ(choices.below(wake, 1'000'000'000), 752996343U);
    EXPECT_EQ(choices.from(vote, Quantiles{lognormal_10, 1s}), 1526044326ns);
    EXPECT_EQ(choices.between(vote, 0s, 1h), 79878400479ns);
    constexpr std::array<std::int64_t, 3> candidates{5, 6, 7};
    constexpr std::array<std::uint64_t, 3> weights{1, 1, 1};
    EXPECT_EQ(choices.pick(wake, candidates, weights), 0U);
}

TEST(ParseName, ReadsSegmentsNumbersAndTheTimeOfAsking) {
    const Name plain = parse_name("node101/main/wake");
    EXPECT_EQ(plain.question, wake);
    EXPECT_EQ(plain.nth, 1U);
    EXPECT_EQ(parse_name("node101/main/wake#12").question, wake);
    EXPECT_EQ(parse_name("node101/main/wake#12").nth, 12U);
    const Name third = parse_name("a/b#2/c#3");
    EXPECT_EQ(third.question, root / segment("a") / segment("b", 2) / segment("c"));
    EXPECT_EQ(third.nth, 3U);
    const Name numbered = parse_name("a/operator#1#2");
    EXPECT_EQ(numbered.question, root / segment("a") / segment("operator", 1));
    EXPECT_EQ(numbered.nth, 2U);
    EXPECT_EQ(parse_name("a").question, root / segment("a"));
}

TEST(ParseName, TakesWhatIsNotANumberAsPartOfTheWord) {
    for (const std::string word : {"a#", "a#x", "a#1x", "a#99999999999", "a#-1"}) {
        EXPECT_EQ(parse_name(word).question, root / segment(word)) << word;
        EXPECT_EQ(parse_name(word).nth, 1U) << word;
    }
}

TEST(Question, DependsOnTheOrderOfItsSegments) {
    EXPECT_NE(root / segment("a") / segment("b"), root / segment("b") / segment("a"));
    EXPECT_NE(root / segment("a", 1), root / segment("a", 2));
}

}  // namespace
}  // namespace engine
