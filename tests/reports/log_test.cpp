#include "reports/log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

#include "reports/dialect.hpp"
#include "reports/text.hpp"
#include "tests/reports/fixture.hpp"

namespace reports {
namespace {

using namespace reports_test;
using failover::interlock::Interlock;

/// A message as the seed's log shows it: who printed it and with what arguments.
struct Said {
    int pid;
    std::string_view role;
    std::string_view key;
    std::array<std::int32_t, 4> arguments;
};

// cluster.log of the seed, message by message (semantics-3.6 §7.9).
constexpr int failover_id = 465;
constexpr int remote = 0;
constexpr int local = 1;
constexpr std::array said{
    Said{22474, "watchdog", "wd.request_local", {}},
    Said{22474, "watchdog", "wd.processing_local", {0}},
    Said{22474, "watchdog", "wd.forwarding", {0, 1}},
    Said{22434, "main", "main.failover_request", {}},
    Said{22474, "watchdog", "wd.new_ipc", {}},
    Said{22474, "watchdog", "lock.local", {}},
    Said{22474, "watchdog", "lock.start", {local, 0, 0, failover_id}},
    Said{22474, "watchdog", "lock.holder", {local, 0}},
    Said{22434, "main", "failover.failback_start", {2}},
    Said{22434, "main", "failover.node_not_down", {0, 2}},
    Said{22474, "watchdog", "lock.remote", {1}},
    Said{22474, "watchdog", "lock.start", {remote, 1, 0, failover_id}},
    Said{22474, "watchdog", "lock.held", {remote, 1, 0}},
    Said{2797, "pcp", "pcp.worker_exit_success", {4532}},
    Said{2797, "pcp", "pcp.worker_exits", {4532, 0}},
    Said{22474, "watchdog", "wd.new_ipc", {}},
    Said{22474, "watchdog", "lock.local", {}},
    Said{22474, "watchdog", "lock.release", {local, 0, 1, failover_id}},
    Said{22474, "watchdog", "lock.released", {local, 0, 1, failover_id}},
    Said{22434, "main", "failover.keep_children_failback", {2}},
    Said{22474, "watchdog", "wd.new_ipc", {}},
    Said{22474, "watchdog", "lock.local", {}},
    Said{22474, "watchdog", "lock.release", {local, 0, 0, failover_id}},
    Said{22474, "watchdog", "lock.released", {local, 0, 0, failover_id}},
    Said{22434, "main", "find_primary.waiting", {}},
    Said{22434, "main", "find_primary.checking", {0}},
    Said{22434, "main", "find_primary.found", {0}},
    Said{22474, "watchdog", "wd.new_ipc", {}},
    Said{22474, "watchdog", "lock.local", {}},
    Said{22474, "watchdog", "lock.release", {local, 0, 2, failover_id}},
    Said{22474, "watchdog", "lock.released", {local, 0, 2, failover_id}},
    Said{22434, "main", "failover.new_primary", {0}},
    Said{22434, "main", "failover.new_master", {0}},
    Said{2799, "worker", "worker.restart_request", {}},
    Said{22474, "watchdog", "wd.new_ipc", {}},
    Said{22474, "watchdog", "lock.remote", {1}},
    Said{22474, "watchdog", "lock.check", {remote, 1, 1, failover_id}},
    Said{22474, "watchdog", "lock.free", {remote, 1, 1, 0}},
    Said{22474, "watchdog", "lock.local", {}},
    Said{22474, "watchdog", "lock.resign", {local, 0, 0, failover_id}},
    Said{22474, "watchdog", "lock.resigned", {local, 0}},
    Said{22434, "main", "failover.failback_done", {2}},
};

int role_of(std::string_view name) {
    const auto& roles = Interlock::catalogue().roles;
    for (std::size_t role = 0; role < roles.size(); ++role) {
        if (roles[role].name == name) return static_cast<int>(role);
    }
    return -1;
}

void log(Records& records, int proxy, const Said& one) {
    records.add(Kind::log_line, {proxy | role_of(one.role) << 16, one.pid, message(one.key),
                                 one.arguments[0], one.arguments[1]});
    records.add(Kind::log_more, {one.arguments[2], one.arguments[3]});
}

std::string render(const Records& records, std::string_view dialect, int proxy = 0) {
    const Cluster cluster = seed_cluster();
    return render_log(log_lines(records.list(), failover::ProxyId{proxy}), cluster,
                      *find_dialect(dialect));
}

std::string file(const std::string& path) {
    std::ifstream stream(std::string(RECORDINGS) + "/" + path);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Web copies of a log have one blank where the product writes two.
std::string as_on_the_web(std::string text) {
    for (std::size_t at = 0; (at = text.find(":  ", at)) != std::string::npos;)
        text.erase(at + 1, 1);
    return text;
}

TEST(Log, TheSeedsClusterLogIsPrintedCharacterForCharacter) {
    Records records;
    records.at(373s);  // 16:26:13
    for (const Said& one : said) log(records, 0, one);
    const std::string expected = file("seed/cluster.log");
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(as_on_the_web(render(records, "v8r3")), expected);
}

TEST(Log, TwoBlanksFollowTheLevel) {
    Records records;
    log(records, 0, {7, "main", "find_primary.waiting", {}});
    EXPECT_EQ(render(records, "v8r3"),
              "2023-08-04 16:20:00: pid 7: LOG:  find_primary_node_repeatedly: waiting for "
              "finding a primary node\n");
}

TEST(Log, ThePlainDialectNamesProcessesAndMillisecondsAsTheRecordingsDo) {
    Records records;
    records.at(658ms);
    log(records, 0, {18509, "main", "status.missing", {0}});
    log(records, 0, {18513, "watchdog", "wd.forwarding", {1, 1}});
    EXPECT_EQ(render(records, "pgpool-3.6"),
              "2023-08-04 16:20:00.658: pid 18509: MAIN: LOG:  Backend status file "
              "/var/log/status does not exist\n"
              "2023-08-04 16:20:00.658: pid 18513: WATCHDOG: LOG:  forwarding the failover "
              "request [DEGENERATE_BACKEND_REQUEST] to all alive nodes\n"
              "2023-08-04 16:20:00.658: pid 18513: WATCHDOG: DETAIL:  watchdog cluster "
              "currently has 1 connected remote nodes\n");
}

TEST(Log, RawOutputIsGluedInFrontOfTheNextLine) {
    Records records;
    log(records, 0, {7, "main", "failover.done_raw", {2}});
    log(records, 0, {7, "main", "failover.new_primary", {0}});
    EXPECT_EQ(render(records, "v8r3"),
              "failover done. shutdown host 192.168.1.103(54321)2023-08-04 16:20:00: pid 7: LOG:  "
              "failover: set new primary node: 0\n");
}

TEST(Log, TheVendorLeavesOutWhatAPcpWorkerReceivedButNotWhatTheWatchdogDid) {
    Records records;
    log(records, 0, {7, "pcp_worker", "request.failback_received", {2, 7, 0}});
    log(records, 0, {8, "watchdog", "request.failback_received", {2, 8, 13}});
    const std::string vendor = render(records, "v8r3");
    EXPECT_EQ(vendor.find("pid 7"), std::string::npos);
    EXPECT_NE(vendor.find("from pid [8] wd_failover_id [13]"), std::string::npos);
    EXPECT_NE(render(records, "pgpool-3.6").find("PCP WORKER"), std::string::npos);
}

TEST(Log, NoticesAreNotPrinted) {
    Records records;
    log(records, 0, {7, "main", "request.failback_unstable", {2, 7}});
    EXPECT_EQ(render(records, "pgpool-3.6"), "");
}

TEST(Log, OneProxysLogHasNothingOfAnother) {
    Records records;
    log(records, 1, {7, "main", "find_primary.found", {1}});
    log(records, 0, {8, "main", "failover.new_primary", {0}});
    const std::string first = render(records, "v8r3", 0);
    EXPECT_EQ(first.find("primary node id is 1"), std::string::npos);
    EXPECT_NE(first.find("set new primary node: 0"), std::string::npos);
}

TEST(Log, LinesAreStampedByTheClockOfTheirProxysHost) {
    Records records;
    constexpr int ten_seconds_low = 0x540BE400;  // 10'000'000'000 in two words
    constexpr int ten_seconds_high = 2;
    records.add(Kind::clock, {3, ten_seconds_low, ten_seconds_high, 0, 0});
    records.at(5s);
    log(records, 0, {7, "main", "failover.new_primary", {0}});
    log(records, 1, {8, "main", "failover.new_primary", {0}});
    EXPECT_EQ(render(records, "v8r3", 0).substr(0, 19), "2023-08-04 16:20:15");
    EXPECT_EQ(render(records, "v8r3", 1).substr(0, 19), "2023-08-04 16:20:05");
}

TEST(Log, WhatAStartingProxySaysToItsTerminalIsALineOfItsOwn) {
    Records records;
    log(records, 0, {7, "main", "main.pid_file_found", {}});
    log(records, 0, {7, "main", "find_primary.waiting", {}});
    const std::string text = render(records, "pgpool-3.6");
    EXPECT_EQ(text.substr(0, text.find('\n')),
              "NOTICE: pid file found but it seems bogus. Trying to start pgpool anyway...");
    EXPECT_EQ(text.back(), '\n');
}

TEST(Log, GarbageOfAStatusFileIsShownUpToEightLetters) {
    Records records;
    log(records, 0, {7, "main", "status.garbage", {2, 0x6e776f64, 0x0000786f}});
    EXPECT_NE(render(records, "v8r3").find("backend:2 status is invalid: \"downox\""),
              std::string::npos);
}

TEST(Log, LinesOfTwoProcessesStandInTheOrderOfTheirTimes) {
    Records records;
    records.at(2ms);
    log(records, 0, {7, "main", "find_primary.waiting", {}});
    records.at(1ms);
    log(records, 0, {8, "watchdog", "wd.new_ipc", {}});
    const std::string text = render(records, "v8r3");
    EXPECT_LT(text.find("pid 8"), text.find("pid 7"));
}

TEST(Text, CommandsShowTheirPlaceholdersFilledIn) {
    Cluster cluster = seed_cluster();
    cluster.proxies[0].parameters = {"", "/bin/failover.sh %d %h %p %D %m %M %H %P %r %R %% %z"};
    const failover::CommandLine line{1, 0, 1, 0, 0, 1};
    EXPECT_EQ(command_text(line, cluster, failover::ProxyId{0}),
              "/bin/failover.sh 0 192.168.1.101 54321 /data 1 0 192.168.1.102 0 54321 /data % ");
}

TEST(Text, ACommandWithoutANewMasterShowsEmptyQuotes) {
    Cluster cluster = seed_cluster();
    cluster.proxies[0].parameters = {"%m %H %r %R"};
    const failover::CommandLine line{0, 2, -1, 0, 0, -1};
    EXPECT_EQ(command_text(line, cluster, failover::ProxyId{0}), "-1 \"\" \"\" \"\"");
}

TEST(Text, ThreeArgumentsCarryACommandLine) {
    const auto line = unpack_command(5 | 2 << 16, 0xffff, 3 | (0xffff << 16));
    EXPECT_EQ(line, (failover::CommandLine{5, 2, -1, 0, 3, -1}));
}

TEST(Text, BackendsThatAreNotConfiguredHaveNoNameAndPortZero) {
    EXPECT_EQ(fill("host {0:host}({0:port})", {7}, seed_cluster(), failover::ProxyId{0}),
              "host (0)");
}

TEST(Text, EveryFormOfTheInterlocksTextsIsKnown) {
    const auto& catalogue = Interlock::catalogue();
    for (const auto& text : catalogue.messages) {
        for (const auto part : {text.text, text.detail, text.hint, text.context}) {
            EXPECT_TRUE(forms_known(part, catalogue)) << text.key << ": " << part;
        }
    }
}

TEST(Text, AnUnknownFormIsFoundOut) {
    EXPECT_FALSE(forms_known("{0:colour}", Interlock::catalogue()));
    EXPECT_FALSE(forms_known("{7}", Interlock::catalogue()));
}

TEST(Dialect, EveryDroppedKeyAndRoleExistsInTheCatalogue) {
    for (const Dialect& dialect : dialects()) {
        for (const Dropped& drop : dialect.dropped) {
            EXPECT_LT(message(drop.key), Interlock::catalogue().messages.size()) << drop.key;
            EXPECT_TRUE(drop.role.empty() || role_of(drop.role) >= 0) << drop.role;
        }
        for (const auto key : dialect.dropped_everywhere) {
            EXPECT_LT(message(key), Interlock::catalogue().messages.size()) << key;
        }
    }
}

}  // namespace
}  // namespace reports
