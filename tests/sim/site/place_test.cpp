#include "sim/site/place.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/load.hpp"
#include "tests/sim/site/fixture.hpp"

namespace sim::site {
namespace {

using scenario::Scenario;

/// Primary and proxy on a, standby and proxy on b, a standby alone on c.
const std::string cluster = R"(
version = 1
title = "a story"
[[host]]
name = "a"
address = "192.168.0.1"
database = "primary"
proxy = true
[[host]]
name = "b"
address = "192.168.0.2"
database = { role = "standby", lsn = "1/0" }
proxy = { status_file = ["up", "up", "down"] }
[[host]]
name = "c"
address = "192.168.0.3"
database = "standby"
[database]
recovery_job = "1min"
)";

Scenario story(const std::string& step) {
    const scenario::NamedCatalogue logics[] = {{"interlock", &catalogue()}};
    const std::string text = cluster + "[[step]]\nname = \"the step\"\n" + step;
    auto parsed = scenario::load_text("story.toml", text, {logics, {}, {}});
    EXPECT_TRUE(parsed.value) << render(parsed.diagnostics);
    return parsed.value ? parsed.value->front() : Scenario{};
}

Site together() { return site_of({recorded("pgpool1.conf"), recorded("pgpool2.conf")}); }
/// Three proxies on hosts 0 to 2, three databases on hosts 3 to 5.
Site apart() { return site_of({recorded("three_proxies_pgpool1.conf")}); }

Scenario placed(const Scenario& told, const Site& site) {
    Placed result = place(told, site, false);
    EXPECT_TRUE(result.scenario) << result.problem;
    return result.scenario ? std::move(*result.scenario) : Scenario{};
}

TEST(Place, TheClusterIsTheSitesAndTheStoryKeepsWhatIsItsOwn) {
    const Scenario told = placed(story("do = { stop_database = 'c' }"), together());
    ASSERT_EQ(told.hosts.size(), 3U);
    EXPECT_EQ(told.hosts[0].address, "127.0.0.101");
    EXPECT_EQ(told.proxies[1].wd_port, 9001);
    EXPECT_EQ(told.dialect, "pgpool-3.6");
    EXPECT_EQ(told.databases[1].first_lsn, std::uint64_t{1} << 32U);
    ASSERT_TRUE(told.databases[2].recovery_job);
    EXPECT_EQ(*told.databases[2].recovery_job, std::chrono::minutes{1});
    ASSERT_TRUE(told.proxies[1].status_file);
    EXPECT_EQ(told.proxies[1].status_file->lines, (std::vector<std::string>{"up", "up", "down"}));
}

TEST(Place, RolesFindTheirHostsWhicheverBackendIsThePrimary) {
    Wishes wishes;
    wishes.primary = 1;
    const Site site = site_of({recorded("pgpool1.conf"), recorded("pgpool2.conf")}, wishes);
    const Scenario told = placed(story("do = [ { stop_database = 'a' }, { stop_proxy = 'a' }, "
                                       "{ pcp_attach_node = 'b', on = 'b' } ]"),
                                 site);
    const auto& actions = told.steps[0].actions;
    EXPECT_EQ(actions[0].targets[0].id, 1) << "the primary";
    EXPECT_EQ(actions[1].targets[0].id, 1) << "the proxy on its host";
    ASSERT_TRUE(actions[2].node);
    EXPECT_EQ(actions[2].node->id, 0) << "the standby beside a proxy";
    ASSERT_TRUE(actions[2].on);
    EXPECT_EQ(actions[2].on->id, 0);
    ASSERT_TRUE(told.proxies[0].status_file);
    EXPECT_EQ(told.proxies[0].status_file->lines, (std::vector<std::string>{"up", "up", "down"}));
}

TEST(Place, ConditionsMeanTheSitesHosts) {
    Wishes wishes;
    wishes.primary = 2;
    const Site site = site_of({recorded("pgpool1.conf"), recorded("pgpool2.conf")}, wishes);
    const Scenario before = story("expect = 'status(a, by=b) == up'");
    const Scenario told = placed(before, site);
    const auto names = [](const Scenario& of) {
        std::vector<std::int64_t> ids;
        for (const auto& node : of.steps[0].observations[0].condition.nodes) {
            if (node.op == scenario::Operator::name) ids.push_back(node.value);
        }
        return ids;
    };
    EXPECT_EQ(names(before), (std::vector<std::int64_t>{0, 1}));
    EXPECT_EQ(names(told)[0], 2);
}

TEST(Place, AHostOfTwoPartsIsBothOfTheSitesHosts) {
    const Scenario told = placed(story("do = { partition = [['a'], ['b', 'c']] }"), apart());
    const auto& groups = told.steps[0].actions[0].groups;
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].size(), 2U) << "its database's and its proxy's";
    EXPECT_EQ(groups[1].size(), 3U);
}

TEST(Place, WhatTheStorySaysOfItsOwnClusterFallsAway) {
    Scenario before = story(
        "do = { pcp_attach_node = 2, on = 'a', answer = "
        "'pcp_attach_node -- Command Successful', exit = 0 }");
    before.outcome = "stale_down";
    before.waivers.push_back({"stale_down", "because", {}});
    ASSERT_TRUE(before.steps[0].actions[0].answer);
    const Scenario told = placed(before, together());
    EXPECT_FALSE(told.steps[0].actions[0].answer);
    EXPECT_FALSE(told.steps[0].actions[0].exit_status);
    EXPECT_EQ(told.outcome, "");
    EXPECT_TRUE(told.waivers.empty());
}

TEST(Place, ASiteThatIsTooSmallSaysWhatIsMissing) {
    const Folder folder("small");
    const Site site = site_of(
        {folder.write("pgpool.conf", "backend_hostname0 = '10.0.0.1'\nbackend_port0 = 5432\n")});
    const Placed none = place(story("do = { stop_database = 'c' }"), site, false);
    EXPECT_FALSE(none.scenario);
    EXPECT_EQ(none.problem, "needs 3 databases, the site has 1; needs 2 proxies, the site has 1");
}

scenario::Target host(std::int32_t id) {
    return {scenario::Target::Kind::named, scenario::Target::Of::host, id};
}

TEST(Place, HostsThatAreOneCannotBeParted) {
    Scenario before = story("do = { partition = [['a'], ['b', 'c']] }");
    // As if the story had the proxy of `a` on a host of its own, and cut it off from `a`.
    before.hosts.push_back(before.hosts[0]);
    before.hosts.back().name = "d";
    before.hosts.back().address = "192.168.0.4";
    before.hosts.back().database.reset();
    before.hosts[0].proxy.reset();
    before.proxies[0].host = scenario::HostId{3};
    before.steps[0].actions[0].groups = {{host(0)}, {host(3)}};
    const Placed none = place(before, together(), false);
    EXPECT_FALSE(none.scenario);
    EXPECT_EQ(none.problem, "parts hosts that are one host at this site");
}

TEST(Place, ClientsWriteWhereTheStoryHasNone) {
    const Placed with = place(story("do = { stop_database = 'c' }"), together(), true);
    ASSERT_TRUE(with.scenario);
    ASSERT_EQ(with.scenario->loads.size(), 1U);
    EXPECT_EQ(with.scenario->loads[0].every, std::chrono::milliseconds{50});
}

}  // namespace
}  // namespace sim::site
