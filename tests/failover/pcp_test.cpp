// The PCP process and its workers (semantics-3.6 §10, §16.3).
#include "failover/logics/interlock/pcp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/failover/pcp_bench.hpp"

namespace failover::interlock {
namespace {

using admin::Command;
using admin::Result;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class Pcp_process : public testing::Test {
  protected:
    Pid fork_worker() {
        bench.give(pcp, Accepted{ConnectionId{1}, Plane::admin, no_proxy, 0});
        return bench.wanted<Forked>()[0].pid;
    }
    Bench bench;
    Pcp pcp;
};

TEST_F(Pcp_process, ItListensAndForksAWorkerForEachAdministrator) {
    bench.start(pcp);
    EXPECT_THAT(bench.wanted<Listen>(), ElementsAre(Listen{Plane::admin, true}));
    const Pid worker = fork_worker();
    EXPECT_THAT(bench.story(), ElementsAre("pcp.forked_worker"));
    EXPECT_EQ(bench.wanted<Log>()[0].arguments[1], 6);
    EXPECT_THAT(bench.wanted<HandOver>(), ElementsAre(HandOver{ConnectionId{1}, worker}));
    EXPECT_EQ(bench.wanted<Forked>()[0].role, role(Process::pcp_worker));
}

TEST_F(Pcp_process, AWorkersEndIsASuccessAlsoAfterAFatalError) {
    bench.start(pcp);
    for (const std::int32_t status : {0, 256}) {
        const Pid worker = fork_worker();
        bench.give(pcp, ChildEnded{worker, status});
        EXPECT_THAT(bench.story(), ElementsAre("pcp.worker_exit_success", "pcp.worker_exits"));
        EXPECT_EQ(bench.wanted<Log>()[1].arguments[1], status);
    }
}

TEST_F(Pcp_process, ARestartWaitsForTheWorkers) {
    bench.start(pcp);
    const Pid worker = fork_worker();
    bench.give(pcp, Caught{Signal::usr1});
    EXPECT_THAT(bench.story(), ElementsAre("pcp.restart_request"));
    EXPECT_FALSE(pcp.takes({Accepted{ConnectionId{2}, Plane::admin, no_proxy, 0}, {}}));
    bench.give(pcp, ChildEnded{worker, 0});
    EXPECT_THAT(bench.story(),
                ElementsAre("pcp.worker_exit_success", "pcp.worker_exits", "exit 0"));
}

TEST_F(Pcp_process, WithoutWorkersItRestartsAtOnce) {
    bench.start(pcp);
    bench.give(pcp, Caught{Signal::usr1});
    EXPECT_THAT(bench.story(), ElementsAre("pcp.restart_request", "exit 0"));
}

TEST_F(Pcp_process, TheEndOfAFailoverIsPassedOnToTheWorkers) {
    bench.start(pcp);
    const Pid worker = fork_worker();
    bench.give(pcp, Caught{Signal::usr2});
    EXPECT_THAT(bench.wanted<Raise>(), ElementsAre(Raise{worker, Signal::usr2}));
}

TEST_F(Pcp_commands, AnAttachGoesThroughTheWatchdogAndIsAnsweredWhenItIsQueued) {
    bench.config.use_watchdog = true;
    bench.shared.set_status(BackendId{2}, Status::down);
    command(Command::attach_node, 2);
    EXPECT_THAT(bench.story(), ElementsAre("request.failback_received", "connect 0"));
    EXPECT_EQ(bench.wanted<Log>()[0].arguments, (MessageArguments{2, Bench::self.value, 0}));
    watchdog_answers(ipc_answer(IpcResult::ok, CommandResult::proceed, 465));
    EXPECT_THAT(bench.story(), ElementsAre("request.signal_user1", "raise to 2799", "send 101"));
    ASSERT_EQ(bench.shared.requests.entries().size(), 1U);
    EXPECT_EQ(bench.shared.requests.entries()[0].failover_id, 465);
    bench.give(worker, Ended{client, Ending::closed});
    EXPECT_THAT(bench.story(), ElementsAre("exit 0"));
}

TEST_F(Pcp_commands, WithoutAWatchdogNobodyIsAsked) {
    command(Command::attach_node, 2);
    EXPECT_THAT(bench.story(), ElementsAre("request.failback_received", "request.signal_user1",
                                           "raise to 2799", "send 101"));
}

TEST_F(Pcp_commands, AnAttachInTransitionIsAskedAgainEachSecond) {
    bench.config.use_watchdog = true;
    command(Command::attach_node, 2);
    watchdog_answers(ipc_answer(IpcResult::in_transition));
    EXPECT_THAT(bench.story(), ElementsAre("ipc.failover_command_unstable"));
    bench.give(worker, TimedOut{});
    watchdog_answers(ipc_answer(IpcResult::ok, CommandResult::proceed, 9));
    EXPECT_EQ(error(), "");
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
}

TEST_F(Pcp_commands, ARefusalByTheWatchdogIsTheAdministratorsError) {
    bench.config.use_watchdog = true;
    command(Command::detach_node, 2);
    watchdog_answers(ipc_answer(IpcResult::ok, CommandResult::master_rejected));
    EXPECT_THAT(bench.story(), ElementsAre("request.degenerate_canceled_error", "send 102"));
    EXPECT_EQ(answer().words[0], static_cast<int>(Severity::error));
    EXPECT_EQ(answer().words[2], 1) << "one node";
    EXPECT_TRUE(bench.shared.requests.empty());
}

/// The outputs of the recording error_texts.
struct ErrorCase {
    Command command;
    std::int32_t node;
    const char* error;  ///< "": success
    bool exits;
    std::size_t queued;
};
class Pcp_error_texts : public Pcp_commands, public testing::WithParamInterface<ErrorCase> {};

TEST_P(Pcp_error_texts, AreThoseOfTheRecording) {
    const ErrorCase& it = GetParam();
    bench.shared.set_status(BackendId{2}, Status::down);
    command(it.command, it.node);
    EXPECT_EQ(error(), it.error);
    EXPECT_EQ(bench.exited(), it.exits);
    EXPECT_EQ(bench.shared.requests.entries().size(), it.queued);
    if (it.exits) {
        EXPECT_THAT(bench.wanted<Exit>(), ElementsAre(Exit{1}));
        EXPECT_EQ(answer().words[0], static_cast<int>(Severity::fatal));
    }
}
INSTANTIATE_TEST_SUITE_P(
    Recorded, Pcp_error_texts,
    testing::Values(
        ErrorCase{Command::attach_node, 7, "", false, 1},
        ErrorCase{Command::attach_node, 3, "", false, 1},
        ErrorCase{Command::attach_node, 1, "", false, 1},
        ErrorCase{Command::attach_node, 128, "request.failback_out_of_range_error", false, 0},
        ErrorCase{Command::detach_node, 7, "request.degenerate_not_valid_error", false, 0},
        ErrorCase{Command::detach_node, 2, "request.degenerate_not_valid_error", false, 0},
        ErrorCase{Command::promote_node, 7, "pcp.promote_invalid_node", false, 0},
        ErrorCase{Command::promote_node, 0, "pcp.promote_already_primary", true, 0},
        ErrorCase{Command::promote_node, 2, "", false, 0},
        ErrorCase{Command::promote_node, 1, "", false, 1},
        ErrorCase{Command::node_info, 7, "pcp.invalid_node_info", false, 0},
        ErrorCase{Command::recovery_node, 7, "recovery.invalid_node", false, 0},
        ErrorCase{Command::recovery_node, 0, "recovery.of_primary", false, 0},
        ErrorCase{Command::recovery_node, 1, "recovery.alive", false, 0}));

TEST_F(Pcp_commands, AnIdThatWasAttachedWithoutConfigurationCanBeDetached) {
    bench.shared.set_status(BackendId{7}, Status::connect_wait);
    command(Command::detach_node, 7);
    EXPECT_EQ(error(), "");
    EXPECT_TRUE(bench.shared.requests.entries()[0].switch_over);
}

TEST_F(Pcp_commands, NodeCountAndNodeInfoTellTheSharedTable) {
    command(Command::node_count);
    EXPECT_EQ(answer().words[0], 3);
    bench.shared.set_status(BackendId{2}, Status::down);
    command(Command::node_info, 2);
    EXPECT_EQ(answer().words[1], 3);
    EXPECT_EQ(answer().words[2], 333'333);
}

class Pcp_watchdog_info : public Pcp_commands {
  protected:
    void ask(std::int32_t index) {
        bench.config.use_watchdog = true;
        bench.shared.escalated = true;
        command(Command::watchdog_info, index);
        Message list = message(Ipc::result, static_cast<int>(IpcResult::ok));
        list.words[1] = 0;
        list.words[2] = 1;
        list.words[3] = 1;
        list.blob = {0, 1, 1, 1, 4, 7, 1, 2};
        watchdog_answers(list);
    }
};

TEST_F(Pcp_watchdog_info, AllProxiesAreListedWithTheirStates) {
    ask(-1);
    EXPECT_THAT(bench.story(), ElementsAre("send 101"));
    EXPECT_EQ(answer().words[0], 2);
    EXPECT_EQ(answer().words[1], 1);
    EXPECT_THAT(answer().blob, ElementsAre(0, 1, 4, 1, 1, 1, 7, 2));
}

TEST_F(Pcp_watchdog_info, AnUnknownIndexIsNoError) {
    ask(7);
    EXPECT_EQ(error(), "");
    EXPECT_THAT(answer().blob, ElementsAre(-1, 0, -1, 0));
}

TEST_F(Pcp_watchdog_info, ADeadWatchdogIsAnInvalidIndex) {
    bench.config.use_watchdog = true;
    command(Command::watchdog_info, -1);
    bench.give(worker, ConnectFailed{bench.connecting(), Refusal::refused});
    EXPECT_THAT(bench.story(), ElementsAre("ipc.connect_failed", "ipc.watchdog_nodes_null",
                                           "pcp.watchdog_invalid_index", "send 102"));
}

TEST_F(Pcp_commands, WithoutAWatchdogThereIsNoWatchdogInfo) {
    command(Command::watchdog_info, -1);
    EXPECT_EQ(error(), "pcp.watchdog_disabled");
}

TEST_F(Pcp_commands, AGracefulDetachWaitsForTheSessionsAndForTheFailover) {
    bench.shared.occupy(bench.shared.children[0]);
    command(Command::detach_node_gracefully, 2);
    EXPECT_EQ(bench.shared.in_recovery, 2);
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{3}, seconds{3}}));
    bench.shared.vacate(bench.shared.children[0]);
    bench.give(worker, TimedOut{});
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
    bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.wanted<Send>(), IsEmpty()) << "the failover has not ended";
    bench.give(worker, Caught{Signal::usr2});
    EXPECT_THAT(bench.story(), ElementsAre("raise to 2799", "send 101"))
        << "the signal ends its sleep";
    EXPECT_EQ(bench.shared.in_recovery, 0);
}

