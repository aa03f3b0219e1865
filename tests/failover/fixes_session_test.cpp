// The cures for hazards of sessions and of the lag check: each does what
// its hazard's own test shows not to be done (semantics-3.6 §14, §15 item 9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/worker.hpp"
#include "tests/failover/sessions_stage.hpp"

namespace failover::interlock {
namespace {

using client::Hear;
using client::Say;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class Cured_sessions : public Stage {};

TEST_F(Cured_sessions, AreNotUpsetByAFailoverDuringTheirConnect) {  // R9
    bench.config.fixes.r9 = true;
    start();
    accept();
    say(Say::startup);
    backend_logs_in();
    backend_logs_in();
    bench.shared.set_status(BackendId{2}, Status::down);
    backend_logs_in();
    EXPECT_EQ(bench.shared.status_of(BackendId{2}), Status::down);
    EXPECT_THAT(heard(), ElementsAre(Hear::ready)) << "it goes on without that node";
}

TEST_F(Cured_sessions, ReadFromAnotherNodeOnceTheirsIsDown) {  // S8
    bench.config.fixes.s8 = true;
    bench.host.wanted = BackendId{2};
    open();
    bench.shared.set_status(BackendId{2}, Status::down);
    bench.host.wanted = BackendId{1};
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[1]);
}

TEST_F(Cured_sessions, WaitForTheEndOfAFailoverAndThenAsk) {  // R42
    bench.config.fixes.r42 = true;
    open();
    bench.shared.switching = true;
    say(Say::write);
    EXPECT_THAT(bench.wanted<Send>(), IsEmpty());
    bench.give(child, TimedOut{});
    EXPECT_FALSE(bench.exited());
    bench.shared.switching = false;
    bench.give(child, TimedOut{});
    ASSERT_EQ(bench.wanted<Send>().size(), 1U);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[0]);
}

TEST_F(Cured_sessions, HandOnAnAnswerThatCameDuringAFailover) {  // R42
    bench.config.fixes.r42 = true;
    open();
    say(Say::write);
    bench.shared.switching = true;
    answer(0, message(database::Answer::done));
    EXPECT_FALSE(bench.exited());
    bench.shared.switching = false;
    bench.give(child, TimedOut{});
    EXPECT_THAT(heard(), ElementsAre(Hear::done));
}

TEST_F(Cured_sessions, LosePatienceAfterHalfAMinute) {  // R42
    bench.config.fixes.r42 = true;
    open();
    bench.shared.switching = true;
    say(Say::read);
    bench.now = bench.now + seconds{29};
    bench.give(child, TimedOut{});
    EXPECT_FALSE(bench.exited());
    bench.now = bench.now + seconds{1};
    bench.give(child, TimedOut{});
    EXPECT_TRUE(bench.exited());
}

TEST_F(Cured_sessions, EndWithTheirServersProcessAndReportNobody) {  // R49
    bench.config.fixes.r49 = true;
    open();
    answer(0, message(database::Answer::shutdown));
    EXPECT_THAT(heard(), ElementsAre(Hear::error));
    EXPECT_TRUE(bench.shared.requests.empty());
    EXPECT_FALSE(bench.exited());
}

// ---- R51 ---------------------------------------------------------------------------------------

class Cured_lag_check : public testing::Test {
  protected:
    void round(std::int64_t standby, std::int64_t state) {
        bench.config.fixes.r51 = true;
        bench.shared.set_status(BackendId{2}, Status::down);
        bench.start(worker);
        std::array<ConnectionId, 3> at{no_connection, no_connection, no_connection};
        for (std::size_t i = 0; i < 2; ++i) {
            at[i] = bench.connecting();
            bench.give(worker, Connected{at[i]});
            bench.give(worker, Received{at[i], message(database::Answer::ready)});
        }
        for (std::size_t i = 0; i < 2; ++i) {
            Message position = message(database::Answer::position);
            position.blob = {0x3000100};
            bench.give(worker, Received{at[i], position});
        }
        Message view = message(database::Answer::rows);
        view.blob.assign(database::replication_row_words, 0);
        view.blob[1] = standby;
        view.blob[4] = state;
        bench.give(worker, Received{at[0], view});
    }
    Bench bench;
    Worker worker;
};

TEST_F(Cured_lag_check, AttachesAStandbyThatStreamsThoughItIsHeldDown) {
    round(2, 2);
    ASSERT_EQ(bench.shared.requests.entries().size(), 1U);
    EXPECT_EQ(bench.shared.requests.entries()[0].operation, NodeOperation::up);
    EXPECT_THAT(bench.shared.requests.entries()[0].nodes, ElementsAre(BackendId{2}));
    EXPECT_EQ(bench.wanted<SetTimer>().size(), 1U) << "and sleeps till its next round";
}

TEST_F(Cured_lag_check, AttachesNobodyWhoStreamsAnywayOrOnlyCatchesUp) {
    round(1, 2);
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Cured_lag_check, WaitsUntilAStandbyHasCaughtUp) {
    round(2, 1);
    EXPECT_TRUE(bench.shared.requests.empty());
}

}  // namespace
}  // namespace failover::interlock
