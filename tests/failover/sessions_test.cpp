// Session children: opening sessions, routing statements, restarting themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/child.hpp"
#include "tests/failover/sessions_stage.hpp"

namespace failover::interlock {
namespace {

using client::Hear;
using client::Say;
using testing::ElementsAre;
using testing::IsEmpty;

using Sessions = Stage;

TEST_F(Sessions, ASessionConnectsToEveryValidNodeInAscendingOrder) {
    bench.shared.set_status(BackendId{1}, Status::down);
    start();
    accept();
    say(Say::startup);
    EXPECT_THAT(bench.story(), ElementsAre("connect 0"));
    backend_logs_in();
    EXPECT_THAT(bench.story(), ElementsAre("connect 2"));
    backend_logs_in();
    EXPECT_THAT(heard(), ElementsAre(Hear::ready));
}

TEST_F(Sessions, ConnectingTurnsWaitingNodesUpAndSavesTheFileOnce) {
    bench.shared.set_status(BackendId{1}, Status::connect_wait);
    bench.shared.set_status(BackendId{2}, Status::connect_wait);
    open();
    EXPECT_EQ(bench.shared.status_of(BackendId{1}), Status::up);
    EXPECT_EQ(bench.shared.status_of(BackendId{2}), Status::up);
    EXPECT_EQ(bench.wanted<Save>().size(), 1U);
}

TEST_F(Sessions, WhereNothingChangedNothingIsSaved) {
    open();
    EXPECT_THAT(bench.wanted<Save>(), IsEmpty());
}

TEST_F(Sessions, AFailoverDuringTheConnectIsOverwrittenByTheSession) {  // hazard S1
    start();
    accept();
    say(Say::startup);
    backend_logs_in();
    backend_logs_in();
    bench.shared.set_status(BackendId{2}, Status::down);
    backend_logs_in();
    EXPECT_EQ(bench.shared.status_of(BackendId{2}), Status::up);
}

TEST_F(Sessions, ANodeThatIsDownForAllIsSkippedInSpiteOfAStaleCopy) {
    start();
    bench.shared.set_status(BackendId{2}, Status::down);
    accept();
    say(Say::startup);
    backend_logs_in();
    backend_logs_in();
    EXPECT_THAT(heard(), ElementsAre(Hear::ready));
}

TEST_F(Sessions, TheLoadBalanceNodeIsEnteredIntoTheConnectionTable) {
    bench.host.wanted = BackendId{2};
    open();
    EXPECT_TRUE(bench.shared.children[0].connected);
    EXPECT_EQ(bench.shared.children[0].load_balancing_node, BackendId{2});
    EXPECT_EQ(bench.host.asked_for, client);
}

TEST_F(Sessions, SelectsGoToTheLoadBalanceNodeAndAreCounted) {
    bench.host.wanted = BackendId{2};
    open();
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[2]);
    EXPECT_EQ(bench.shared.select_count[2], 1U);
    answer(2, message(database::Answer::rows));
    EXPECT_THAT(heard(), ElementsAre(Hear::rows));
}

TEST_F(Sessions, SelectsGoToThePrimaryWhileTheNodeLagsTooFar) {
    bench.config.delay_threshold = 1000;
    bench.host.wanted = BackendId{2};
    open();
    bench.shared.standby_delay[2] = 1001;
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[0]);
    EXPECT_EQ(bench.shared.select_count[0], 1U);
    EXPECT_EQ(bench.shared.select_count[2], 0U);
    answer(0, message(database::Answer::rows));
    bench.shared.standby_delay[2] = 1000;
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[2]);
}