TEST_F(Pcp_commands, AGracefulDetachTellsTheWatchdogsThatItIsOver) {  // recording detach2g
    bench.config.use_watchdog = true;
    command(Command::detach_node_gracefully, 2);
    watchdog_answers(ipc_answer(IpcResult::ok, CommandResult::proceed));
    bench.give(worker, Caught{Signal::usr2});
    ASSERT_EQ(bench.wanted<Connect>().size(), 1U);
    EXPECT_EQ(bench.shared.in_recovery, 2);
    const ConnectionId ipc = bench.connecting();
    bench.give(worker, Connected{ipc});
    ASSERT_EQ(bench.wanted<Send>().size(), 1U);
    EXPECT_EQ(bench.wanted<Send>()[0].message.kind, static_cast<std::uint16_t>(Ipc::recovery_end));
    bench.give(worker, Received{ipc, ipc_answer(IpcResult::ok)});
    EXPECT_EQ(bench.shared.in_recovery, 0);
    EXPECT_EQ(error(), "");
}

TEST_F(Pcp_commands, AGracefulDetachThatTimesOutReportsSuccessAllTheSame) {  // hazard P2
    bench.shared.occupy(bench.shared.children[0]);
    command(Command::detach_node_gracefully, 2);
    int polls = 1;
    while (bench.wanted<Send>().empty()) {
        ASSERT_LT(polls, 100);
        bench.give(worker, TimedOut{});
        ++polls;
    }
    EXPECT_EQ(polls, 32) << "recovery_timeout/3 + 1 polls after the first look";
    EXPECT_EQ(error(), "");
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Pcp_commands, ACounterThatIdleClientsCannotExplainIsZeroedInTheEnd) {
    bench.config.client_idle_limit_in_recovery = seconds{-1};
    bench.shared.occupy(bench.shared.children[0]);  // and it was killed: nobody takes it back
    command(Command::detach_node_gracefully, 2);
    for (int polls = 1; polls < 32; ++polls) bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.story(), ElementsAre("pcp.connections_left", "request.degenerate_received",
                                           "request.signal_user1", "raise to 2799"));
    EXPECT_EQ(bench.shared.connections, 0);
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
}

