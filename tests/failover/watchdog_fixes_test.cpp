// Later fixes that a parameter switches on (semantics-3.6 §14.2), each beside what the product does
// without it; and requests that are due to peers out of reach.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watchdog_lab.hpp"

namespace lab {
namespace {

using failover::Lock;
using failover::interlock::CommandResult;
using failover::interlock::Fixes;
using failover::interlock::Function;
using failover::interlock::Ipc;
using failover::interlock::LockCommand;
using failover::interlock::Packet;
using failover::interlock::PeerEvent;
using failover::interlock::WatchdogState;
using T = WatchdogText;

/// Two proxies with a fix on or off, the first of which leads.
Cluster pair(bool Fixes::*fix, bool on) {
    Cluster c({1, 1});
    c.config(0).fixes.*fix = c.config(1).fixes.*fix = on;
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_until(20s);
    return c;
}

/// What lifecheck tells a proxy of its only peer.
void report(Cluster& c, int proxy, PeerEvent event) {
    Message message = plain(Ipc::node_status_change);
    message.words[0] = 1;
    message.words[1] = static_cast<std::int32_t>(event);
    c.ask(proxy, message);
}

/// The second one leads for a while, takes the locks, and loses the contest.
bool locked_after_a_lost_contest(bool fixed) {
    Cluster c = pair(&Fixes::h6, fixed);
    c.cut(0, 1);
    report(c, 0, PeerEvent::dead);
    report(c, 1, PeerEvent::dead);
    c.run_for(12s);
    EXPECT_TRUE(c.watchdog(1).leads());
    c.ask(1, lock_command(LockCommand::start, Lock::failover, 1));
    c.run_for(1s);
    EXPECT_TRUE(c.watchdog(1).locked(Lock::failover));
    c.heal(0, 1);
    c.run_for(30s);
    EXPECT_EQ(c.watchdog(1).state(), WatchdogState::standby);
    return c.watchdog(1).locked(Lock::failover);
}

TEST(FixH6, ALeaderThatLeadsNoMoreHoldsNoLock) {
    EXPECT_TRUE(locked_after_a_lost_contest(false));
    EXPECT_FALSE(locked_after_a_lost_contest(true));
}

int id_told_to_a_standby(bool fixed) {
    Cluster c = pair(&Fixes::h7, fixed);
    const int question = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_TRUE(c.answer(question));
    EXPECT_EQ(c.answer(question)->words[1], static_cast<int>(CommandResult::proceed));
    return c.answer(question)->words[2];
}

TEST(FixH7, AStandbyThatAsksIsToldTheNumber) {
    EXPECT_EQ(id_told_to_a_standby(false), 0);
    EXPECT_EQ(id_told_to_a_standby(true), 13);
}

CommandResult check_after_twenty_seconds(bool fixed) {
    Cluster c = pair(&Fixes::h8, fixed);
    const int asked = c.ask(0, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    const int id = c.answer(asked)->words[2];
    c.shared(0).switching = true;  // main is busy with something earlier
    c.run_for(20s);
    const int question = c.ask(1, lock_command(LockCommand::check, Lock::failover, id));
    c.run_for(1s);
    return static_cast<CommandResult>(c.answer(question)->words[1]);
}

TEST(FixH8, ARequestIsNotForgottenWhileTheLeaderIsBusy) {
    EXPECT_EQ(check_after_twenty_seconds(false), CommandResult::no_lockholder);
    EXPECT_EQ(check_after_twenty_seconds(true), CommandResult::no_lockholder_but_wait);
}

TEST(FixR28, WhomLifecheckCallsDeadComesBackByTcpOrStaysOut) {
    for (const bool fixed : {false, true}) {
        Cluster c = pair(&Fixes::r28, fixed);
        report(c, 0, PeerEvent::dead);
        report(c, 1, PeerEvent::dead);
        c.run_for(40s);
        EXPECT_EQ(c.watchdog(1).leads(), fixed) << fixed;
        if (!fixed) continue;
        report(c, 0, PeerEvent::alive);
        report(c, 1, PeerEvent::alive);
        c.run_for(40s);
        EXPECT_FALSE(c.watchdog(0).leads() && c.watchdog(1).leads());
    }
}

TEST(FixR41, AProxyThatStartsAnewMayComeIn) {
    for (const bool fixed : {false, true}) {
        Cluster c = pair(&Fixes::r28, true);
        c.config(0).fixes.r41 = fixed;
        report(c, 0, PeerEvent::dead);
        c.kill(1);
        c.run_for(20s);
        c.start(1);
        c.run_for(20s);
        EXPECT_EQ(c.watchdog(1).state() == WatchdogState::standby, fixed);
    }
}

TEST(FixR48, AStandbyNoticesASilentLeaderAndCallsItLost) {
    for (const bool fixed : {false, true}) {
        Cluster c = pair(&Fixes::r48, fixed);
        c.cut(0, 1);
        c.run_for(45s);
        EXPECT_EQ(c.when(1, T::leader_silent).has_value(), fixed);
        EXPECT_EQ(c.watchdog(1).leads(), fixed);
        EXPECT_EQ(c.when(1, T::peer_lost).has_value(), fixed);
    }
}

// ---- requests ----------------------------------------------------------------------------------

TEST(WatchdogRequests, OneForSeveralNodesIsRefusedWithANote) {
    Cluster c = pair(&Fixes::h7, false);
    Message request = failover_request(Function::degenerate, 1);
    request.words[1] = 2;
    request.words[3] = 2;
    for (const int proxy : {0, 1}) {
        const int question = c.ask(proxy, request);
        c.run_for(1s);
        ASSERT_TRUE(c.answer(question));
        EXPECT_EQ(c.answer(question)->words[1], static_cast<int>(CommandResult::invalid_function));
        EXPECT_EQ(c.lines_of(proxy, T::several_nodes).size(), 1U);
    }
}

TEST(WatchdogRequests, WhatAPeerAskedForIsSentAgainWhenAConnectionIsBack) {
    Cluster c({1, 1, 1});
    for (int proxy = 0; proxy < 3; ++proxy) {
        c.start(proxy);
        c.run_for(16s);
    }
    c.run_for(20s);
    c.cut(0, 2);
    c.sever(0, 2);
    c.run_for(100ms);
    const int question = c.ask(1, failover_request(Function::degenerate, 2));
    c.run_for(1s);
    EXPECT_TRUE(c.answer(question));
    EXPECT_FALSE(c.when(2, T::replicate_received));
    c.heal(0, 2);
    c.run_for(2s);
    EXPECT_TRUE(c.when(0, T::resending));
    EXPECT_TRUE(c.when(2, T::replicate_received));
}

}  // namespace
}  // namespace lab
