// Failover requests and lock commands through the watchdogs (semantics-3.6 §7, §8), and the
// numbering of packets that their ids show (§16.4).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/node_request_call.hpp"
#include "watchdog_lab.hpp"

namespace lab {
namespace {

using failover::BackendId;
using failover::Lock;
using failover::Status;
using failover::interlock::command_id;
using failover::interlock::CommandResult;
using failover::interlock::Function;
using failover::interlock::Ipc;
using failover::interlock::IpcResult;
using failover::interlock::LockCommand;
using failover::interlock::Packet;
using failover::interlock::WatchdogState;
using T = WatchdogText;

/// Two proxies; the second started so that the first beacon is out and the next is far off.
Cluster pair() {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_until(20s);
    return c;
}

CommandResult result(const Cluster& c, int question) {
    const auto& answer = c.answer(question);
    if (!answer) return CommandResult::timeout;
    return static_cast<CommandResult>(answer->words[1]);
}
IpcResult ipc_result(const Cluster& c, int question) {
    const auto& answer = c.answer(question);
    return answer ? static_cast<IpcResult>(answer->words[0]) : IpcResult::timeout;
}
int failover_id(const Cluster& c, int question) { return c.answer(question)->words[2]; }

/// Ids of the packets of one type that a proxy sent.
std::vector<int> ids(const Cluster& c, int from, Packet type) {
    std::vector<int> found;
    for (const Sent& sent : c.sent()) {
        if (sent.from == from && failover::interlock::type_of(sent.message) == type) {
            found.push_back(command_id(sent.message));
        }
    }
    return found;
}

TEST(WatchdogIds, TheFirstFailoverAfterASequentialStartIsNumberThirteen) {
    Cluster c = pair();
    const int question = c.ask(0, failover_request(Function::failback, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, question), CommandResult::proceed);
    EXPECT_EQ(failover_id(c, question), 13);
}

TEST(WatchdogIds, EachBeaconTakesOne) {
    Cluster c = pair();  // leader since 10 s: beacons at 15, 25, 35
    c.run_until(38s);    // each one up to a second late: timers fire in turns
    const int question = c.ask(0, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(failover_id(c, question), 15);
}

TEST(WatchdogIds, AJoinerCountsItsOwn) {
    Cluster c = pair();
    EXPECT_THAT(ids(c, 1, Packet::add_node), testing::ElementsAre(4));  // LOADING built 2, told 3
    EXPECT_THAT(ids(c, 1, Packet::join_coordinator), testing::ElementsAre(6));
    // 4 answers ADD NODE; 5, 7, 8: INITIALIZING, STANDBY, joined; 9 = A's reply to ADD NODE's id
    EXPECT_THAT(ids(c, 1, Packet::node_info), testing::IsSupersetOf({5, 7, 8}));
    EXPECT_THAT(ids(c, 0, Packet::ask_config), testing::ElementsAre(10));
}

TEST(WatchdogIds, ForwardingTakesOneOfTheStandby) {
    Cluster c = pair();
    c.ask(1, plain(Ipc::status_data));
    c.run_for(1s);
    c.ask(1, lock_command(LockCommand::check, Lock::failback, 1));
    c.run_for(1s);
    c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_THAT(ids(c, 1, Packet::status_data), testing::ElementsAre(9));
    EXPECT_THAT(ids(c, 1, Packet::lock_check_failback), testing::ElementsAre(10));
    EXPECT_THAT(ids(c, 1, Packet::failover_request), testing::ElementsAre(11));
}

TEST(WatchdogIds, RefusalsAndLonelinessTakeNone) {
    Cluster c = pair();
    c.ask(0, failover_request(Function::degenerate, 2));
    c.run_for(100ms);
    const int again = c.ask(0, failover_request(Function::degenerate, 2));
    c.run_for(100ms);
    EXPECT_EQ(result(c, again), CommandResult::already_issued);
    const int other = c.ask(0, failover_request(Function::degenerate, 1));
    c.run_for(100ms);
    EXPECT_EQ(failover_id(c, other), 14);
}

TEST(WatchdogRequests, ALoneLeaderProceedsWithIdZero) {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(20s);
    const int question = c.ask(0, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, question), CommandResult::proceed);
    EXPECT_EQ(failover_id(c, question), 0);
    EXPECT_EQ(c.keys(0, 20s), "wd.new_ipc wd.request_local wd.processing_local wd.only_proxy");
}

TEST(WatchdogRequests, TheLeaderSpreadsItsOwnAndAnswersAtOnce) {
    Cluster c = pair();
    const int question = c.ask(0, failover_request(Function::failback, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, question), CommandResult::proceed);
    EXPECT_EQ(c.keys(0, 20s), "wd.new_ipc wd.request_local wd.processing_local wd.forwarding");
    EXPECT_EQ(c.keys(1, 20s),
              "wd.replicate_received request.failback_received request.signal_user1");
    ASSERT_EQ(c.shared(1).requests.entries().size(), 1U);
    EXPECT_EQ(c.shared(1).requests.entries().front().failover_id, 13);
    EXPECT_TRUE(c.shared(0).requests.empty());  // its caller enqueues that one itself
    EXPECT_TRUE(c.watchdog(0).request_open_for(BackendId{2}));
    EXPECT_FALSE(c.watchdog(0).request_open_for(BackendId{1}));
}

TEST(WatchdogRequests, AStandbyAsksTheLeaderAndProceedsWithIdZero) {
    Cluster c = pair();
    const int question = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, question), CommandResult::proceed);
    EXPECT_EQ(failover_id(c, question), 0);
    EXPECT_EQ(c.keys(1, 20s), "wd.new_ipc wd.request_forwarded wd.read_closed");
    EXPECT_EQ(c.keys(0, 20s),
              "wd.request_remote wd.processing_remote request.degenerate_received "
              "request.signal_user1 wd.forwarding");
    ASSERT_EQ(c.shared(0).requests.entries().size(), 1U);
    EXPECT_EQ(c.shared(0).requests.entries().front().failover_id, 13);
    EXPECT_TRUE(c.shared(1).requests.empty());
}

