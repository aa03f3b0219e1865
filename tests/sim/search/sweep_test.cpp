// `simrun sweep` and `explain` from outside, and stories that wait for patterns in all searches: a
// search has to bring the words that they are held against.
#include "sim/search/sweep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/simrun/program.hpp"
#include "tests/sim/simrun/temporary_folder.hpp"

namespace sim::simrun::tests {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class Searches : public TemporaryFolder {
  protected:
    /// A standby dies while no proxy looks, and comes back; somebody attaches it and waits for a
    /// pattern. The standby is stale before that.
    static std::string story() {
        put("story.toml", "version = 1\ntitle = \"t\"\nseed = 3\nextends = \"" +
                              ours("scenarios/presets/two_proxies_three_databases.toml") + R"toml("

[[step]]
name = "down and up"
do   = { stop_database = "node103", for = "30s" }

[[step]]
name  = "nobody notices"
after = "2min"
do    = { wait = "1s" }

[[step]]
name        = "attached"
do          = { pcp_attach_node = 2, on = "node101" }
within      = "30s"
log.node101 = ['/failback done\. reconnect host .*103/']
)toml");
        return "story.toml";
    }
};

TEST_F(Searches, RunStoriesThatWaitForPatterns) {
    const std::string path = story();
    EXPECT_THAT(simrun({path}).out, HasSubstr("VIOLATED stale_down"));
    const Said chaos = simrun({"chaos", path, "--seeds", "6"});
    EXPECT_THAT(chaos.out, Not(HasSubstr("simulator"))) << chaos.out;
    const Said small = simrun({"shrink", path});
    EXPECT_EQ(small.exit_code, 0) << small.err;
    EXPECT_THAT(small.out, HasSubstr("violates:stale_down"));
}

TEST_F(Searches, ASweepSaysHowMuchWasTriedAndWhereFailuresLie) {
    const std::string seed_story = ours("scenarios/stale_down.toml");
    const Said one = simrun({"sweep", seed_story, "--only", "kill_database", "--jobs", "1"});
    const Said two = simrun({"sweep", seed_story, "--only", "kill_database", "--jobs", "2"});
    EXPECT_EQ(one.out, two.out);
    EXPECT_EQ(one.exit_code, 1);
    EXPECT_THAT(one.out, ContainsRegex("[0-9]+ instants x 3 cases of 1 faults: [0-9]+ runs, "
                                       "[1-9][0-9]* classes of failure that the story itself"));
    EXPECT_THAT(one.out, HasSubstr("stale_down"));
    EXPECT_THAT(one.out, HasSubstr("by the rule statuses: up, sync"));
    EXPECT_THAT(one.out, Not(HasSubstr("INCOMPLETE")));
}

TEST_F(Searches, ASweepNamesAnUnknownFault) {
    const Said wrong = simrun({"sweep", ours("scenarios/stale_down.toml"), "--only", "kil_proxy"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("did you mean 'kill_proxy'?"));
}

TEST_F(Searches, AnExplanationSaysWhenItWasSealedInWhichStepAndWhatWasLogged) {
    const Said said = simrun({"explain", ours("scenarios/stale_down.toml")});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_THAT(said.out, ContainsRegex("SEALED at 0:1[78]\\.[0-9]*: before 0:1[78]"));
    EXPECT_THAT(said.out, HasSubstr("node103 streams from node101"));
    EXPECT_THAT(said.out, HasSubstr("LOG:  backend:2 is set to down status"));
    EXPECT_THAT(simrun({"explain", ours("scenarios/tutorial/01_first_story.toml")}).err +
                    simrun({"explain"}).err,
                HasSubstr("explain which story?"));
}

TEST(Instants, AreThoseAtWhichTheFactsBecameOthersThanTheyEverWere) {
    using facts::Kind;
    world::Run run;
    run.serving = engine::TrueTime{1'000};
    const auto fact = [&](std::int64_t time, Kind kind, std::array<std::uint32_t, 5> words) {
        engine::Record record;
        record.number = run.records.size() + 1;
        record.time = time;
        record.kind = static_cast<std::uint16_t>(kind);
        record.words = words;
        run.records.push_back(record);
    };
    fact(500, Kind::database_state, {0, 3});    // before t = 0
    fact(1'100, Kind::database_state, {0, 0});  // new
    fact(1'200, Kind::database_state, {0, 0});  // no news
    fact(1'300, Kind::database_state, {0, 3});  // new: after t = 0 it was never so
    fact(1'400, Kind::believed_status, {0, 0, 3, 2});
    fact(1'400, Kind::believed_status, {1, 0, 3, 2});  // one instant
    fact(1'500, Kind::database_state, {0, 0});         // new, with these beliefs
    fact(1'600, Kind::database_state, {0, 3});         // as at 1,400
    fact(1'700, Kind::observation, {0, 0, 0, 0});
    const search::Instants instants = search::instants_of(run);
    EXPECT_THAT(instants.distinct,
                testing::ElementsAre(engine::Duration{100}, engine::Duration{300},
                                     engine::Duration{400}, engine::Duration{500}));
    EXPECT_EQ(instants.seen_before, 1U);
}

}  // namespace
}  // namespace sim::simrun::tests
