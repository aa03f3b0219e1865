#include "sim/search/shrink.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/trees.hpp"

namespace sim::search::tests {
namespace {

using scenario::Entry;
using testing::ElementsAre;
using testing::HasSubstr;

Entry tree_of(std::string_view toml) {
    const auto document = scenario::read_document(toml, 0);
    return *document.root;
}

std::vector<std::string> steps_of(const Entry& story) {
    std::vector<std::string> names;
    for (const Entry& step : story.find("step")->elements) names.push_back(step.find("name")->text);
    return names;
}

bool has_step(const Entry& story, std::string_view name) {
    const Entry* steps = story.find("step");
    if (steps == nullptr) return false;
    return std::ranges::any_of(steps->elements,
                               [&](const Entry& step) { return step.find("name")->text == name; });
}

TEST(Shrink, LeavesOutAllStepsThatTheFailureDoesNotNeed) {
    std::string toml;
    for (int i = 0; i < 37; ++i) toml += fmt::format("[[step]]\nname = \"{}\"\n", i);
    const StillFails needs_two = [](const Entry& story) {
        return has_step(story, "7") && has_step(story, "30");
    };
    const Shrunk small = shrink(tree_of(toml), needs_two, 1'000);
    EXPECT_THAT(steps_of(small.story), ElementsAre("7", "30"));
    EXPECT_FALSE(small.exhausted);
    EXPECT_LT(small.tried, 80U);
}

TEST(Shrink, MakesSpansShortAndRound) {
    const Entry story = tree_of(
        "[[step]]\nname = \"a\"\nafter = \"1min58s241ms\"\ndo = { kill = \"x\", for = \"47s3ms\" "
        "}");
    const StillFails above_13s = [](const Entry& candidate) {
        const Entry* steps = candidate.find("step");
        if (steps == nullptr) return false;
        const Entry* lasts = steps->elements.front().find("do")->find("for");
        return *scenario::read_span(lasts->text).value >= std::chrono::seconds{13};
    };
    const Shrunk small = shrink(story, above_13s, 1'000);
    EXPECT_THAT(scenario::write(small.story), HasSubstr("after = \"0s\""));
    const std::string lasts = small.story.find("step")->elements[0].find("do")->find("for")->text;
    EXPECT_EQ(lasts, "20s") << "the shortest span that rounding and halving reach";
}

TEST(Shrink, SaysWhenItHadToStopEarly) {
    const Entry story = tree_of("[[step]]\nname = \"a\"\n[[step]]\nname = \"b\"\n");
    const Shrunk small = shrink(
        story, [](const Entry&) { return true; }, 1);
    EXPECT_TRUE(small.exhausted);
    EXPECT_EQ(small.tried, 1U);
}

TEST(Shrink, AFailingPlanBecomesOneThatFailsTheSameWayAndCanSpareNoStep) {
    const Lab lab({}, "maintenance");
    std::size_t shrunk = 0;
    for (std::uint64_t seed = 1; seed <= 40 && shrunk < 3; ++seed) {
        const Outcome outcome = lab.experiment().try_seed(seed);
        if (outcome.signatures.empty() || outcome.faults < 6) continue;
        const Signature failure = outcome.signatures.front();
        const StillFails fails = [&](const Entry& candidate) {
            const auto again = try_story("p", candidate, lab.laboratory());
            return std::ranges::find(again.signatures, failure) != again.signatures.end();
        };
        const Entry story = lab.experiment().story(seed);
        const Shrunk small = shrink(story, fails, 2'000);
        EXPECT_TRUE(fails(small.story));
        EXPECT_LT(steps_of(small.story).size(), steps_of(story).size());
        for (std::size_t step = 0; step < steps_of(small.story).size(); ++step) {
            Entry without = small.story;
            auto& steps = without.find("step")->elements;
            steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(step));
            EXPECT_FALSE(fails(without)) << step << "\n" << scenario::write(small.story);
        }
        ++shrunk;
    }
    EXPECT_EQ(shrunk, 3U);
}

TEST(WrittenSpan, IsReadBackAsTheSameSpan) {
    for (const std::int64_t nanoseconds :
         {0L, 1L, 999L, 1'000L, 61'000'000'001L, 3'600'000'000'000L, 118'241'000'000L}) {
        const std::string text = written_span(engine::Duration{nanoseconds});
        EXPECT_EQ(scenario::read_span(text).value->count(), nanoseconds) << text;
    }
}

}  // namespace
}  // namespace sim::search::tests
