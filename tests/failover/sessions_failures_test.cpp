// What a session does when a backend fails it (semantics-3.6 §5.1-§5.3, §16.6).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/failover/sessions_stage.hpp"

namespace failover::interlock {
namespace {

using client::Hear;
using client::Say;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class Failing_sessions : public Stage {
  protected:
    /// Up to the connect to backend 2, which is refused.
    void meet_a_dead_standby() {
        start();
        accept();
        say(Say::startup);
        backend_logs_in();
        backend_logs_in();
        backend_refuses();
    }
};

TEST_F(Failing_sessions, ADeadNodeAtTheConnectIsReportedAndTheChildDies) {
    meet_a_dead_standby();
    EXPECT_THAT(bench.story(), ElementsAre("connect.getsockopt", "request.degenerate_received",
                                           "request.signal_user1", "raise to 2799",
                                           "child.executing_failover", "send 106", "exit 1"));
    ASSERT_EQ(bench.shared.requests.entries().size(), 1U);
    const NodeRequest& request = bench.shared.requests.entries()[0];
    EXPECT_EQ(request.operation, NodeOperation::down);
    EXPECT_THAT(request.nodes, ElementsAre(BackendId{2}));
    EXPECT_TRUE(request.switch_over);
}

TEST_F(Failing_sessions, WithAWatchdogTheReportWaitsForItsAnswer) {
    bench.config.use_watchdog = true;
    meet_a_dead_standby();
    EXPECT_THAT(bench.story(),
                ElementsAre("connect.getsockopt", "request.degenerate_received", "connect 0"));
    const ConnectionId watchdog = bench.connecting();
    bench.give(child, Connected{watchdog});
    bench.give(child, Received{watchdog, ipc_answer(IpcResult::ok, CommandResult::proceed, 13)});
    EXPECT_THAT(bench.story(), ElementsAre("request.signal_user1", "raise to 2799",
                                           "child.executing_failover", "send 106", "exit 1"));
    EXPECT_EQ(bench.shared.requests.entries()[0].failover_id, 13);
}

TEST_F(Failing_sessions, ARefusedReportEnqueuesNothingAndTheChildDiesAllTheSame) {
    bench.config.use_watchdog = true;
    meet_a_dead_standby();
    const ConnectionId watchdog = bench.connecting();
    bench.give(child, Connected{watchdog});
    bench.give(child, Received{watchdog, ipc_answer(IpcResult::ok, CommandResult::already_issued)});
    EXPECT_THAT(bench.story(), ElementsAre("request.degenerate_canceled",
                                           "child.executing_failover", "send 106", "exit 1"));
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Failing_sessions, WithFailoverOffADeadStandbyIsLeftOut) {
    bench.config.fail_over_on_backend_error = false;
    meet_a_dead_standby();
    EXPECT_THAT(bench.story(),
                ElementsAre("connect.getsockopt", "child.skipping_standby", "send 101"));
    EXPECT_TRUE(bench.shared.children[0].need_to_restart);
    EXPECT_EQ(bench.shared.status_of(BackendId{2}), Status::up) << "only its own copy is down";
}

TEST_F(Failing_sessions, WithFailoverOffADeadPrimaryEndsTheSession) {
    bench.config.fail_over_on_backend_error = false;
    start();
    accept();
    say(Say::startup);
    backend_refuses();
    EXPECT_THAT(bench.story(), ElementsAre("connect.getsockopt", "child.not_executing_failover",
                                           "send 106", "exit 1"));
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Failing_sessions, WithFailoverOffADeadMasterMovesItForEverybody) {  // hazard S5
    bench.config.fail_over_on_backend_error = false;
    bench.shared.primary_node = BackendId{1};
    start();
    accept();
    say(Say::startup);
    backend_refuses();
    EXPECT_EQ(bench.shared.master_node, BackendId{1});
    EXPECT_THAT(bench.story(), Contains("child.master_changed"));
}

TEST_F(Failing_sessions, AReadErrorIsReportedAndTheChildLeavesWithoutAWord) {
    open();
    say(Say::write);
    end(0, Ending::reset);
    EXPECT_THAT(bench.story(), ElementsAre("request.degenerate_received", "request.signal_user1",
                                           "raise to 2799", "exit 1"));
}

TEST_F(Failing_sessions, WithFailoverOffAReadErrorDropsTheSessionOnly) {
    bench.config.fail_over_on_backend_error = false;
    open();
    say(Say::write);
    end(0, Ending::reset);
    EXPECT_THAT(bench.story(), Contains("child.read_failed"));
    EXPECT_THAT(heard(), ElementsAre(Hear::error));
    EXPECT_FALSE(bench.exited());
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Failing_sessions, AnEndOfFileDropsTheSessionAndIsNoFailover) {
    open();
    say(Say::read);
    end(0, Ending::closed);
    EXPECT_THAT(bench.story(), Contains("child.read_end"));
    EXPECT_THAT(heard(), ElementsAre(Hear::error));
    EXPECT_FALSE(bench.exited());
    EXPECT_TRUE(bench.shared.requests.empty());
    EXPECT_TRUE(child.takes({Accepted{ConnectionId{2}, Plane::client, no_proxy, 0}, {}}));
}

TEST_F(Failing_sessions, AShutdownOfTheLoadBalanceNodeIsReportedAndTheSessionEndsFiveSecondsOn) {
    bench.host.wanted = BackendId{2};
    bench.config.fail_over_on_backend_error = false;
    open();
    answer(2, message(database::Answer::shutdown));
    EXPECT_THAT(bench.story(), ElementsAre("child.backend_shutdown", "request.degenerate_received",
                                           "request.signal_user1", "raise to 2799"))
        << "regardless of fail_over_on_backend_error";
    EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{5}, seconds{5}}));
    EXPECT_FALSE(child.takes({Received{client, message(Say::read)}, {}}));
    bench.give(child, TimedOut{});
    EXPECT_THAT(heard(), ElementsAre(Hear::error));
    EXPECT_FALSE(bench.exited());
}

