#include "reports/choices.hpp"

#include <gtest/gtest.h>

#include "tests/reports/fixture.hpp"

namespace reports {
namespace {

using namespace reports_test;

TEST(Choices, ADatabaseIsNamedByItsHost) {
    const std::vector<Choice> choices{
        {"node101/session/operator#1/load_balance", 2, Choice::Of::database}};
    EXPECT_EQ(choices_text(choices, seed_cluster()),
              "[choices]\n\"node101/session/operator#1/load_balance\" = \"node103\"\n");
}

TEST(Choices, ANumberStandsWithoutQuotes) {
    const std::vector<Choice> choices{{"node101/accepting", 4, Choice::Of::number}};
    EXPECT_EQ(choices_text(choices, seed_cluster()), "[choices]\n\"node101/accepting\" = 4\n");
}

TEST(Choices, SpansLoseNothing) {
    const std::vector<Choice> choices{{"a", 2'000'000'000, Choice::Of::span},
                                      {"bb", 1'500'000'000, Choice::Of::span},
                                      {"c", 1'234'567, Choice::Of::span}};
    EXPECT_EQ(choices_text(choices, seed_cluster()),
              "[choices]\n\"a\"  = \"2s\"\n\"bb\" = \"1500ms\"\n\"c\"  = \"1234567ns\"\n");
}

}  // namespace
}  // namespace reports
