// The SR-check worker and the follow child (semantics-3.6 §11.5, §16.7, §6.4).
#include "failover/logics/interlock/worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/utility.hpp"
#include "tests/failover/sessions_bench.hpp"

namespace failover::interlock {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class Sr_check : public testing::Test {
  protected:
    void start() { bench.start(worker); }
    void connect_all() {
        while (!bench.wanted<Connect>().empty()) {
            const Connect connect = bench.wanted<Connect>()[0];
            backends[static_cast<std::size_t>(connect.to)] = connect.connection;
            bench.give(worker, Connected{connect.connection});
            bench.give(worker, Received{connect.connection, message(database::Answer::ready)});
        }
    }
    void position(std::size_t backend, std::int64_t lsn) {
        Message answer = message(database::Answer::position);
        answer.blob = {lsn};
        bench.give(worker, Received{backends[backend], answer});
    }
    void refuse() { bench.give(worker, ConnectFailed{bench.connecting(), Refusal::refused}); }
    /// A round in which node 2 is refused, up to the sleep after it.
    void fail_a_round() {
        start();
        for (const std::size_t backend : {std::size_t{0}, std::size_t{1}}) {
            backends[backend] = bench.connecting();
            bench.give(worker, Connected{backends[backend]});
            bench.give(worker, Received{backends[backend], message(database::Answer::ready)});
        }
        refuse();
        position(0, 0x3000100);
        position(1, 0x3000100);
    }
    Bench bench;
    Worker worker;
    std::array<ConnectionId, 3> backends{no_connection, no_connection, no_connection};
};

TEST_F(Sr_check, TheFirstRoundStartsRightAfterTheFork) {
    start();
    EXPECT_THAT(bench.story(), ElementsAre("connect 0"));
}

TEST_F(Sr_check, ARoundWritesHowFarEachStandbyIsBehind) {
    bench.shared.standby_delay[0] = 77;
    start();
    connect_all();
    EXPECT_EQ(bench.wanted<Send>()[0].message.kind, static_cast<int>(database::Ask::current_wal));
    position(0, 0x3000500);
    EXPECT_EQ(bench.wanted<Send>()[0].message.kind, static_cast<int>(database::Ask::replayed_wal));
    position(1, 0x3000100);
    position(2, 0x3000900);
    EXPECT_EQ(bench.shared.standby_delay[0], 0);
    EXPECT_EQ(bench.shared.standby_delay[1], 0x400);
    EXPECT_EQ(bench.shared.standby_delay[2], 0) << "never below zero";
    EXPECT_EQ(bench.wanted<Close>().size(), 3U);
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{10}, seconds{10}}));
}