TEST_F(Pcp_commands, ARefusedGracefulDetachLeavesTheRecoveryFlagSet) {  // hazard P3
    bench.shared.set_status(BackendId{2}, Status::down);
    command(Command::detach_node_gracefully, 2);
    EXPECT_EQ(error(), "request.degenerate_not_valid_error");
    EXPECT_EQ(bench.shared.in_recovery, 2);
}

TEST_F(Pcp_commands, AGracefulPromotionThatIsRefusedHangs) {  // hazard P4, recording pcp_outputs
    bench.shared.set_status(BackendId{2}, Status::down);
    command(Command::promote_node_gracefully, 2);
    EXPECT_THAT(bench.story(), ElementsAre("request.promote_not_valid"));
    EXPECT_EQ(bench.shared.in_recovery, 3);
    for (int i = 0; i < 200; ++i) bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.wanted<Send>(), IsEmpty());
}

TEST_F(Pcp_commands, WhoIsNotKnownIsTurnedAwayAndTheWorkerEnds) {  // recording error_texts
    bench.start(worker, client.value);
    Message asked = message(Command::node_count, 0);
    asked.words[1] = 2;
    bench.give(worker, Received{client, asked});
    EXPECT_EQ(error(), "pcp.authentication");
    EXPECT_EQ(answer().words[2], 2);
    EXPECT_THAT(bench.wanted<Exit>(), ElementsAre(Exit{1}));
}

