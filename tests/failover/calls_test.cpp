// The dialogues that many processes hold: with the own watchdog, with a database.
#include "failover/logics/interlock/calls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/node_request_call.hpp"
#include "tests/failover/sessions_bench.hpp"

namespace failover::interlock {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class Ipc_call : public testing::Test {
  protected:
    void begin() {
        Context here = bench.context();
        call.begin(here, message(Ipc::failover_request));
        connection = bench.connecting();
    }
    Bench bench;
    IpcCall call;
    ConnectionId connection;
};

TEST_F(Ipc_call, AsksOnceItIsConnectedAndWaitsEightSeconds) {
    begin();
    EXPECT_FALSE(bench.give_call(call, Connected{connection}));
    ASSERT_EQ(bench.wanted<Send>().size(), 1U);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, connection);
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{8}, seconds{8}}));
}

TEST_F(Ipc_call, ATimeOutIsAResultOfItsOwnAndClosesTheConnection) {
    begin();
    bench.give_call(call, Connected{connection});
    EXPECT_TRUE(bench.give_call(call, TimedOut{}));
    EXPECT_EQ(call.result(), IpcResult::timeout);
    EXPECT_TRUE(call.reached());
    EXPECT_THAT(bench.wanted<Close>(), ElementsAre(Close{connection}));
}

TEST_F(Ipc_call, AnAnswerThatComesTooLateIsNotTaken) {
    begin();
    bench.give_call(call, Connected{connection});
    bench.give_call(call, TimedOut{});
    EXPECT_FALSE(call.takes({Received{connection, ipc_answer(IpcResult::ok)}, {}}));
    EXPECT_FALSE(call.takes({TimedOut{}, {}}));
}

TEST_F(Ipc_call, AWatchdogThatVanishesIsNoAnswerAndSaysSo) {
    begin();
    bench.give_call(call, Connected{connection});
    EXPECT_TRUE(bench.give_call(call, Ended{connection, Ending::closed}));
    EXPECT_FALSE(call.reached());
    EXPECT_THAT(bench.story(), ElementsAre("ipc.read_failed"));
    Context here = bench.context();
    bench.out.clear();
    EXPECT_EQ(failover_answer(here, call), CommandResult::error);
    EXPECT_THAT(bench.story(), ElementsAre("ipc.failover_command_null"));
}

TEST_F(Ipc_call, AMissingWatchdogIsNoticedAtTheConnect) {
    begin();
    EXPECT_TRUE(bench.give_call(call, ConnectFailed{connection, Refusal::refused}));
    EXPECT_FALSE(call.reached());
    EXPECT_THAT(bench.story(), ElementsAre("ipc.connect_failed"));
}

TEST_F(Ipc_call, AnAnswerStopsTheTimer) {
    begin();
    bench.give_call(call, Connected{connection});
    EXPECT_TRUE(bench.give_call(
        call, Received{connection, ipc_answer(IpcResult::ok, CommandResult::proceed, 465)}));
    EXPECT_EQ(bench.wanted<StopTimer>().size(), 1U);
    EXPECT_EQ(call.reply().words[2], 465);
}

class Database_call : public testing::Test {
  protected:
    void connect(Limits limits) {
        Context here = bench.context();
        bench.out.clear();
        call.connect(here, BackendId{2}, database::Login::session, limits);
        connection = bench.connecting();
    }
    void log_in() {
        bench.give_call(call, Connected{connection});
        bench.give_call(call, Received{connection, message(database::Answer::ready)});
    }
    Bench bench;
    DatabaseCall call;
    ConnectionId connection;
};

TEST_F(Database_call, ConnectsAndLogsIn) {
    connect({});
    EXPECT_THAT(bench.wanted<SetTimer>(), IsEmpty());
    EXPECT_FALSE(bench.give_call(call, Connected{connection}));
    EXPECT_FALSE(call.usable());
    EXPECT_TRUE(bench.give_call(call, Received{connection, message(database::Answer::ready)}));
    EXPECT_EQ(call.result(), DatabaseResult::connected);
    EXPECT_TRUE(call.usable());
}

