#include "reports/story.hpp"

#include <gtest/gtest.h>

#include "reports/psql.hpp"
#include "reports/strip.hpp"
#include "tests/reports/fixture.hpp"

namespace reports {
namespace {

using namespace reports_test;
using sim::checks::Ending;
using sim::checks::Finding;
using sim::checks::Verdict;
using sim::checks::Violation;

constexpr int up = 2;
constexpr int down = 3;
constexpr int running = 3;
constexpr int stopped = 0;

/// Three databases well, two proxies that believe so.
void well(Records& records) {
    records.at(-20s);
    for (int database = 0; database < 3; ++database) {
        records.add(Kind::database_state, {database, running});
        records.add(Kind::database_role, {database, database == 0 ? 0 : 1, 1});
        if (database > 0) records.add(Kind::streaming, {database, 1, 0});
    }
    records.at(-5s);
    for (int proxy = 0; proxy < 2; ++proxy) {
        for (int database = 0; database < 3; ++database) {
            records.add(Kind::believed_status, {proxy, database, up, 0});
        }
        records.add(Kind::serves, {proxy, 1});
    }
    records.add(Kind::leads, {0, 1});
    records.at(0s).add(Kind::serving_since, {});
}

Script script() {
    Script result;
    result.path = "scenarios/stale_down.toml";
    result.title = "Stale 'down'";
    result.logic = "interlock";
    result.dialect = "v8r3";
    ScriptStep stop;
    stop.name = "the database is stopped";
    stop.actions = {"stop_database node103 (fast)"};
    ScriptStep attach;
    attach.name = "the operator attaches the node";
    attach.actions = {"pcp_attach_node 2 (node103) on node101"};
    attach.observations = {{"expect", "all(status(*, by=*) == up)", 10s, 71}};
    attach.looks = {"pool_nodes via node101"};
    attach.look_expected = {true};
    result.steps = {stop, attach};
    return result;
}

/// What every test tells: kept together, because a Telling only refers to it.
struct Told {
    Cluster cluster = seed_cluster();
    Script script_ = script();
    Verdict verdict;
    Records records;
    Style style;

