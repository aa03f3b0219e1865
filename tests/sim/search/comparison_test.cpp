// Pairs of runs: the test that says how sure a difference is, what each side is measured by, and
// `simrun compare` from outside.
#include "sim/search/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/sim/simrun/program.hpp"
#include "tests/sim/simrun/temporary_folder.hpp"

namespace sim::simrun::tests {
namespace {

using search::chance_is_once_in;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string cluster = ours("scenarios/presets/two_proxies_three_databases.toml");

TEST(SignTest, CountsTheSplitsThatAreAsUneven) {
    // Of the 2^10 ways, 10 to 0 and 0 to 10 are two; with 9 to 1 and 1 to 9 they are 22.
    EXPECT_EQ(chance_is_once_in(10, 0), 512U);
    EXPECT_EQ(chance_is_once_in(9, 1), 1'024U / 22U);
    EXPECT_EQ(chance_is_once_in(1, 9), 1'024U / 22U);
}

TEST(SignTest, AnEvenSplitSaysNothing) {
    EXPECT_EQ(chance_is_once_in(0, 0), 1U);
    EXPECT_EQ(chance_is_once_in(1, 0), 1U);
    EXPECT_EQ(chance_is_once_in(500, 500), 1U);
    EXPECT_EQ(chance_is_once_in(10'000, 0), UINT64_MAX) << "no more than the number holds";
}

TEST(Parting, IsTheFirstTruthOrBeliefThatDiffersWhateverItsTime) {
    using facts::Kind;
    world::Run one;
    one.serving = engine::TrueTime{1'000};
    const auto fact = [](world::Run& run, std::int64_t time, Kind kind,
                         std::array<std::uint32_t, 5> words) {
        engine::Record record;
        record.time = time;
        record.kind = static_cast<std::uint16_t>(kind);
        record.words = words;
        run.records.push_back(record);
    };
    fact(one, 1'100, Kind::database_state, {2, 3});
    world::Run other = one;
    other.records.back().time = 1'150;
    EXPECT_FALSE(search::parting_of(one, other).has_value());
    fact(one, 1'200, Kind::on_the_way, {0, 2, 1});  // what is pending is neither
    fact(one, 1'300, Kind::believed_status, {0, 2, 3, 2});
    const auto alone = search::parting_of(one, other);
    ASSERT_TRUE(alone.has_value());
    EXPECT_EQ(alone->at[0], engine::Duration{300});
    EXPECT_FALSE(alone->records[1].has_value());
    fact(other, 1'400, Kind::believed_status, {1, 2, 3, 2});
    const auto both = search::parting_of(one, other);
    ASSERT_TRUE(both.has_value() && both->records[1].has_value());
    EXPECT_EQ(both->at[1], engine::Duration{400});
    EXPECT_EQ(both->records[1]->words[0], 1U);
}

class Compare : public TemporaryFolder {
  protected:
    static Said patience(const std::string& jobs) {
        return simrun({"compare", cluster, "--set", "proxy.health_check_period=60", "--seeds", "30",
                       "--jobs", jobs});
    }
};

TEST_F(Compare, SaysTheSameWhateverTheNumberOfJobs) {
    const Said one = patience("1");
    const Said three = patience("3");
    EXPECT_EQ(one.out, three.out);
    EXPECT_EQ(one.exit_code, three.exit_code);
    EXPECT_THAT(one.err, Not(HasSubstr("wrong")));
}

TEST_F(Compare, ASlowerCommandKeepsClientsWithoutWritesLonger) {
    const Said said = simrun({"compare", ours("scenarios/failures/01_primary_killed.toml"), "--set",
                              "proxy.commands.failover.takes=\"5s\"", "--seeds", "5"});
    EXPECT_THAT(said.out, HasSubstr("5 seeds from 1 on, the story as it is"));
    EXPECT_THAT(said.out, ContainsRegex("writes stopped \\(RTO\\)\n +one +1\\.[0-9]*s .*\n"
                                        " +other +5\\.[0-9]*s .*\n"
                                        " +other worse +5\n +other better +0\n"
                                        " +by chance alone +once in 16\n"));
}

TEST_F(Compare, ClustersThatLookAtOtherTimesPart) {
    const Said said = patience("2");
    EXPECT_THAT(said.out, HasSubstr("other  the same, with proxy.health_check_period=60"));
    EXPECT_THAT(said.out, HasSubstr("both meet the same faults, as gentle plans them"));
    EXPECT_THAT(said.out, HasSubstr("They part in "));
    EXPECT_THAT(said.out, ContainsRegex("  other +[0-9:.]+  fact "));
}

TEST_F(Compare, ASideAgainstItselfDiffersInNothing) {
    const Said said = simrun({"compare", cluster, cluster, "--seeds", "10", "--preset", "gentle"});
    EXPECT_EQ(said.exit_code, 0) << "it may fail, but not more than itself";
    EXPECT_THAT(said.out, HasSubstr("Under every seed both had the same truths and beliefs"));
    EXPECT_THAT(said.out, HasSubstr("these runs tell no difference"));
    EXPECT_THAT(said.out, Not(ContainsRegex("once in")));
}

TEST_F(Compare, FailuresThatOneSideHasAloneAreGainedOrLost) {
    std::ofstream("naive.toml") << R"toml(version = 1
title = "A standby, and a proxy that names whoever answers first its primary"
seed = 1
cluster.logic = "naive"
step = [ { name = "time passes", do = { wait = "3min" } } ]

[[host]]
name = "db1"
address = "10.0.1.1"
database = "standby"

[[host]]
name = "db2"
address = "10.0.1.2"
database = "primary"

[[host]]
name = "proxy1"
address = "10.0.0.1"
proxy = true
)toml";
    const Said worse = simrun({"compare", "naive.toml", "--logic", "interlock", "--seeds", "5"});
    EXPECT_EQ(worse.exit_code, 0) << worse.err;
    EXPECT_THAT(worse.out,
                ContainsRegex("primary_is_not_primary +5 +0 +0 +5, as seed 1 +once in 16"));
}

TEST_F(Compare, SaysWhatStandsInTheWay) {
    EXPECT_THAT(simrun({"compare", cluster}).err, HasSubstr("compare takes two files, or one and"));
    EXPECT_THAT(simrun({"compare", cluster, "--set", "x"}).err,
                HasSubstr("--set takes PATH=VALUE"));
    EXPECT_THAT(simrun({"compare", cluster, "--set", "proxy.helth=1"}).err, HasSubstr("helth"));
    EXPECT_EQ(simrun({"compare", cluster, "--set", "database.recovery_job=never"}).exit_code, 2);
    EXPECT_THAT(simrun({"compare", cluster, "--logic", "nobody"}).err, HasSubstr("nobody"));
    EXPECT_THAT(simrun({"compare", cluster, cluster, "--preset", "x"}).err,
                HasSubstr("there is no preset 'x'"));
    EXPECT_EQ(simrun({"compare", cluster, "nowhere.toml"}).exit_code, 2);
}

}  // namespace
}  // namespace sim::simrun::tests