TEST_F(Pcp_commands, AClientThatIsGoneIsMissedOnlyAfterItsAnswer) {  // §16.3
    bench.config.use_watchdog = true;
    command(Command::attach_node, 2);
    const ConnectionId watchdog = bench.connecting();
    bench.give(worker, Ended{client, Ending::closed});
    EXPECT_THAT(bench.story(), IsEmpty());
    bench.give(worker, Connected{watchdog});
    bench.give(worker, Received{watchdog, ipc_answer(IpcResult::ok, CommandResult::proceed)});
    EXPECT_THAT(bench.story(), ElementsAre("request.signal_user1", "raise to 2799", "send 101",
                                           "pcp.client_vanished", "exit 1"));
}

TEST_F(Pcp_commands, AClientThatLeavesWithoutACommandIsMissedAtOnce) {
    bench.start(worker, client.value);
    bench.give(worker, Ended{client, Ending::closed});
    EXPECT_THAT(bench.story(), ElementsAre("pcp.client_vanished", "exit 1"));
}

TEST_F(Pcp_commands, WithFixP3AnErrorEndsWhatAGracefulDetachBegan) {
    bench.config.fixes.p3 = true;
    bench.shared.set_status(BackendId{2}, Status::down);
    command(Command::detach_node_gracefully, 2);
    EXPECT_EQ(error(), "request.degenerate_not_valid_error");
    EXPECT_EQ(bench.shared.in_recovery, 0);
}

TEST_F(Pcp_commands, WithFixP4ARefusedGracefulPromotionReturns) {
    bench.config.fixes.p4 = true;
    bench.shared.set_status(BackendId{2}, Status::down);
    command(Command::promote_node_gracefully, 2);
    EXPECT_THAT(bench.story(),
                ElementsAre("request.promote_not_valid", "raise to 2799", "send 101"));
    EXPECT_EQ(bench.shared.in_recovery, 0);
}

TEST_F(Pcp_process, WithFixR45ItLeavesItsWorkersToTheNextOne) {
    bench.config.fixes.r45 = true;
    bench.start(pcp);
    const Pid worker = fork_worker();
    bench.give(pcp, Caught{Signal::usr1});
    EXPECT_THAT(bench.story(), ElementsAre("pcp.restart_request", "exit 0"));
    Pcp next;
    bench.start(next);
    bench.give(next, Caught{Signal::usr2});
    EXPECT_THAT(bench.wanted<Raise>(), ElementsAre(Raise{worker, Signal::usr2}));
}

TEST_F(Pcp_commands, AStopIsAnsweredBeforeItIsDone) {
    command(Command::stop, 1);
    EXPECT_THAT(bench.story(), ElementsAre("send 101", "raise to 2799"));
    EXPECT_EQ(bench.wanted<Raise>()[0].signal, Signal::interrupt);
}

TEST_F(Pcp_commands, SigtermDoesNotStopAWorker) {
    bench.config.use_watchdog = true;
    command(Command::attach_node, 2);
    bench.give(worker, Caught{Signal::terminate});
    EXPECT_FALSE(bench.exited());
}

TEST_F(Pcp_commands, AWorkerDoesNotPanicOverADeadMain) {
    bench.shared.main = no_pid;
    command(Command::attach_node, 2);
    EXPECT_EQ(error(), "");
    EXPECT_FALSE(bench.exited());
}

}  // namespace
}  // namespace failover::interlock
