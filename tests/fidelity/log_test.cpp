// The parser, on texts that show one thing each and on every recorded log.
#include "sim/fidelity/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/fidelity/commands.hpp"
#include "sim/fidelity/recording.hpp"
#include "sim/fidelity/tables.hpp"

namespace sim::fidelity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FidelityLog, AMessageHasTimeProcessLevelAndText) {
    const Log log = parse_log(
        "2026-11-22 07:24:13.926: pid 19307: WATCHDOG: LOG:  new IPC connection received\n");
    ASSERT_EQ(log.entries.size(), 1U);
    const Entry expected{26653926, 19307, "WATCHDOG", "LOG", "new IPC connection received", {}, 0};
    EXPECT_EQ(log.entries[0], expected);
    EXPECT_THAT(log.strange, IsEmpty());
}

TEST(FidelityLog, DetailsBelongToTheMessageOfTheirPid) {
    const Log log = parse_log(
        "2026-11-22 07:24:13.926: pid 1: MAIN: ERROR:  no\n"
        "2026-11-22 07:24:13.926: pid 2: WORKER: LOG:  other\n"
        "2026-11-22 07:24:13.926: pid 1: MAIN: DETAIL:  why\n"
        "2026-11-22 07:24:13.926: pid 1: MAIN: HINT:  do\n");
    ASSERT_EQ(log.entries.size(), 2U);
    EXPECT_THAT(log.entries[0].more, ElementsAre("DETAIL:  why", "HINT:  do"));
    EXPECT_THAT(log.entries[1].more, IsEmpty());
}

TEST(FidelityLog, RawOutputGluedToALineIsAnEntryOfItsOwn) {
    const Log log = parse_log(
        "failover done. shutdown host 127.0.0.103(54321)2026-11-22 07:23:50.749: pid 19303: MAIN: "
        "LOG:  failover done. shutdown host 127.0.0.103(54321)\n");
    ASSERT_EQ(log.entries.size(), 2U);
    EXPECT_EQ(log.entries[0].process, "raw");
    EXPECT_EQ(log.entries[0].text, "failover done. shutdown host 127.0.0.103(54321)");
    EXPECT_EQ(log.entries[1].process, "MAIN");
}

TEST(FidelityLog, WhatIsNoMessageIsReportedAsStrange) {
    EXPECT_THAT(parse_log("something else\n").strange, ElementsAre("something else"));
    EXPECT_THAT(parse_log("2026-11-22 07:24:13.926: pid 1: MAIN: DETAIL:  of nothing\n").strange,
                testing::SizeIs(1));
}

TEST(FidelityLog, EveryLineOfEveryRecordedLogIsUnderstood) {
    std::size_t messages = 0;
    for (const char* path : {"stale_down/pgpool1.log", "stale_down/pgpool1-attach.log",
                             "stale_down/pgpool1-restart.log", "stale_down/pgpool2.log",
                             "stale_down/pgpool2-attach.log", "stale_down/pgpool2-restart.log",
                             "stale_down_persisted/pgpool1.log", "stale_down_persisted/pgpool2.log",
                             "standby_down_up_without_restart/pgpool1.log",
                             "standby_down_up_without_restart/pgpool2.log"}) {
        const Log log = parse_log(
            read_text(std::string(SIMRUN_SOURCE_DIR "/tests/recordings/pgpool-3.6/") + path));
        EXPECT_THAT(log.strange, IsEmpty()) << path;
        messages += log.entries.size();
    }
    EXPECT_GT(messages, 900U) << "ten logs, of which some are excerpts of others";
}

TEST(FidelityTables, ASnapshotHasOneTableForEachProxy) {
    const auto snapshots = read_snapshots(read_text(
        SIMRUN_SOURCE_DIR "/tests/recordings/pgpool-3.6/stale_down/pool_nodes-2-restarted.txt"));
    ASSERT_EQ(snapshots.size(), 2U);
    EXPECT_EQ(snapshots[0].proxy, 1);
    EXPECT_EQ(snapshots[1].proxy, 2);
    ASSERT_EQ(snapshots[0].table.size(), 4U);
    EXPECT_EQ(snapshots[0].table[0][3], "status");
    EXPECT_THAT(snapshots[1].table[3], ElementsAre("2", "127.0.0.103", "54321", "down", "0.333333",
                                                   "standby", "0", "false", "0"));
}