    [[nodiscard]] Telling telling() const {
        return {cluster, script_,        *find_dialect("v8r3"),
                verdict, records.list(), engine::TrueTime{(serving + 100s).count()},
                41,      0xabcdU,        1234,
                ""};
    }
    [[nodiscard]] std::string text() const { return tell(telling(), style); }
};

void stale_story(Records& records) {
    well(records);
    records.add(Kind::step_began, {0});
    records.add(Kind::action_began, {0, 0, 2});
    records.at(213ms).add(Kind::streaming, {2, 0, 0});
    records.add(Kind::database_state, {2, stopped});
    records.add(Kind::action_done, {0, 0, 0});
    records.add(Kind::step_ended, {0, 1});
    records.at(5s);
    for (int proxy = 0; proxy < 2; ++proxy) {
        records.add(Kind::believed_status, {proxy, 2, down, up});
    }
    records.at(40s).add(Kind::database_state, {2, running});
    records.add(Kind::streaming, {2, 1, 0});
    records.at(90s).add(Kind::step_began, {1});
    records.add(Kind::action_began, {1, 0, 0});
    records.at(90'018ms).add(Kind::answer, {1, 0, 0});
    records.add(Kind::action_done, {1, 0, 0});
    records.at(90'500ms);
    for (int proxy = 0; proxy < 2; ++proxy) {
        records.add(Kind::believed_status, {proxy, 2, 1, down});
    }
    const std::int64_t seen = (serving + 90'500ms).count();
    records.add(Kind::observation, {1, 0, 0, seen & 0xffff'ffff, seen >> 32});
    records.add(Kind::look, {1, 0, 3});
    records.add(Kind::step_ended, {1, 1});
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(Story, TellsActionsWithWhatCameOfThem) {
    Told told;
    stale_story(told.records);
    const std::string text = told.text();
    EXPECT_TRUE(has(text, "stop_database node103 (fast): after 213ms")) << text;
    EXPECT_TRUE(has(text,
                    "pcp_attach_node 2 (node103) on node101: pcp_attach_node -- Command "
                    "Successful, after"))
        << text;
    EXPECT_TRUE(has(text, "seen at 1:30.500 within 10s: all(status(*, by=*) == up)")) << text;
    EXPECT_TRUE(has(text, "pool_nodes via node101: as the file shows")) << text;
}

TEST(Story, TellsWhatHappenedAndToWhomItSeemedSo) {
    Told told;
    stale_story(told.records);
    const std::string text = told.text();
    EXPECT_TRUE(has(text, "node103 stopped")) << text;
    EXPECT_TRUE(has(text, "node101 believes node103 down (was up)")) << text;
    EXPECT_TRUE(has(text, "node103 streams from node101")) << text;
    EXPECT_TRUE(has(text, "-0:05.000")) << text;
}

TEST(Story, ShowsTruthBesideBeliefAndMarksTheDifference) {
    Told told;
    stale_story(told.records);
    EXPECT_TRUE(has(told.text(), "node103  truth stopped    belief  node101 up !=")) << told.text();
}

TEST(Story, AStepThatDidNotEndIsMarked) {
    Told told;
    well(told.records);
    told.records.add(Kind::step_began, {0});
    EXPECT_TRUE(has(told.text(), "? 1  the database is stopped")) << told.text();
}

TEST(Story, AnActionThatNeverReturnsIsToldSo) {
    Told told;
    well(told.records);
    told.records.add(Kind::step_began, {0});
    told.records.add(Kind::action_began, {0, 0, 2});
    EXPECT_TRUE(has(told.text(), "stop_database node103 (fast): has not returned"));
}

TEST(Story, TheStripShowsTheStaleSpanAndOnlyDatabasesThatChanged) {
    Told told;
    stale_story(told.records);
    const std::string picture = strip(told.telling(), told.style);
    EXPECT_TRUE(has(picture, "XXXXXXXX")) << picture;
    EXPECT_TRUE(has(picture, "node103")) << picture;
    EXPECT_FALSE(has(picture, "node102   truth")) << picture;
}

TEST(Story, NothingChangedNoStrip) {
    Told told;
    well(told.records);
    EXPECT_EQ(strip(told.telling(), told.style), "");
}

TEST(Story, NoLineIsWiderThanTheScreen) {
    Told told;
    stale_story(told.records);
    told.style.width = 80;
    const std::string text = told.text();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        EXPECT_LE(screen_width(text.substr(at, end - at)), 80U) << text.substr(at, end - at);
        at = end + 1;
    }
}

TEST(Story, ColoursOnlyWhereAsked) {
    Told told;
    stale_story(told.records);
    EXPECT_FALSE(has(told.text(), "\x1b"));
    told.style.colour = true;
    EXPECT_TRUE(has(told.text(), "\x1b[1m"));
}

Violation stale(int proxy) {
    Violation violation;
    violation.oracle = "stale_down";
    violation.subject = {sim::facts::DatabaseId{2}, failover::ProxyId{proxy}, -1};
    violation.since = engine::TrueTime{(serving + 40s).count()};
    violation.at = engine::TrueTime{(serving + 70s).count()};
    violation.grace = sim::checks::Grace{10s, 0, 1s, 20s};
    violation.evidence = {{Finding::database_running, 12, violation.since, 0},
                          {Finding::database_streams, 13, violation.since, 0},
                          {Finding::health_check_skips, 9, violation.since, 10'000'000'000},
                          {Finding::no_timer, 0, violation.since, 0}};
    return violation;
}

TEST(Verdict, AViolationSaysWhatWasLookedAtAndHowTheGraceWasCounted) {
    Told told;
    told.verdict.violations = {stale(0), stale(1)};
    told.verdict.ending = Ending::violated;
    const std::string text = tell_verdict(told.telling(), told.style);
    EXPECT_TRUE(has(text, "VIOLATED stale_down\n")) << text;
    EXPECT_TRUE(has(text, "node101 and node102 believe it down")) << text;
    EXPECT_TRUE(has(text,
                    "30s = health_check_period 10s x (retries 0 + 1) + retry_delay 1s x 0 + "
                    "timeout 20s"))
        << text;
    EXPECT_TRUE(has(text, "runs every 10s, but skips a node that is believed down")) << text;
    EXPECT_TRUE(has(text, "[since 0:40.000, record 13]")) << text;
    EXPECT_TRUE(has(text, "the same for node102")) << text;
    EXPECT_TRUE(has(text, "exit 1")) << text;
}

TEST(Verdict, AnExpectedViolationIsNoFailure) {
    Told told;
    told.script_.outcome = "stale_down";
    told.verdict.violations = {stale(0)};
    told.verdict.violations[0].expected = true;
    EXPECT_EQ(verdict_line(told.script_, told.verdict), "as expected: violates stale_down");
    EXPECT_TRUE(has(tell_verdict(told.telling(), told.style), "(as the file says)"));
}

TEST(Verdict, AnUnmetTableShowsBothTables) {
    Told told;
    sim::checks::Unmet unmet;
    unmet.what = sim::checks::Unmet::What::table;
    unmet.step = sim::facts::StepId{1};
    unmet.difference =
        sim::checks::compare({sim::checks::TableOf::pool_nodes, {0, 3}, {{2, up}}},
                             {sim::checks::TableOf::pool_nodes, {0, 3}, {{2, down}}}, false);
    told.verdict.unmet = {unmet};
    told.verdict.ending = Ending::not_as_expected;
    const std::string text = tell_verdict(told.telling(), told.style);
    EXPECT_TRUE(has(text, "pool_nodes via node101 differs of step 2")) << text;
    EXPECT_TRUE(has(text, ">down<")) << text;
    EXPECT_TRUE(has(text, "exit 3")) << text;
}

TEST(Verdict, UnneededWaiversAndUnaskedPinsAreReported) {
    Told told;
    told.script_.waivers = {"stale_down (documented)"};
    told.script_.pins = {"node101/session/operator#9/load_balance"};
    told.verdict.unneeded_waivers = {0};
    told.verdict.unasked_pins = {0};
    const std::string text = tell_verdict(told.telling(), told.style);
    EXPECT_TRUE(has(text, "the waiver of stale_down (documented) was not needed")) << text;
    EXPECT_TRUE(has(text, "operator#9/load_balance\" was never asked")) << text;
}

}  // namespace
}  // namespace reports