TEST_F(Sr_check, APositionsHighHalfCountsAsTheProductBelieves) {
    EXPECT_EQ(position_number(Lsn{0x1'00000000}), 0xffffffffULL - 16ULL * 1024 * 1024);
    EXPECT_EQ(position_number(Lsn{0x1'00000028}), 0xffffffffULL - 16ULL * 1024 * 1024 + 0x28);
}

TEST_F(Sr_check, AnUnreachableNodeIsToldAtOnceAndTheErrorOnlyAfterTheSleep) {
    bench.shared.standby_delay[1] = 5;
    start();
    for (int i = 0; i < 2; ++i) {
        const ConnectionId connection = bench.connecting();
        backends[static_cast<std::size_t>(i)] = connection;
        bench.give(worker, Connected{connection});
        bench.give(worker, Received{connection, message(database::Answer::ready)});
    }
    refuse();
    EXPECT_THAT(bench.story(),
                ElementsAre("connect.getsockopt", "connect.persistent_failed", "send 3"));
    position(0, 0x3000500);
    position(1, 0x3000100);
    EXPECT_EQ(bench.shared.standby_delay[1], 5) << "the whole round is given up";
    EXPECT_EQ(bench.wanted<SetTimer>().size(), 1U);
    for (const auto& line : bench.story()) EXPECT_NE(line, "worker.no_connection");
    bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.story(), ElementsAre("worker.no_connection", "connect 0"))
        << "and the next round follows without a second sleep";
    EXPECT_EQ(bench.wanted<Log>()[0].arguments[0], 2);
}

TEST_F(Sr_check, TheRestartSignalEndsTheSleepAndBringsTheErrorOut) {
    fail_a_round();
    bench.give(worker, Caught{Signal::usr1});
    EXPECT_THAT(bench.story(),
                ElementsAre("worker.no_connection", "worker.restart_request", "exit 1"));
}

TEST_F(Sr_check, TheRestartSignalAfterAGoodRoundIsOneLine) {
    start();
    connect_all();
    position(0, 1);
    position(1, 1);
    position(2, 1);
    bench.give(worker, Caught{Signal::usr1});
    EXPECT_THAT(bench.story(), ElementsAre("worker.restart_request", "exit 1"));
}

TEST_F(Sr_check, ARestartSignalDuringASilentConnectIsHonouredAtTheLoopHead) {
    start();
    bench.give(worker, Caught{Signal::usr1});
    EXPECT_EQ(bench.wanted<SetTimer>().size(), 1U) << "it waits anew, as long as before";
    EXPECT_THAT(bench.story(), ElementsAre("connect.interrupted"));
    const ConnectionId silent = ConnectionId{100};
    backends[0] = silent;
    bench.give(worker, Connected{silent});
    bench.give(worker, Received{silent, message(database::Answer::ready)});
    connect_all();
    for (const std::size_t backend : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
        position(backend, 1);
    }
    EXPECT_FALSE(bench.exited()) << "the round and its sleep come first";
    bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.story(), ElementsAre("worker.restart_request", "exit 1"));
}

TEST_F(Sr_check, APrimaryThatIsAskedAsAStandbyAnswersNullAndTheDelaysStay) {
    bench.shared.standby_delay[1] = 77;
    start();
    connect_all();
    position(0, 0x3000100);
    bench.give(worker, Received{backends[1], message(database::Answer::position)});
    EXPECT_EQ(bench.shared.standby_delay[1], 77);
    for (const auto& line : bench.story()) EXPECT_NE(line, "worker.null") << "only after the sleep";
    bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.story(), ElementsAre("worker.null", "connect 0"));
}

TEST_F(Sr_check, NodesThatAreDownInItsCopyAreNotConnected) {
    bench.shared.set_status(BackendId{1}, Status::down);
    start();
    connect_all();
    EXPECT_EQ(backends[1], no_connection);
    EXPECT_NE(backends[2], no_connection);
}

TEST_F(Sr_check, WithoutAPrimaryNothingIsAsked) {
    bench.shared.primary_node = no_backend;
    start();
    connect_all();
    EXPECT_EQ(bench.wanted<Close>().size(), 3U);
    EXPECT_EQ(bench.wanted<SetTimer>().size(), 1U);
}

TEST_F(Sr_check, APeriodOfZeroSleepsThirtySeconds) {
    bench.config.sr_check_period = {};
    start();
    EXPECT_THAT(bench.story(), IsEmpty());
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{30}, seconds{30}}));
}

TEST_F(Sr_check, AReadErrorOfACheckCanCauseAFailover) {
    start();
    connect_all();
    bench.give(worker, Ended{backends[0], Ending::reset});
    EXPECT_THAT(bench.story(), testing::Contains("request.degenerate_received"));
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
    EXPECT_TRUE(bench.exited());
}

class Follow_child : public testing::Test {
  protected:
    void start() {
        bench.config.follow_master_command = "follow_master.sh %d";
        bench.start(utility, arguments.packed());
    }
    Bench bench;
    Utility utility;
    FollowArguments arguments{BackendId{0}, BackendId{1}, no_backend};
};

TEST_F(Follow_child, ItsArgumentsSurviveTheFork) {
    for (const std::int32_t id : {-2, -1, 0, 127}) {
        const FollowArguments it{BackendId{id}, BackendId{1}, BackendId{id}};
        EXPECT_EQ(FollowArguments::unpacked(it.packed()), it);
    }
}

TEST_F(Follow_child, TheCommandRunsForEachNodeThatIsDownWhenItIsLookedAt) {
    bench.shared.set_status(BackendId{0}, Status::down);
    start();
    EXPECT_THAT(bench.story(), ElementsAre("follow.start", "main.execute_command"));
    const RunCommand first = bench.wanted<RunCommand>()[0];
    EXPECT_EQ(first.line.node, 0);
    EXPECT_EQ(first.line.new_master, 1);
    EXPECT_EQ(first.line.old_primary, -1);
    bench.shared.set_status(BackendId{2}, Status::down);
    bench.give(utility, CommandEnded{first.request, 1});
    const RunCommand second = bench.wanted<RunCommand>()[0];
    EXPECT_EQ(second.line.node, 2);
    bench.give(utility, CommandEnded{second.request, 0});
    EXPECT_THAT(bench.story(), ElementsAre("exit 0"));
}

}  // namespace
}  // namespace failover::interlock