TEST_F(Failing_sessions, AShutdownOfAnotherStandbyIsThisSessionsPrivateMatter) {
    bench.host.wanted = BackendId{1};
    open();
    answer(2, message(database::Answer::shutdown));
    EXPECT_THAT(bench.story(), ElementsAre("child.backend_shutdown"));
    EXPECT_EQ(bench.shared.status_of(BackendId{2}), Status::up);
    EXPECT_TRUE(bench.shared.requests.empty());
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[1]);
}

TEST_F(Failing_sessions, ASilentNodeIsTriedUntilTheKernelGivesUp) {
    start();
    accept();
    say(Say::startup);
    const ConnectionId silent = bench.connecting();
    bench.give(child, TimedOut{});
    EXPECT_THAT(bench.story(), ElementsAre("connect.retrying"));
    EXPECT_TRUE(bench.shared.requests.empty());
    bench.give(child, ConnectFailed{silent, Refusal::timed_out});
    EXPECT_THAT(bench.story(), Contains("child.executing_failover"));
}

TEST_F(Failing_sessions, ANodeThatRejectsTheLoginIsUpAndNoFailoverFollows) {
    bench.shared.set_status(BackendId{0}, Status::connect_wait);
    start();
    accept();
    say(Say::startup);
    const ConnectionId backend = bench.connecting();
    bench.give(child, Connected{backend});
    bench.give(child, Received{backend, message(database::Answer::refused, 0)});
    EXPECT_THAT(bench.story(), Contains("child.backend_rejected"));
    EXPECT_EQ(bench.shared.status_of(BackendId{0}), Status::up);
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Failing_sessions, ASessionRoutesByItsOldNodeAfterThatWentDown) {  // hazard S8
    bench.host.wanted = BackendId{2};
    open();
    bench.shared.set_status(BackendId{2}, Status::down);
    bench.host.wanted = BackendId{1};
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[2]);
    EXPECT_EQ(bench.shared.children[0].load_balancing_node, BackendId{1});
}

}  // namespace
}  // namespace failover::interlock
