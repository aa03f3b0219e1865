// Lifecheck, the heartbeat processes and the escalation helper, each driven alone
// (semantics-3.6 §9.9, §9.10, §16.3, §16.8).

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/escalation.hpp"
#include "failover/logics/interlock/heartbeat.hpp"
#include "failover/logics/interlock/lifecheck.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"

namespace lab {
namespace {

using namespace failover;
using namespace failover::interlock;
using namespace std::chrono_literals;
using T = WatchdogText;

class CountingHost : public Host {
  public:
    Pid next_pid() override { return Pid{++numbers_}; }
    std::int32_t next_number() override { return ++numbers_; }
    std::size_t choose_backend(ConnectionId, std::span<const BackendId>,
                               std::span<const std::uint64_t>) override {
        return 0;
    }

  private:
    std::int32_t numbers_ = 10;
};

/// One process on a bench: what it wants is looked at after each step.
template <class Process>
struct Bench {
    Config config;
    Shared shared;
    CountingHost host;
    Outbox out{host};
    Process process;
    Instant now{5'000'000'000};

    explicit Bench(int proxies = 2) {
        config.self = ProxyId{0};
        for (int i = 0; i < proxies; ++i) config.proxies.emplace_back();
        config.wd_interval = 10s;
        config.wd_heartbeat_keepalive = 2s;
        config.wd_heartbeat_deadtime = 30s;
        shared.main = Pid{1};
        shared.heartbeats.resize(config.proxies.size());
    }
    Context context() { return {now, Pid{2}, config, shared, out}; }
    void start(std::int32_t argument = 0) {
        Context each = context();
        process.start(each, Started{0, argument, Pid{1}, false, std::nullopt});
    }
    void give(Happening what, Duration after = 0ns) {
        now = now + after;
        out.clear();
        const Input input{std::move(what), Cause{}};
        ASSERT_TRUE(std::holds_alternative<Caught>(input.what) || process.takes(input));
        Context each = context();
        process.step(each, std::span(&input, 1));
    }
    template <class Want>
    std::vector<Want> wants() const {
        std::vector<Want> found;
        for (const Output& output : out.outputs()) {
            if (const auto* want = std::get_if<Want>(&output.what)) found.push_back(*want);
        }
        return found;
    }
    std::vector<MessageId> said() const {
        std::vector<MessageId> ids;
        for (const Log& log : wants<Log>()) ids.push_back(log.id);
        return ids;
    }
};

std::vector<MessageId> texts(std::initializer_list<T> list) {
    std::vector<MessageId> ids;
    for (const T text : list) ids.push_back(id(text));
    return ids;
}

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

TEST(Escalation, WithoutCommandAndAddressItIsDoneAtOnce) {
    Bench<EscalationHelper> b;
    b.start(static_cast<std::int32_t>(Escalation::up));
    EXPECT_EQ(b.said(), texts({T::escalation_started, T::escalation_successful}));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Escalation, WaitsForItsCommandAndNamesItsFailure) {
    Bench<EscalationHelper> b;
    b.config.wd_de_escalation_command = "/scripts/down.sh";
    b.start(static_cast<std::int32_t>(Escalation::down));
    const auto commands = b.wants<RunCommand>();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands.front().line.parameter, parameter_index("wd_de_escalation_command"));
    EXPECT_TRUE(b.wants<Exit>().empty());
    b.give(CommandEnded{commands.front().request, 256});
    EXPECT_EQ(b.said(), texts({T::de_escalation_failed, T::de_escalation_successful}));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Escalation, TheAddressComesTwoSecondsAfterTheSuccess) {
    Bench<EscalationHelper> b;
    b.config.delegate_ip = "10.36.0.200";
    b.start(static_cast<std::int32_t>(Escalation::up));
    ASSERT_EQ(b.wants<SetTimer>().size(), 1U);
    EXPECT_GE(b.wants<SetTimer>().front().at_least, 2s);
    b.give(TimedOut{}, 2s);
    EXPECT_EQ(b.said(), texts({T::address_acquired}));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(WatchdogTexts, EveryTextHasAKeyOfItsOwn) {
    std::vector<std::string_view> keys;
    for (const MessageText& text : watchdog_texts()) keys.push_back(text.key);
    std::ranges::sort(keys);
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

}  // namespace
}  // namespace lab
