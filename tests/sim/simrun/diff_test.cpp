// `simrun diff`: where two runs part, and their stories side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "reports/side_by_side.hpp"

namespace sim::simrun::tests {

namespace {

using reports::KeyedLine;
using testing::HasSubstr;

std::vector<KeyedLine> lines(const std::vector<std::string>& texts) {
    std::vector<KeyedLine> list;
    for (const std::string& text : texts) list.push_back({text, text});
    return list;
}

TEST(SideBySide, CommonLinesShareARowAndOthersAreMarked) {
    reports::Style style;
    style.width = 123;
    const std::string pad(60 - 5, ' ');
    EXPECT_EQ(
        side_by_side(lines({"alpha", "gamma", "delta"}), lines({"alpha", "beta", "delta"}), style),
        "alpha" + pad + "   alpha\n" + "gamma" + pad + " | beta\n" + "delta" + pad + "   delta\n");
}

TEST(SideBySide, WhatOneSideLacksLeavesAHole) {
    reports::Style style;
    style.width = 123;
    EXPECT_EQ(side_by_side(lines({"alpha"}), lines({"alpha", "beta"}), style),
              "alpha" + std::string(55, ' ') + "   alpha\n" + std::string(60, ' ') + " > beta\n");
}

TEST(SideBySide, NarrowScreensGetOneUnderTheOther) {
    EXPECT_EQ(side_by_side(lines({"a", "b", "c"}), lines({"a", "x", "c"}), reports::Style{}),
              "  a\n- b\n+ x\n  c\n");
}

TEST(Diff, TheSameRunTwiceIsTheSameEventForEvent) {
    const std::string story = ours("scenarios/stale_down.toml");
    const Said said = simrun({"diff", story, story});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_THAT(said.out, HasSubstr("the same, event for event"));
}

TEST(Diff, AVariantPartsFromItsStoryWhereItsActionDiffers) {
    const std::string story = ours("scenarios/stale_down.toml");
    const Said said = simrun({"diff", story, story + "#proxies_cut_apart"});
    EXPECT_EQ(said.exit_code, 1);
    EXPECT_THAT(said.out, HasSubstr("the same in both up to event"));
    EXPECT_THAT(said.out, HasSubstr("other  2:18.084649902  lane other  fact action_began"));
    EXPECT_THAT(said.out, HasSubstr("+    2:18.084  > cut node101 -> node102: at once"));
}

TEST(Diff, SeedsAreNamedBehindTheFile) {
    const std::string story = ours("scenarios/stale_down_under_load.toml");
    const Said said = simrun({"diff", story + "@1", story + "@2"});
    EXPECT_EQ(said.exit_code, 1);
    EXPECT_THAT(said.out, HasSubstr("seed 1   fingerprint"));
    EXPECT_THAT(said.out, HasSubstr("seed 2   fingerprint"));
}

TEST(Diff, NeedsTwoRunsThatExist) {
    EXPECT_EQ(simrun({"diff", ours("scenarios/stale_down.toml")}).exit_code, 2);
    const Said said = simrun({"diff", ours("scenarios/stale_down.toml"), "nothing.toml@4"});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_THAT(said.err, HasSubstr("nothing.toml"));
}

}  // namespace

}  // namespace sim::simrun::tests