TEST(FidelityTables, AStatusFileIsThreeWords) {
    const auto files = read_status_files(read_text(
        SIMRUN_SOURCE_DIR "/tests/recordings/pgpool-3.6/stale_down/pgpool_status-2-restarted.txt"));
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].proxy, 1);
    EXPECT_THAT(files[1].lines, ElementsAre("up", "up", "down"));
}

TEST(FidelityTables, AReplicationViewSaysWhoStreams) {
    const auto views = read_replication(
        read_text(SIMRUN_SOURCE_DIR
                  "/tests/recordings/pgpool-3.6/stale_down/pg_stat_replication-4-attached.txt"));
    ASSERT_EQ(views.size(), 3U);
    EXPECT_EQ(views[0].in_recovery, "f");
    ASSERT_EQ(views[0].table.size(), 3U);
    EXPECT_EQ(views[0].table[2][2], "node3");
    EXPECT_EQ(views[2].in_recovery, "t");
    EXPECT_EQ(views[2].table.size(), 1U);
}

TEST(FidelityCommands, AStepHasACommandAnExitStatusAndAnOutput) {
    const auto steps = read_steps(
        "- 2026-11-22 07:24:13.913 STEP: pcp_attach_node on pgpool1\n"
        "    - cmd: `lab.sh pcp 1 attach_node -n 2 --verbose`\n"
        "    - rc=1, took 1.018 s, output:\n"
        "          one \n          two\n          \n"
        "- 2026-11-22 07:24:17.959 NOTE: snapshot\n          none\n");
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(steps[0].took, 1018);
    const auto commands = typed_commands(steps);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].words, "pcp_attach_node 2");
    EXPECT_EQ(commands[0].proxy, 1);
    EXPECT_EQ(commands[0].exit_status, 1);
    EXPECT_EQ(commands[0].output, "one\ntwo");
}

TEST(FidelityCommands, AQueryIsToldFromOneWhoseValuesAreNotKept) {
    const auto commands = typed_commands(read_steps(
        "- 2026-11-22 07:24:13.913 STEP: a look\n"
        "    - cmd: `lab.sh q 2 show pool_nodes`\n    - rc=0, took 0.060 s, output:\n          x\n"
        "- 2026-11-22 07:24:14.913 STEP: a read\n"
        "    - cmd: `lab.sh q 1 select 1`\n    - rc=2, took 12.051 s, output:\n          x\n"));
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].words, "psql show pool_nodes");
    EXPECT_EQ(commands[0].proxy, 2);
    EXPECT_EQ(commands[1].words, "psql");
    EXPECT_EQ(commands[1].exit_status, 2);
}

TEST(FidelityCommands, AnIdThatIsNoNumberIsZeroAsTheToolsReadIt) {
    const auto commands = typed_commands(
        read_steps("- 2026-11-22 07:24:13.913 STEP: x\n    - cmd: `lab.sh pcp 1 attach_node -n x`\n"
                   "    - rc=0, took 0.012 s, output:\n"));
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].words, "pcp_attach_node 0");
}

TEST(FidelityCommands, WatchdogInfoIsAnAnswerOfEachProxy) {
    const auto commands = watchdog_infos(
        "-- pcp_watchdog_info --verbose via pgpool1 at 08:37:29.303\nA \n\n"
        "-- pcp_watchdog_info --verbose via pgpool2 at 08:37:29.312\n"
        "ERROR: connection to host \"x\" failed\n-- VIP on: proxy1\n");
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].output, "A");
    EXPECT_TRUE(commands[0].of_snapshot);
    EXPECT_EQ(commands[1].proxy, 2);
    EXPECT_EQ(commands[1].exit_status, 1);
}

TEST(FidelityRecording, AStorySaysWhereItsRecordingLies) {
    const Place whole = place_of("recording of Pgpool-II 3.6.28: tests/recordings/x");
    EXPECT_EQ(whole.folder, "tests/recordings/x");
    EXPECT_EQ(whole.logs, "");
    const Place part = place_of("recording: tests/recordings/x (logs run1, snapshots 1-)");
    EXPECT_EQ(part.folder, "tests/recordings/x");
    EXPECT_EQ(part.logs, "-run1");
    EXPECT_EQ(part.snapshots, "1-");
}

}  // namespace
}  // namespace sim::fidelity