TEST_F(Database_call, AServerThatIsStartingUpRejectsTheLogin) {
    connect({});
    bench.give_call(call, Connected{connection});
    EXPECT_TRUE(bench.give_call(
        call, Received{connection, message(database::Answer::refused,
                                           static_cast<int>(database::Fatal::shutting_down))}));
    EXPECT_EQ(call.result(), DatabaseResult::rejected);
    EXPECT_EQ(call.fatal(), database::Fatal::shutting_down);
    EXPECT_TRUE(call.reached()) << "the product has set the node to UP by then";
    EXPECT_THAT(bench.wanted<Close>(), ElementsAre(Close{connection}));
}

TEST_F(Database_call, TheConnectLimitDoesNotBoundTheLogin) {
    connect({.connecting = seconds{10}, .whole = {}});
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{10}, seconds{10}}));
    bench.give_call(call, Connected{connection});
    EXPECT_EQ(bench.wanted<StopTimer>().size(), 1U);
    EXPECT_THAT(bench.wanted<SetTimer>(), IsEmpty());
}

TEST_F(Database_call, TheAlarmOfTheHealthCheckBoundsTheLoginToo) {
    connect({.connecting = seconds{10}, .whole = seconds{20}});
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{10}, seconds{10}}));
    bench.now = bench.now + seconds{4};
    bench.give_call(call, Connected{connection});
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{16}, seconds{16}}));
    EXPECT_TRUE(bench.give_call(call, TimedOut{}));
    EXPECT_EQ(call.result(), DatabaseResult::timed_out);
}

TEST_F(Database_call, InRetryModeATimeOutIsLoggedAndTheAttemptGoesOn) {
    connect({.connecting = seconds{10}, .whole = {}, .retries = true});
    EXPECT_FALSE(bench.give_call(call, TimedOut{}));
    EXPECT_THAT(bench.story(), ElementsAre("connect.retrying"));
    EXPECT_FALSE(bench.give_call(call, TimedOut{}));
    EXPECT_TRUE(bench.give_call(call, ConnectFailed{connection, Refusal::timed_out}));
    EXPECT_EQ(call.result(), DatabaseResult::timed_out);
}

TEST_F(Database_call, AnIdleConnectionStillHearsOfAShutdown) {
    connect({});
    log_in();
    const Input notice{Received{connection, message(database::Answer::shutdown)}, {}};
    EXPECT_TRUE(call.takes(notice));
    EXPECT_TRUE(bench.give_call(call, notice.what));
    EXPECT_EQ(call.result(), DatabaseResult::shut_down);
    EXPECT_FALSE(call.usable());
}

TEST_F(Database_call, ClosingSaysGoodbyeOnlyWhereSomebodyIsLoggedIn) {
    connect({});
    Context here = bench.context();
    bench.out.clear();
    call.close(here);
    EXPECT_THAT(bench.wanted<Send>(), IsEmpty());
    connect({});
    log_in();
    bench.out.clear();
    call.close(here);
    EXPECT_EQ(bench.wanted<Send>().size(), 1U);
    EXPECT_EQ(bench.wanted<Close>().size(), 1U);
}

TEST_F(Database_call, ARefusedConnectIsLoggedAsTheProductDoes) {
    connect({});
    EXPECT_TRUE(bench.give_call(call, ConnectFailed{connection, Refusal::unreachable}));
    bench.out.clear();
    Context here = bench.context();
    log_persistent_failure(here, call);
    ASSERT_THAT(bench.story(), ElementsAre("connect.getsockopt", "connect.persistent_failed"));
    EXPECT_EQ(bench.wanted<Log>()[0].arguments[1], static_cast<int>(ErrorWord::no_route));
}

}  // namespace
}  // namespace failover::interlock
