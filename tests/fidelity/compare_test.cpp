// The comparison must find what it is there to find: a log equals itself, and a perturbed one does
// not, wherever it is perturbed; what is only numbered differently is equal.
#include "sim/fidelity/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <stdexcept>

#include "sim/fidelity/allowed.hpp"
#include "sim/fidelity/delays.hpp"
#include "sim/fidelity/recording.hpp"

namespace sim::fidelity {
namespace {

using testing::ElementsAre;

Log recorded(const std::string& path) {
    return parse_log(read_text(SIMRUN_SOURCE_DIR "/tests/recordings/pgpool-3.6/" + path));
}

const std::vector<std::string> logs{"stale_down/pgpool1.log",
                                    "stale_down/pgpool2.log",
                                    "stale_down_persisted/pgpool1.log",
                                    "stale_down_persisted/pgpool2.log",
                                    "standby_down_up_without_restart/pgpool1.log",
                                    "standby_down_up_without_restart/pgpool2.log"};

std::string differences(const Log& recorded, const Log& simulated) {
    std::string text;
    for (const Difference& each : compare(streams(recorded), streams(simulated)).differences) {
        text += describe(each);
    }
    return text;
}

TEST(FidelityCompare, ALogEqualsItself) {
    for (const std::string& path : logs) {
        EXPECT_EQ(differences(recorded(path), recorded(path)), "") << path;
    }
}

TEST(FidelityCompare, OtherPidsPortsSocketsAndIdsAreTheSameLog) {
    for (const std::string& path : logs) {
        std::string text = read_text(SIMRUN_SOURCE_DIR "/tests/recordings/pgpool-3.6/" + path);
        text = std::regex_replace(text, std::regex(R"((pid:? \[?|pid=|PID:|PCP child )(\d))"),
                                  "$01"
                                  "9$2");
        text = std::regex_replace(text, std::regex(R"((failover ID:? |_id \[)([1-9]))"),
                                  "$01"
                                  "7$2");
        text = std::regex_replace(text, std::regex(R"(127\.0\.0\.1:(\d))"), "127.0.0.7:6$01");
        text = std::regex_replace(text, std::regex(R"(socket=\d+)"), "socket=77");
        EXPECT_EQ(differences(recorded(path), parse_log(text)), "") << path;
    }
}

TEST(FidelityCompare, ADroppedMessageIsFoundWhereverItStood) {
    const Log whole = recorded("stale_down/pgpool1.log");
    for (std::size_t at = 0; at < whole.entries.size(); ++at) {
        Log perturbed = whole;
        perturbed.entries.erase(perturbed.entries.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_NE(differences(whole, perturbed), "") << whole.entries[at].text;
    }
}

TEST(FidelityCompare, AChangedWordOrDetailIsFound) {
    const Log whole = recorded("standby_down_up_without_restart/pgpool1.log");
    for (std::size_t at = 0; at < whole.entries.size(); ++at) {
        Log perturbed = whole;
        perturbed.entries[at].text += " x";
        EXPECT_NE(differences(whole, perturbed), "") << at;
        perturbed = whole;
        perturbed.entries[at].more.push_back("DETAIL:  x");
        EXPECT_NE(differences(whole, perturbed), "") << at;
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
    EXPECT_THAT(compare(streams(whole), streams(perturbed)).differences, testing::SizeIs(1));
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
    EXPECT_EQ(differences(parse_log(local + remote), parse_log(remote + local)), "");
}

TEST(FidelityDelays, TheRecordingsKeepTheProductsFixedDelays) {
    std::map<std::string, std::size_t> count;
    for (const std::string& path : logs) {
        for (const Delay& delay : delays(recorded(path))) {
            ++count[delay.name];
            if (!delay.nominal) continue;
            EXPECT_NEAR(static_cast<double>(delay.measured), static_cast<double>(*delay.nominal),
                        static_cast<double>(delay_tolerance))
                << path << ": " << delay.name;
        }
    }
    EXPECT_EQ(count["lone start"], 8U);
    EXPECT_GE(count["join"], 8U);
    EXPECT_GE(count["lock poll"], 2U);
    EXPECT_EQ(count["attach, asked here"], 1U) << "through the leader";
    EXPECT_EQ(count["attach, heard of"], 1U) << "at its peer";
}

TEST(FidelityAllowed, ALineMayDifferOnlyByATableWithReasons) {
    auto table = read_allowed("# comment\n\nCHILD | a.* | because\nMAIN | b => c | why\n");
    ASSERT_EQ(table.size(), 2U);
    EXPECT_EQ(table[0].reason, "because");
    EXPECT_EQ(table[1].texts.size(), 2U);
    Log log;
    for (const char* text : {"b", "b", "c", "a"}) {
        log.entries.push_back({0, 1, "MAIN", "LOG", text, {}, 0});
    }
    std::vector<std::string> left;
    for (const Entry& entry : without_allowed(log, table).entries) left.push_back(entry.text);
    EXPECT_THAT(left, ElementsAre("b", "a"));
    EXPECT_EQ(table[0].lines, 0U) << "the `a` is MAIN's";
    EXPECT_EQ(table[1].lines, 2U);
    EXPECT_THROW((void)read_allowed("CHILD | a.*\n"), std::runtime_error);
}

}  // namespace
}  // namespace sim::fidelity
