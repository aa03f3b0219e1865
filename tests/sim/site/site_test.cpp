#include "sim/site/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/site/fixture.hpp"

namespace sim::site {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::int64_t second = 1'000'000'000;

std::vector<std::string> texts(const std::vector<Note>& notes) {
    std::vector<std::string> list;
    for (const Note& note : notes) list.push_back(note.text);
    return list;
}

/// The smallest file that is a site.
const std::string least =
    "backend_hostname0 = '10.0.0.1'\nbackend_port0 = 5432\nbackend_weight0 = 1\n";

Site one_file(const std::string& more, const Wishes& wishes = {}) {
    const Folder folder("one");
    return site_of({folder.write("pgpool.conf", least + more)}, wishes);
}

TEST(Site, TheRecordedFilesOfTwoProxiesAreReadWhole) {
    const Site site = site_of({recorded("pgpool1.conf"), recorded("pgpool2.conf")});
    EXPECT_THAT(site.unknown, IsEmpty());
    EXPECT_EQ(site.used + site.irrelevant, 172U) << "every line of both files is a setting";
    ASSERT_EQ(site.databases.size(), 3U);
    ASSERT_EQ(site.proxies.size(), 2U);
    ASSERT_EQ(site.hosts.size(), 3U);
    EXPECT_EQ(site.hosts[0].address, "127.0.0.101");
    EXPECT_EQ(site.hosts[1].proxy, scenario::ProxyId{1});
    EXPECT_EQ(site.hosts[2].database, scenario::DatabaseId{2});
    EXPECT_FALSE(site.hosts[2].proxy);
    EXPECT_EQ(site.dialect, "pgpool-3.6");
}

TEST(Site, ItsValuesAreThoseOfTheFiles) {
    const Site site = site_of({recorded("pgpool1.conf"), recorded("pgpool2.conf")});
    ASSERT_EQ(site.proxies.size(), 2U);
    const auto& proxy = site.proxies[1];
    EXPECT_EQ(proxy.wd_port, 9001);
    EXPECT_EQ(proxy.pcp_port, 9899);
    EXPECT_EQ(proxy.port, 9999);
    EXPECT_EQ(proxy.status_path, "/lab/run36/pp2/log/pgpool_status");
    EXPECT_EQ(number_of(proxy, "health_check_period"), 5 * second);
    EXPECT_EQ(number_of(proxy, "connect_timeout"), 10 * second);
    EXPECT_EQ(number_of(proxy, "wd_heartbeat_deadtime"), 30 * second);
    EXPECT_EQ(number_of(proxy, "num_init_children"), 8);
    EXPECT_EQ(number_of(proxy, "log_standby_delay"), 2) << "if_over_threshold";
    EXPECT_EQ(number_of(proxy, "use_watchdog"), 1);
    EXPECT_EQ(text_of(proxy, "wd_escalation_command"), "/lab/run36/scripts/escalation.sh pgpool2");
    EXPECT_EQ(site.databases[2].data_directory, "/lab/run36/data2");
    EXPECT_EQ(site.databases[2].weight_millionths, 1'000'000);
}

TEST(Site, OneFileOfThreeStandsForThePeersThatItNames) {
    const Site site = site_of({recorded("three_proxies_pgpool1.conf")});
    EXPECT_THAT(site.unknown, IsEmpty());
    ASSERT_EQ(site.proxies.size(), 3U);
    EXPECT_EQ(site.hosts.size(), 6U) << "proxies and databases have hosts of their own";
    EXPECT_EQ(text_of(site.proxies[2], "delegate_IP"), "10.36.0.200");
    EXPECT_THAT(site.assumed, Contains(HasSubstr("10.36.0.13: no file was given")));
}

TEST(Site, WhatNoFileSaysIsWhatIsCompiledIntoTheProduct) {
    const Site site = one_file("");
    ASSERT_EQ(site.proxies.size(), 1U);
    EXPECT_EQ(number_of(site.proxies[0], "load_balance_mode"), 0);
    EXPECT_EQ(number_of(site.proxies[0], "sr_check_period"), 0);
    EXPECT_EQ(number_of(site.proxies[0], "use_watchdog"), 0);
    EXPECT_EQ(number_of(site.proxies[0], "health_check_timeout"), 20 * second);
    EXPECT_EQ(site.proxies[0].port, 9999);
}

TEST(Site, UnknownKeysAreListedWithTheNearestKnown) {
    const Site site =
        one_file("healthcheck_period = 5\nbackend_hostnam1 = 'x'\nPort = 1\nzzz = 1\n");
    EXPECT_EQ(texts(site.unknown),
              (std::vector<std::string>{
                  "unknown `healthcheck_period`; the nearest known is `health_check_period`",
                  "unknown `backend_hostnam1`; the nearest known is `backend_hostname1`",
                  "unknown `Port`; the nearest known is `port`", "unknown `zzz`"}));
    ASSERT_FALSE(site.unknown.empty());
    EXPECT_EQ(site.unknown[0].line, 4U);
}

TEST(Site, TheLastOfTwoSettingsCountsAndIsRemarked) {
    const Site site = one_file("port = 9998\nport = 9997\n");
    ASSERT_EQ(site.proxies.size(), 1U);
    EXPECT_EQ(site.proxies[0].port, 9997);
    EXPECT_THAT(texts(site.remarks), Contains(HasSubstr("`port` stands on line 4 already")));
}

TEST(Site, SettingsWithoutAModelAreNamedUnlessTheyMakeNoDifference) {
    const Site with =
        one_file("replication_mode = on\nchild_life_time = 0\ntrusted_servers = ''\n");
    EXPECT_THAT(texts(with.remarks), Contains("not modelled: replication_mode = on"));
    EXPECT_THAT(texts(with.remarks), Not(Contains(HasSubstr("child_life_time"))));
    EXPECT_THAT(texts(with.remarks), Not(Contains(HasSubstr("trusted_servers"))));
    EXPECT_THAT(texts(one_file("").remarks),
                Contains("not modelled: child_life_time = 300 (the product's default)"));
}

TEST(Site, CommentsMayHaveAnyEncoding) {
    const Site site = one_file("port = 9997 # \xb6\xcb\xbf\xda\n# \xff\n");
    ASSERT_EQ(site.proxies.size(), 1U);
    EXPECT_EQ(site.proxies[0].port, 9997);
}

TEST(Site, WeightsAndFlagsBelongToBackends) {
    const Site site = one_file(
        "backend_hostname1 = '10.0.0.2'\nbackend_port1 = 5432\nbackend_weight1 = 0.25\n"
        "backend_flag1 = 'DISALLOW_TO_FAILOVER'\n");
    ASSERT_EQ(site.databases.size(), 2U);
    EXPECT_EQ(site.databases[1].weight_millionths, 250'000);
    EXPECT_TRUE(site.databases[1].disallow_to_failover);
    EXPECT_FALSE(site.databases[0].disallow_to_failover);
}

TEST(Site, ThePrimaryIsBackendZeroUnlessTold) {
    const std::string second_one = "backend_hostname1 = '10.0.0.2'\nbackend_port1 = 5432\n";
    const Site assumed = one_file(second_one);
    EXPECT_EQ(assumed.databases[0].role, facts::DatabaseRole::primary);
    EXPECT_THAT(assumed.assumed, Contains(HasSubstr("is the primary at the start")));
    Wishes wishes;
    wishes.primary = 1;
    wishes.primary_told = true;
    const Site told = one_file(second_one, wishes);
    EXPECT_EQ(told.databases[0].role, facts::DatabaseRole::standby);
    EXPECT_EQ(told.databases[1].role, facts::DatabaseRole::primary);
    EXPECT_THAT(told.assumed, Not(Contains(HasSubstr("primary at the start"))));
    const Folder folder("primary");
    wishes.primary = 2;
    const std::string paths[] = {folder.write("pgpool.conf", least + second_one)};
    const auto none = read_site(paths, catalogue(), wishes);
    ASSERT_EQ(none.diagnostics.size(), 1U);
    EXPECT_EQ(none.diagnostics[0].message, "there is no backend 2; the files have 2");
}

TEST(Site, WhatACommandDoesIsAssumedOrTold) {
    using Does = scenario::CommandSpec::Does;
    const std::string command = "failover_command = '/x.sh %d'\n";
    const Site assumed = one_file(command);
    ASSERT_EQ(assumed.proxies[0].commands.size(), 1U);
    EXPECT_EQ(assumed.proxies[0].commands[0].does, Does::promote_new_master);
    EXPECT_THAT(assumed.assumed, Contains(HasSubstr("promotes the new master")));
    Wishes wishes;
    wishes.command_told = true;
    wishes.failover_command_promotes = false;
    const Site told = one_file(command, wishes);
    EXPECT_EQ(told.proxies[0].commands[0].does, Does::nothing);
    EXPECT_THAT(one_file("").proxies[0].commands, IsEmpty());
}

TEST(Site, KingbaseclusterFilesSpeakTheVendorsDialectAndFoldersNameTheHosts) {
    const Folder folder("kingbase");
    const Site site =
        site_of({folder.write("node1/kingbasecluster.conf", contents(recorded("pgpool1.conf"))),
                 folder.write("node2/kingbasecluster.conf", contents(recorded("pgpool2.conf")))});
    EXPECT_EQ(site.dialect, "v8r3");
    ASSERT_EQ(site.hosts.size(), 3U);
    EXPECT_EQ(called(site.hosts[0]), "node1 (127.0.0.101)");
    EXPECT_EQ(called(site.hosts[2]), "127.0.0.103");
    EXPECT_THAT(site.assumed, Contains(HasSubstr("kingbasecluster.conf has the keys")));
}

}  // namespace
}  // namespace sim::site