TEST(WatchdogRequests, ThatItIsASwitchOverIsToldToCuredProxiesOnly) {  // hazard H20
    for (const int from : {0, 1}) {
        for (const bool fixed : {false, true}) {
            Cluster c = pair();
            c.config(0).fixes.h20 = fixed;
            c.config(1).fixes.h20 = fixed;
            const failover::interlock::NodeRequest request{
                .operation = failover::interlock::NodeOperation::down,
                .nodes = {BackendId{2}},
                .switch_over = true,
                .failover_id = 0,
                .cause = {}};
            c.ask(from, failover::interlock::failover_request_message(request, fixed));
            c.run_for(1s);
            ASSERT_EQ(c.shared(1 - from).requests.entries().size(), 1U);
            EXPECT_EQ(c.shared(1 - from).requests.entries().front().switch_over, fixed);
        }
    }
}

TEST(WatchdogRequests, ADownNodeIsAcceptedFromAPeerAndBlocksFifteenSeconds) {
    Cluster c = pair();
    c.shared(0).status[2] = Status::down;
    const int first = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, first), CommandResult::proceed);
    const int second = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, second), CommandResult::already_issued);
    EXPECT_TRUE(c.when(0, T::ignored_remote));
    c.run_until(36s);
    const int third = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(result(c, third), CommandResult::proceed);
}

TEST(WatchdogRequests, ASwitchingLeaderRefusesPeersButNotItsOwn) {
    Cluster c = pair();
    c.shared(0).switching = true;
    const int remote = c.ask(1, failover_request(Function::degenerate, 1));
    c.run_for(1s);
    EXPECT_EQ(result(c, remote), CommandResult::not_allowed);
    EXPECT_TRUE(c.when(0, T::rejected_switching));
    const int local = c.ask(0, failover_request(Function::degenerate, 1));
    c.run_for(1s);
    EXPECT_EQ(result(c, local), CommandResult::proceed);
}

TEST(WatchdogRequests, ASwitchingPeerLosesTheRequest) {
    Cluster c = pair();
    c.shared(1).switching = true;
    c.ask(0, failover_request(Function::degenerate, 1));
    c.run_for(1s);
    EXPECT_EQ(c.keys(1, 20s), "wd.replicate_received wd.replicate_switching");
    EXPECT_TRUE(c.shared(1).requests.empty());
}

TEST(WatchdogRequests, WhoHasNotJoinedIsInTransition) {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(12s);  // MASTER, but the declaration is not over
    ASSERT_EQ(c.watchdog(0).state(), WatchdogState::master);
    const int request = c.ask(0, failover_request(Function::degenerate, 1));
    const int lock = c.ask(0, lock_command(LockCommand::start, Lock::failover, 1));
    c.run_for(1s);
    EXPECT_EQ(ipc_result(c, request), IpcResult::in_transition);
    EXPECT_EQ(ipc_result(c, lock), IpcResult::in_transition);
    EXPECT_TRUE(c.when(0, T::request_not_joined));
    EXPECT_TRUE(c.when(0, T::lock_not_joined));
}

TEST(WatchdogRequests, ASilentPeerIsLostFiveSecondsAfterTheRequest) {
    Cluster c = pair();
    c.cut(0, 1);
    const int question = c.ask(0, failover_request(Function::failback, 2));
    c.run_for(100ms);
    EXPECT_EQ(result(c, question), CommandResult::proceed);
    c.run_until(40s);
    const auto lost = c.when(0, T::not_replying);
    ASSERT_TRUE(lost);
    EXPECT_GE(*lost, 25s);
    EXPECT_LE(*lost, 26s + 100ms);
    EXPECT_THAT(c.keys(0, 21s),
                testing::HasSubstr("wd.not_replying wd.peer_lost wd.remove_standby"));
    EXPECT_TRUE(c.watchdog(0).leads());
    const int alone = c.ask(0, failover_request(Function::degenerate, 1));
    c.run_for(1s);
    EXPECT_EQ(failover_id(c, alone), 0);
}