TEST_F(Sessions, CatalogSelectsGoToThePrimaryAndAreCountedThere) {
    bench.host.wanted = BackendId{2};
    open();
    say(Say::read_catalog);
    const Send sent = bench.wanted<Send>()[0];
    EXPECT_EQ(sent.connection, backends[0]);
    EXPECT_EQ(sent.message.kind, static_cast<int>(database::Ask::replication_view));
    EXPECT_EQ(bench.shared.select_count[0], 1U);
    Message view = message(database::Answer::rows);
    view.blob = {7, 1};
    answer(0, view);
    EXPECT_THAT(heard(), ElementsAre(Hear::catalog));
    EXPECT_THAT(bench.wanted<Send>()[0].message.blob, ElementsAre(7, 1));
}

TEST_F(Sessions, WritesGoToThePrimaryAndAreNotCounted) {
    bench.host.wanted = BackendId{2};
    open();
    say(Say::write);
    EXPECT_EQ(bench.wanted<Send>()[0].connection, backends[0]);
    EXPECT_THAT(bench.shared.select_count, testing::Each(0U));
    Message done = message(database::Answer::done);
    done.blob = {4242};
    answer(0, done);
    EXPECT_THAT(heard(), ElementsAre(Hear::done));
    EXPECT_THAT(bench.wanted<Send>()[0].message.blob, ElementsAre(4242));
}

TEST_F(Sessions, AnErrorOfTheDatabaseReachesTheClientAndTheSessionGoesOn) {
    open();
    say(Say::write);
    answer(0, message(database::Answer::error, 0));
    EXPECT_THAT(heard(), ElementsAre(Hear::error));
    say(Say::read);
    EXPECT_EQ(bench.wanted<Send>().size(), 1U);
}

TEST_F(Sessions, AWriteMayBeRelayedWhileTheSessionWaitsForItsClient) {
    open();
    EXPECT_EQ(child.relays(client, bench.config, bench.shared), backends[0]);
    EXPECT_EQ(child.relays(ConnectionId{99}, bench.config, bench.shared), std::nullopt);
    say(Say::write);
    EXPECT_EQ(child.relays(client, bench.config, bench.shared), std::nullopt);
    answer(0, message(database::Answer::done));
    bench.shared.switching = true;
    EXPECT_EQ(child.relays(client, bench.config, bench.shared), std::nullopt);
}

TEST_F(Sessions, AGoodbyeClosesTheConnectionsAndTheChildWaitsAgain) {
    open();
    say(Say::goodbye);
    EXPECT_EQ(bench.wanted<Close>().size(), 4U);
    EXPECT_FALSE(bench.exited());
    EXPECT_FALSE(bench.shared.children[0].connected);
    EXPECT_TRUE(child.takes({Accepted{ConnectionId{2}, Plane::client, no_proxy, 0}, {}}));
}

TEST_F(Sessions, WhileASessionIsOpenNoOtherClientIsTaken) {
    open();
    EXPECT_FALSE(child.takes({Accepted{ConnectionId{2}, Plane::client, no_proxy, 0}, {}}));
    EXPECT_FALSE(child.takes({MissedClient{}, {}}));
}

TEST_F(Sessions, WithoutAnyValidNodeAClientIsRefusedAndTheChildEnds) {
    bench.shared.status.fill(Status::down);
    start();
    accept();
    EXPECT_THAT(bench.story(), ElementsAre("child.no_valid_node", "send 106", "exit 1"));
}

TEST_F(Sessions, APrimaryThatIsDownKillsEverySession) {  // N5
    bench.shared.set_status(BackendId{0}, Status::down);
    bench.shared.master_node = BackendId{1};
    start();
    accept();
    say(Say::startup);
    backend_logs_in();
    backend_logs_in();
    EXPECT_THAT(bench.story(), ElementsAre("child.raw_mode", "child.not_valid_backend", "exit 0"));
    EXPECT_EQ(bench.wanted<Exit>()[0].signal, 11) << "by a segmentation fault";
}

// ---- switching (§5.4) --------------------------------------------------------------------------

TEST_F(Sessions, SwitchingCutsASessionThatSendsAStatement) {
    open();
    bench.shared.switching = true;
    say(Say::read);
    EXPECT_THAT(bench.story(), ElementsAre("exit 1"));
}

