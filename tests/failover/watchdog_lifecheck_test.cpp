// Lifecheck and the heartbeat processes, each driven alone (semantics-3.6 §9.9, §16.3, §16.8).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "failover/logics/interlock/heartbeat.hpp"
#include "failover/logics/interlock/lifecheck.hpp"
#include "process_bench.hpp"

namespace lab {
namespace {

Message node_list(bool second_known) {
    Message message;
    message.kind = static_cast<std::uint16_t>(Ipc::result);
    message.words[0] = static_cast<std::int32_t>(IpcResult::ok);
    message.blob = {0, 1, 1, second_known ? 1 : 0, 4, 7};
    return message;
}

/// Hands over what the watchdog answers to the open command.
void answer(Bench<Lifecheck>& b, const Message& message) {
    const auto connects = b.wants<Connect>();
    ASSERT_EQ(connects.size(), 1U);
    const ConnectionId connection = connects.front().connection;
    b.give(Connected{connection});
    b.give(Received{connection, message});
}

Bench<Lifecheck> running() {
    Bench<Lifecheck> b;
    b.start();
    answer(b, node_list(true));
    b.give(TimedOut{}, 100s);  // nobody heard yet
    b.shared.heartbeats[1] = {true, 1, b.now};
    b.give(TimedOut{}, 100s);
    return b;
}

TEST(Lifecheck, ListsTheNodesAndForksAReceiverAndASenderPerPeer) {
    Bench<Lifecheck> b(3);
    b.start();
    Message nodes = node_list(false);
    nodes.blob = {0, 1, 1, 0, 2, 1, 4, 0, 7};
    answer(b, nodes);
    EXPECT_EQ(b.said(), texts({T::lifecheck_nodes, T::lifecheck_node, T::lifecheck_unknown_node,
                               T::lifecheck_node}));
    const auto forked = b.wants<Forked>();
    ASSERT_EQ(forked.size(), 4U);
    EXPECT_EQ(forked[0].role, role(Process::heartbeat_receiver));
    EXPECT_EQ(forked[0].argument, 1);
    EXPECT_EQ(forked[3].role, role(Process::heartbeat_sender));
    EXPECT_EQ(forked[3].argument, 2);
}

TEST(Lifecheck, IsReadyAfterTenIntervalsAtTheEarliestAndOnlyIfEverybodyWasHeard) {
    Bench<Lifecheck> b;
    b.start();
    answer(b, node_list(true));
    ASSERT_EQ(b.wants<SetTimer>().back().at_least, 100s);
    b.give(TimedOut{}, 100s);
    EXPECT_TRUE(b.said().empty());
    EXPECT_EQ(b.wants<SetTimer>().back().at_least, 100s);
    b.shared.heartbeats[1] = {true, 1, b.now};
    b.give(TimedOut{}, 100s);
    EXPECT_EQ(b.said().front(), id(T::lifecheck_started));
}

TEST(Lifecheck, ReportsDeathAfterMoreThanTheDeadtimeAndLifeOnce) {
    Bench<Lifecheck> b = running();
    b.shared.heartbeats[1].received = b.now;
    b.shared.heartbeats[1] = {true, 2, b.now};
    answer(b, node_list(true));  // the first check had found the peer silent for 100 s
    b.give(TimedOut{}, 10s);
    EXPECT_EQ(b.said(), texts({T::lifecheck_report}));
    EXPECT_EQ(b.wants<Log>().front().arguments, (MessageArguments{1, 1, 1, 0}));  // alive, found
    answer(b, node_list(true));
    b.give(TimedOut{}, 10s);
    b.give(TimedOut{}, 10s);
    EXPECT_TRUE(b.said().empty());  // 30 s: not yet more
    b.give(TimedOut{}, 10s);
    EXPECT_EQ(b.said(), texts({T::lifecheck_report}));
    EXPECT_EQ(b.wants<Log>().front().arguments, (MessageArguments{1, 0, 0, 0}));
}

TEST(Lifecheck, ReportsItselfDeadWhenMainIsGone) {
    Bench<Lifecheck> b = running();
    answer(b, node_list(true));
    b.shared.heartbeats[1] = {true, 2, b.now + Duration{10s}};
    b.shared.main = no_pid;
    b.give(TimedOut{}, 10s);
    EXPECT_EQ(b.wants<Log>().front().arguments, (MessageArguments{0, 0, 3, 0}));
}

TEST(Lifecheck, TakesItsChildrenAlongWhenItIsStopped) {
    Bench<Lifecheck> b;
    b.start();
    answer(b, node_list(true));
    b.give(Caught{Signal::terminate});
    EXPECT_EQ(b.wants<Raise>().size(), 2U);
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Lifecheck, AsksAnUnreachableWatchdogFiveTimes) {
    Bench<Lifecheck> b;
    b.start();
    for (int tries = 1; tries <= 5; ++tries) {
        b.give(ConnectFailed{b.wants<Connect>().front().connection, Refusal::refused});
        if (tries < 5) b.give(TimedOut{}, 1s);
    }
    EXPECT_EQ(b.said().back(), id(T::lifecheck_no_answer));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Heartbeat, TheSenderSleepsASecondThenSendsEachKeepalive) {
    Bench<HeartbeatSender> b;
    b.start(1);
    ASSERT_EQ(b.wants<SetTimer>().front().at_least, 1s);
    b.give(TimedOut{}, 1s);
    EXPECT_EQ(b.said(), texts({T::heartbeat_reuse, T::heartbeat_sender}));
    ASSERT_EQ(b.wants<SendDatagram>().size(), 1U);
    EXPECT_EQ(b.wants<SendDatagram>().front().to, ProxyId{1});
    EXPECT_EQ(b.wants<SetTimer>().front().at_least, 2s);
    b.give(TimedOut{}, 2s);
    EXPECT_TRUE(b.said().empty());
    EXPECT_EQ(b.wants<SendDatagram>().size(), 1U);
}

TEST(Heartbeat, TheReceiverAcceptsOnlyNewerOnes) {
    Bench<HeartbeatReceiver> b;
    b.start(1);
    const auto beat = [](std::int64_t sent) {
        Message message;
        message.blob = {sent};
        return Datagram{ProxyId{1}, message};
    };
    b.give(beat(50));
    EXPECT_FALSE(b.shared.heartbeats[1].heard);  // no socket yet
    b.give(TimedOut{}, 1s);
    b.give(beat(100));
    const Instant first = b.now;
    EXPECT_EQ(b.shared.heartbeats[1].received, first);
    b.give(beat(90), 2s);
    EXPECT_EQ(b.said(), texts({T::heartbeat_old}));
    EXPECT_EQ(b.shared.heartbeats[1].received, first);
    b.give(beat(200), 2s);
    EXPECT_EQ(b.shared.heartbeats[1].received, b.now);
    EXPECT_FALSE(b.process.takes(Input{Datagram{ProxyId{0}, {}}, {}}));
}

TEST(WatchdogTexts, EveryTextHasAKeyOfItsOwn) {
    std::vector<std::string_view> keys;
    for (const MessageText& text : watchdog_texts()) keys.push_back(text.key);
    std::ranges::sort(keys);
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

}  // namespace
}  // namespace lab
