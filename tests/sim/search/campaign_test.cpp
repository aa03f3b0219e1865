// `simrun chaos` and `merge` from outside: results that outlive the program, shards, jobs.
#include "reports/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/sim/simrun/program.hpp"
#include "tests/sim/simrun/temporary_folder.hpp"

namespace sim::simrun::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string cluster = ours("scenarios/presets/two_proxies_three_databases.toml");

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Said chaos(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"chaos", cluster, "--preset", "maintenance"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return simrun(arguments);
}

class Campaign : public TemporaryFolder {};

TEST_F(Campaign, SaysTheSameWhateverTheNumberOfJobs) {
    const Said one = chaos({"--seeds", "40", "--jobs", "1", "--json"});
    const Said three = chaos({"--seeds", "40", "--jobs", "3", "--json"});
    EXPECT_EQ(one.out, three.out);
    EXPECT_EQ(std::ranges::count(one.out, '\n'), 40);
    EXPECT_EQ(one.exit_code, 1) << "maintenance without a violation tests nothing";
}

TEST_F(Campaign, GoesOnWhereItsResultsEndWithoutLosingOrRepeatingOne) {
    const std::string whole = "whole.jsonl";
    const std::string cut = "cut.jsonl";
    const Said first = chaos({"--seeds", "30", "--results", whole});
    const std::string text = text_of(whole);
    // As a killed program leaves it: some lines, and half of one.
    std::ofstream(cut) << text.substr(0, text.size() / 2);
    const Said second = chaos({"--seeds", "30", "--results", cut});
    EXPECT_EQ(text_of(cut), text);
    EXPECT_EQ(second.out, first.out);
    EXPECT_EQ(second.exit_code, first.exit_code);
    EXPECT_THAT(second.err, HasSubstr("plans are in the file"));
}

TEST_F(Campaign, ShardsMergedAreTheWhole) {
    const Said whole = chaos({"--seeds", "31"});
    std::vector<std::string> merge{"merge"};
    for (const std::string shard : {"1/3", "2/3", "3/3"}) {
        const std::string path = "shard" + shard.substr(0, 1);
        (void)chaos({"--seeds", "31", "--shard", shard, "--results", path});
        merge.push_back(path);
    }
    const Said merged = simrun(merge);
    EXPECT_EQ(merged.out, whole.out);
    EXPECT_EQ(merged.exit_code, whole.exit_code);
}

TEST_F(Campaign, SaysWhatItCameThroughAndHowMuchIsStillUnseen) {
    std::string said = chaos({"--seeds", "40"}).out;
    std::ranges::replace(said, '\n', ' ');  // it is wrapped
    EXPECT_THAT(said, testing::ContainsRegex("[1-9][0-9]* situations of the cluster"));
    EXPECT_THAT(said, HasSubstr(" in one plan alone, so a thousand more would meet about "));
    EXPECT_THAT(said, testing::ContainsRegex("of [1-9][0-9]* rules of the logic, in the 5 plans"))
        << "every eighth of 40 plans is asked";
}

TEST(Unseen, IsMeasuredByWhatOnePlanAloneHasMet) {
    reports::Campaign campaign;
    const auto plan = [&](std::vector<std::uint32_t> situations) {
        reports::PlanResult result;
        result.situations = std::move(situations);
        campaign.add(result);
    };
    plan({1, 2});
    plan({1, 3});
    plan({1, 2});
    plan({1});
    EXPECT_EQ(campaign.situations().different, 3U);
    EXPECT_EQ(campaign.situations().once, 1U) << "only 3 was met in one plan alone";
    EXPECT_EQ(campaign.situations().new_in_a_thousand(), 250U);
    EXPECT_EQ(campaign.rules().plans, 0U) << "no plan recorded its rules";
}

TEST_F(Campaign, AMergeRefusesAResultThatItHasAlready) {
    (void)chaos({"--seeds", "4", "--results", "once.jsonl"});
    const Said twice = simrun({"merge", "once.jsonl", "once.jsonl"});
    EXPECT_EQ(twice.exit_code, 2);
    EXPECT_THAT(twice.err,
                testing::ContainsRegex("once.jsonl has seed [1-4], and so has a file before it"));
}

TEST_F(Campaign, RefusesResultsOfOtherPlans) {
    const std::string path = "r.jsonl";
    (void)chaos({"--seeds", "2", "--results", path});
    const std::string before = text_of(path);
    const Said other =
        simrun({"chaos", cluster, "--preset", "gray", "--seeds", "2", "--results", path});
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_THAT(other.err, HasSubstr("has results of other plans"));
    EXPECT_EQ(text_of(path), before);
}

TEST_F(Campaign, NamesTheLineOfABrokenFileAndLeavesItAlone) {
    const std::string path = "r.jsonl";
    (void)chaos({"--seeds", "5", "--results", path});
    std::string text = text_of(path);
    text.replace(text.find("\"seed\":3"), 8, "\"seed\":x");
    std::ofstream(path) << text;
    const Said again = chaos({"--seeds", "5", "--results", path});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("r.jsonl:4: this line is no result"));
    EXPECT_EQ(text_of(path), text);
}

TEST_F(Campaign, SaysWhatStandsInTheWay) {
    EXPECT_THAT(simrun({"chaos"}).err, HasSubstr("chaos on which cluster?"));
    EXPECT_THAT(simrun({"chaos", "nowhere.toml"}).err, HasSubstr("nowhere.toml"));
    EXPECT_THAT(chaos({"--shard", "4/3"}).err, HasSubstr("--shard takes K/N"));
    EXPECT_THAT(chaos({"--results", "/proc/none"}).err, HasSubstr("cannot write /proc/none"));
    EXPECT_THAT(simrun({"chaos", cluster, "--preset", "x"}).err, HasSubstr("there is no preset"));
    EXPECT_THAT(simrun({"merge", cluster}).err, HasSubstr("it is no file of results"));
    const Said full = chaos({"--seeds", "3", "--results", "/dev/full"});
    EXPECT_EQ(full.exit_code, 2);
    EXPECT_THAT(full.err, HasSubstr("/dev/full is not a regular file"));
}

TEST_F(Campaign, AShrunkPlanIsARegressionThatPasses) {
    for (int seed = 1; seed <= 30; ++seed) {
        const Said one = chaos({"--seed", std::to_string(seed)});
        if (one.exit_code != 1) continue;
        const std::string plan = "plan.toml";
        const std::string small = "small.toml";
        std::ofstream(plan) << chaos({"--seed", std::to_string(seed), "--show-plan"}).out;
        const Said shrunk = simrun({"shrink", plan});
        EXPECT_EQ(shrunk.exit_code, 0);
        std::ofstream(small) << shrunk.out;
        EXPECT_THAT(simrun({small}).exit_code, 0) << shrunk.out;
        EXPECT_LT(shrunk.out.size(), text_of(plan).size());
        EXPECT_THAT(simrun({"fmt", "--check", small}).exit_code, 0) << "it is canonical";
        return;
    }
    FAIL() << "no plan failed";
}

}  // namespace
}  // namespace sim::simrun::tests