TEST(WatchdogRequests, AStandbyCutFromItsLeaderFailsTheRequestAndElectsItself) {
    Cluster c = pair();
    c.cut(0, 1);
    const int question = c.ask(1, failover_request(Function::failback, 2));
    c.run_until(40s);
    EXPECT_EQ(ipc_result(c, question), IpcResult::bad);
    EXPECT_TRUE(c.when(1, T::not_replying));
    EXPECT_TRUE(c.watchdog(1).leads());
}

TEST(WatchdogRequests, OfThreeTheThirdIsAskedAndTheRequesterToldTwice) {
    Cluster c({1, 1, 1});
    for (const int proxy : {0, 1, 2}) {
        c.start(proxy);
        c.run_for(16s);
    }
    const Duration since = c.now();
    const int question = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_EQ(failover_id(c, question), 0);
    EXPECT_THAT(c.keys(0, since), testing::EndsWith("wd.forwarding wd.still_processing"));
    ASSERT_EQ(c.shared(2).requests.entries().size(), 1U);
    const int id = c.shared(2).requests.entries().front().failover_id;
    EXPECT_EQ(c.shared(0).requests.entries().front().failover_id, id);
    EXPECT_THAT(ids(c, 0, Packet::accept), testing::Contains(id));
}

TEST(WatchdogData, ALeaderTellsItsStatusesToAStandbyAndNothingToItself) {
    Cluster c = pair();
    c.shared(0).status[2] = Status::down;
    const int remote = c.ask(1, plain(Ipc::status_data));
    const int local = c.ask(0, plain(Ipc::status_data));
    c.run_for(1s);
    EXPECT_EQ(c.answer(remote)->words[1], 0);  // primary
    EXPECT_EQ(c.answer(remote)->words[2], 0);  // who answers
    EXPECT_EQ(c.answer(remote)->words[3], 3);
    EXPECT_THAT(c.answer(remote)->blob, testing::ElementsAre(2, 2, 3));
    EXPECT_EQ(c.answer(local)->words[3], 0);
    EXPECT_EQ(c.keys(1, 20s), "wd.new_ipc wd.data_local wd.data_forwarded");
}

TEST(WatchdogData, ItListsTheNodesItselfFirst) {
    Cluster c({1, 1});
    c.start(0);
    c.run_until(14500ms);
    const int early = c.ask(0, plain(Ipc::node_list));
    c.run_until(16s);
    c.start(1);
    c.run_until(20s);
    const int late = c.ask(1, plain(Ipc::node_list));
    c.run_for(1s);
    EXPECT_THAT(c.answer(early)->blob, testing::ElementsAre(0, 1, 1, 0, 4, 0, 1, 0));
    EXPECT_THAT(c.answer(late)->blob, testing::ElementsAre(1, 1, 0, 1, 7, 4, 1, 1));
    EXPECT_EQ(c.answer(late)->words[1], 0);
    EXPECT_EQ(c.answer(late)->words[2], 1);
}

TEST(WatchdogRecovery, ItsEndIsToldToEveryPeerAndTheCallerHearsOk) {
    Cluster c = pair();
    c.shared(1).in_recovery = 2;
    const int question = c.ask(0, plain(Ipc::recovery_end));
    c.run_for(1s);
    EXPECT_EQ(ipc_result(c, question), IpcResult::ok);
    EXPECT_EQ(c.shared(1).in_recovery, 0);
    EXPECT_EQ(c.keys(0, 20s), "wd.new_ipc wd.recovery_forwarded");
    EXPECT_EQ(c.keys(1, 20s), "wd.recovery_received");
    EXPECT_THAT(ids(c, 0, Packet::recovery_end), testing::ElementsAre(13));
}

TEST(WatchdogReports, ADeadPeerIsLostAndAFoundOneIsAskedToRejoin) {
    using failover::interlock::PeerEvent;
    Cluster c = pair();
    Message report = plain(Ipc::node_status_change);
    report.words[0] = 1;
    report.words[1] = static_cast<int>(PeerEvent::dead);
    c.ask(0, report);
    c.run_for(100ms);
    EXPECT_THAT(c.keys(0, 20s), testing::StartsWith("wd.new_ipc wd.status_change wd.peer_lost "
                                                    "wd.remove_standby"));
    report.words[1] = static_cast<int>(PeerEvent::alive);
    c.ask(0, report);
    c.run_for(100ms);
    EXPECT_TRUE(c.when(0, T::peer_found));
}

TEST(WatchdogReports, ADisconnectedProxyGivesUp) {
    Cluster c = pair();
    c.ask(1, plain(Ipc::node_status_change));
    c.run_for(1s);
    EXPECT_FALSE(c.runs(1));
    EXPECT_THAT(c.keys(1, 20s), testing::HasSubstr("wd.local_lost wd.state_changed:8 "
                                                   "wd.network_lost"));
}

}  // namespace
}  // namespace lab
