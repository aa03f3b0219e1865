// The comparison must find what it is there to find: a log equals itself, and a perturbed one does
// not, wherever it is perturbed; what is only numbered differently is equal.
#include "tests/fidelity/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <regex>
#include <stdexcept>

#include "tests/fidelity/allowed.hpp"

namespace fidelity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Log recorded(const std::string& path) {
    return parse_log(read_text("tests/recordings/pgpool-3.6/" + path));
}

const std::vector<std::string> logs{"stale_down/pgpool1.log",
                                    "stale_down/pgpool2.log",
                                    "stale_down_persisted/pgpool1.log",
                                    "stale_down_persisted/pgpool2.log",
                                    "standby_down_up_without_restart/pgpool1.log",
                                    "standby_down_up_without_restart/pgpool2.log"};

TEST(FidelityCompare, ALogEqualsItself) {
    for (const std::string& path : logs) {
        EXPECT_THAT(compare(streams(recorded(path)), streams(recorded(path))), IsEmpty()) << path;
    }
}

TEST(FidelityCompare, OtherPidsPortsSocketsAndIdsAreTheSameLog) {
    for (const std::string& path : logs) {
        std::string text = read_text("tests/recordings/pgpool-3.6/" + path);
        text = std::regex_replace(text, std::regex(R"((pid:? \[?|pid=|PID:|PCP child )(\d))"),
                                  "$01"
                                  "9$2");
        text = std::regex_replace(text, std::regex(R"((failover ID:? |_id \[)([1-9]))"),
                                  "$01"
                                  "7$2");
        text = std::regex_replace(text, std::regex(R"(127\.0\.0\.1:(\d))"), "127.0.0.7:6$01");
        text = std::regex_replace(text, std::regex(R"(socket=\d+)"), "socket=77");
        EXPECT_THAT(describe(compare(streams(recorded(path)), streams(parse_log(text)))), "")
            << path;
    }
}

TEST(FidelityCompare, ADroppedMessageIsFoundWhereverItStood) {
    const Log whole = recorded("stale_down/pgpool1.log");
    const auto expected = streams(whole);
    std::size_t unseen = 0;
    for (std::size_t at = 0; at < whole.entries.size(); ++at) {
        Log perturbed = whole;
        perturbed.entries.erase(perturbed.entries.begin() + static_cast<std::ptrdiff_t>(at));
        if (!compare(expected, streams(perturbed)).empty()) continue;
        ++unseen;
        // Sessions count once for each course they take, so one of several alike may go.
        EXPECT_EQ(whole.entries[at].process, "CHILD") << whole.entries[at].text;
    }
    EXPECT_LT(unseen, whole.entries.size() / 10);
}

TEST(FidelityCompare, AChangedWordOrDetailIsFound) {
    const Log whole = recorded("standby_down_up_without_restart/pgpool1.log");
    for (std::size_t at = 0; at < whole.entries.size(); ++at) {
        Log perturbed = whole;
        perturbed.entries[at].text += " x";
        EXPECT_FALSE(compare(streams(whole), streams(perturbed)).empty()) << at;
        perturbed = whole;
        perturbed.entries[at].more.push_back("DETAIL:  x");
        EXPECT_FALSE(compare(streams(whole), streams(perturbed)).empty()) << at;
    }
}

TEST(FidelityCompare, TwoMessagesOfOneProcessMayNotChangePlaces) {
    const Log whole = recorded("stale_down/pgpool1.log");
    Log perturbed = whole;
    std::vector<std::size_t> main;
    for (std::size_t at = 0; at < whole.entries.size(); ++at) {
        if (whole.entries[at].process == "MAIN") main.push_back(at);
    }
    std::swap(perturbed.entries[main[1]], perturbed.entries[main[2]]);
    EXPECT_THAT(compare(streams(whole), streams(perturbed)), testing::SizeIs(1));
}

TEST(FidelityCompare, ConversationsOfTheWatchdogMayInterleave) {
    const std::string begin = "2026-11-22 07:00:00.000: pid 1: WATCHDOG: LOG:  ";
    const std::string local =
        begin +
        "received the failover command lock request from local pgpool-II on IPC interface\n" +
        begin + "local pgpool-II node \"a\" is requesting to release [FAILOVER] lock\n";
    const std::string remote =
        begin + "received the failover command lock request from remote pgpool-II node \"b\"\n" +
        begin + "FAILBACK lock is currently LOCKED\n";
    EXPECT_THAT(compare(streams(parse_log(local + remote)), streams(parse_log(remote + local))),
                IsEmpty());
}

TEST(FidelityDelays, TheRecordingsKeepTheProductsFixedDelays) {
    std::size_t alone = 0;
    std::size_t joined = 0;
    std::size_t polls = 0;
    for (const std::string& path : logs) {
        for (const Delay& delay : fixed_delays(recorded(path))) {
            EXPECT_NEAR(static_cast<double>(delay.measured), static_cast<double>(delay.nominal),
                        static_cast<double>(delay_tolerance))
                << path << ": " << delay.name;
            alone += delay.name == "lone start" ? 1U : 0U;
            joined += delay.name == "join" ? 1U : 0U;
            polls += delay.name == "lock poll" ? 1U : 0U;
        }
    }
    EXPECT_EQ(alone, 8U);
    EXPECT_EQ(joined, 8U);
    EXPECT_GE(polls, 2U);
}

TEST(FidelityAllowed, ALineMayDifferOnlyByATableWithReasons) {
    auto table = read_allowed("# comment\n\nCHILD | a.* | because\nMAIN | b => c | why\n");
    ASSERT_EQ(table.size(), 2U);
    EXPECT_EQ(table[0].reason, "because");
    EXPECT_TRUE(table[1].pair);
    Log log;
    for (const char* text : {"b", "b", "c", "a"}) {
        log.entries.push_back({0, 1, "MAIN", "LOG", text, {}});
    }
    std::vector<std::string> left;
    for (const Entry& entry : without_allowed(log, table).entries) left.push_back(entry.text);
    EXPECT_THAT(left, ElementsAre("b", "a"));
    EXPECT_FALSE(table[0].used) << "the `a` is MAIN's";
    EXPECT_TRUE(table[1].used);
    EXPECT_THROW((void)read_allowed("CHILD | a.*\n"), std::runtime_error);
}

TEST(FidelityAllowed, EveryEntryOfTheTableIsNeededByARecording) {
    auto table = read_allowed(read_text("tests/fidelity/allowed.txt"));
    for (const std::string& path : logs) (void)without_allowed(recorded(path), table);
    for (const Allowed& allowed : table) {
        EXPECT_TRUE(allowed.used) << "allowed.txt:" << allowed.line << ": no log has such a line";
        EXPECT_FALSE(allowed.reason.empty()) << "allowed.txt:" << allowed.line;
    }
    std::cout << table.size() << " kinds of lines are allowed to differ\n";
}

}  // namespace
}  // namespace fidelity