TEST_F(Sessions, SwitchingCutsASessionThatWaitsForAnAnswer) {
    open();
    say(Say::write);
    bench.shared.switching = true;
    answer(0, message(database::Answer::done));
    EXPECT_THAT(bench.story(), ElementsAre("exit 1"));
}

TEST_F(Sessions, AnIdleSessionSurvivesASwitch) {
    open();
    bench.shared.switching = true;
    bench.shared.switching = false;
    say(Say::read);
    EXPECT_FALSE(bench.exited());
}

TEST_F(Sessions, ANewClientWhileSwitchingFindsItsConnectionClosed) {
    start();
    bench.shared.switching = true;
    accept();
    say(Say::startup);
    EXPECT_THAT(bench.story(), ElementsAre("exit 1"));
}

TEST_F(Sessions, AKilledChildLeavesAtOnceWithoutAWord) {
    for (const Signal signal : {Signal::quit, Signal::terminate, Signal::interrupt}) {
        child = {};
        open();
        bench.give(child, Caught{signal});
        EXPECT_THAT(bench.story(), ElementsAre("exit 1"));
    }
}

// ---- need_to_restart (§5.5, §16.6) -------------------------------------------------------------

TEST_F(Sessions, AFlaggedIdleChildRestartsWhenAClientWakesItInVain) {
    start();
    flag();
    bench.give(child, MissedClient{});
    EXPECT_THAT(bench.story(), ElementsAre("child.failback_event", "exit 1"));
    EXPECT_FALSE(bench.shared.children[0].need_to_restart);
}

TEST_F(Sessions, AFlaggedIdleChildRestartsOnSigusr2) {
    start();
    flag();
    bench.give(child, Caught{Signal::usr2});
    EXPECT_THAT(bench.story(), ElementsAre("child.failback_event", "exit 1"));
}

TEST_F(Sessions, AnUnflaggedChildSleepsOn) {
    start();
    bench.give(child, MissedClient{});
    bench.give(child, Caught{Signal::usr2});
    EXPECT_THAT(bench.story(), IsEmpty());
}

TEST_F(Sessions, AFlaggedChildThatAcceptedRefreshesItsCopyAndServes) {
    bench.shared.set_status(BackendId{2}, Status::down);
    start();
    bench.shared.set_status(BackendId{2}, Status::connect_wait);
    flag();
    accept();
    say(Say::startup);
    EXPECT_THAT(bench.story(), ElementsAre("child.selecting_backend", "connect 0"));
    backend_logs_in();
    backend_logs_in();
    EXPECT_THAT(bench.story(), ElementsAre("connect 2"));
    EXPECT_FALSE(bench.shared.children[0].need_to_restart);
}

TEST_F(Sessions, WithoutTheFlagTheCopyStaysAsItWasAtTheStart) {
    bench.shared.set_status(BackendId{2}, Status::down);
    start();
    bench.shared.set_status(BackendId{2}, Status::connect_wait);
    accept();
    say(Say::startup);
    backend_logs_in();
    backend_logs_in();
    EXPECT_THAT(heard(), ElementsAre(Hear::ready));
    EXPECT_EQ(bench.shared.status_of(BackendId{2}), Status::connect_wait);
}

TEST_F(Sessions, AChildForkedIntoAFlaggedSlotExitsAtOnce) {
    flag();
    start();
    EXPECT_THAT(bench.story(), ElementsAre("child.failback_event", "exit 1"));
}

TEST_F(Sessions, AFlaggedBusyChildFinishesItsSessionFirst) {
    open();
    flag();
    bench.give(child, Caught{Signal::usr2});
    EXPECT_THAT(bench.story(), IsEmpty());
    say(Say::goodbye);
    EXPECT_TRUE(bench.exited());
}

}  // namespace
}  // namespace failover::interlock
