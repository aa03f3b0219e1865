// The rules of semantics-3.6 §2.3 and §2.4, case by case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/status_file.hpp"
#include "tests/failover/main_bench.hpp"

namespace failover::interlock::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::vector<Status> statuses(const MainBench& bench) {
    return {bench.shared.status.begin(), bench.shared.status.begin() + 4};
}

constexpr Status unused = Status::unused;
constexpr Status waiting = Status::connect_wait;
constexpr Status up = Status::up;
constexpr Status down = Status::down;

TEST(StatusFile, AMissingFileMakesAllConfiguredBackendsWait) {
    MainBench bench;
    bench.start(std::nullopt, false);
    EXPECT_THAT(statuses(bench), ElementsAre(waiting, waiting, waiting, unused));
    EXPECT_EQ(bench.lines().front(), "Backend status file path does not exist");
}

TEST(StatusFile, DiscardingUnlinksTheFileAndMakesAllWait) {
    MainBench bench;
    bench.start(StatusFile{{"up", "down", "up"}}, true);
    EXPECT_THAT(statuses(bench), ElementsAre(waiting, waiting, waiting, unused));
    const auto lines = bench.lines();
    EXPECT_EQ(lines[0], "unlink");
    EXPECT_EQ(lines[1], "Backend status file path discarded");
}

TEST(StatusFile, DiscardingAMissingFileChangesNothing) {
    MainBench bench;
    bench.start(std::nullopt, true);
    EXPECT_EQ(bench.lines().front(), "Backend status file path does not exist");
}

TEST(StatusFile, UpIsReadAsUpAndNotAsWaiting) {
    MainBench bench;
    bench.start(StatusFile{{"up", "up", "up"}}, false);
    EXPECT_THAT(statuses(bench), ElementsAre(up, up, up, unused));
    EXPECT_EQ(bench.lines().front(), "waiting for watchdog to initialize");
}

TEST(StatusFile, DownStaysDownWithALine) {
    MainBench bench;
    bench.start(StatusFile{{"up", "up", "down"}}, false);
    EXPECT_THAT(statuses(bench), ElementsAre(up, up, down, unused));
    EXPECT_EQ(bench.lines().front(), "reading status file: 2 th backend is set to down status");
}

TEST(StatusFile, WordsArePrefixesInAnyCase) {
    MainBench bench;
    bench.start(StatusFile{{"UPwards", "Down ", "unUsed"}}, false);
    EXPECT_THAT(statuses(bench), ElementsAre(up, down, unused, unused));
}

TEST(StatusFile, GarbageLeavesTheBackendUnused) {
    MainBench bench;
    bench.start(StatusFile{{"up", "garbage", "up"}}, false);
    EXPECT_THAT(statuses(bench), ElementsAre(up, unused, up, unused));
    EXPECT_EQ(bench.lines().front(), "invalid data in status file, ignoring...");
}

TEST(StatusFile, AShortFileMakesTheOtherBackendsUnused) {
    MainBench bench;
    bench.start(StatusFile{{"up"}}, false);
    EXPECT_THAT(statuses(bench), ElementsAre(up, unused, unused, unused));
}

TEST(StatusFile, AFileInWhichNobodyIsUpIsBogusAndRewritten) {
    MainBench bench;
    bench.start(StatusFile{{"down", "down", "down"}}, false);
    EXPECT_THAT(statuses(bench), ElementsAre(waiting, waiting, waiting, unused));
    EXPECT_THAT(bench.lines(), Contains("save up up up"));
}

TEST(StatusFile, IsNotWrittenWhenEverybodyIsDown) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "up"}});
    bench.shared.status.fill(Status::down);
    bench.lines();
    Outbox out(bench);
    Context context{bench.now, Pid{100}, bench.config, bench.shared, out};
    save_status(context);
    ASSERT_EQ(out.outputs().size(), 1U);
    EXPECT_EQ(std::get<Log>(out.outputs()[0].what).id, id(MainText::status_all_down));
}

TEST(StatusFile, IsWrittenJustBeforeMainServes) {
    MainBench bench;
    bench.serve(StatusFile{{"up", "up", "down"}});
    const auto lines = bench.lines();
    ASSERT_GE(lines.size(), 2U);
    EXPECT_EQ(lines[lines.size() - 2], "save up up down");
    EXPECT_THAT(lines.back(), testing::HasSubstr("successfully started"));
}

TEST(StatusFile, IsNotWrittenByASync) {
    MainBench bench;
    bench.watchdog_state = WatchdogState::standby;
    bench.status_reply.words = {static_cast<std::int32_t>(IpcResult::ok), 0, 1, 3};
    bench.status_reply.blob = {1, 1, 3};
    bench.serve(std::nullopt);
    bench.lines();
    bench.status_reply.blob = {1, 1, 1};
    bench.shared.watchdog_state_changed.raise({});
    bench.signal(Signal::usr1);
    bench.run_for(std::chrono::seconds{1});
    EXPECT_THAT(bench.lines(), Not(Contains("save up up up")));
    EXPECT_EQ(bench.shared.status[2], waiting);
}

}  // namespace
}  // namespace failover::interlock::test
