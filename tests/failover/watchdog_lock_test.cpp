// The decision table of the failover interlock (semantics-3.6 §7.5), row by row, and the pure
// rules of quorum and election (§9.6 - §9.8).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/watchdog_states.hpp"
#include "failover/parts/election.hpp"
#include "failover/parts/quorum.hpp"
#include "watchdog_lab.hpp"

namespace lab {
namespace {

using failover::Lock;
using failover::ProxyId;
using failover::Quorum;
using failover::interlock::CommandResult;
using failover::interlock::FailoverLock;
using failover::interlock::LockCommand;
using failover::interlock::LockRequest;
using C = CommandResult;
using L = LockCommand;
using T = WatchdogText;

constexpr ProxyId leader{0};
constexpr ProxyId peer{1};

struct Decision {
    CommandResult result;
    WatchdogText says;
    bool operator==(const Decision&) const = default;
};

/// A lock at the leader 0 that keeps what was decided.
struct Interlock {
    FailoverLock lock;
    Decision ask(LockCommand command, ProxyId who, Lock which = Lock::failback,
                 bool known = false) {
        const LockRequest request{command, which, 13, who};
        const auto& rule = lock.rule_for(request, leader, known);
        lock.apply(rule, request);
        return {rule.result, rule.says};
    }
};

TEST(LockTable, OnlyTheLeaderCanBecomeTheLockHolder) {
    Interlock i;
    EXPECT_EQ(i.ask(L::start, peer), (Decision{C::i_am_not_lock_holder, T::lock_only_leader}));
    EXPECT_EQ(i.ask(L::start, leader), (Decision{C::i_am_lock_holder, T::lock_holder}));
    EXPECT_EQ(i.lock.holder(), leader);
    EXPECT_EQ(i.ask(L::start, peer), (Decision{C::i_am_not_lock_holder, T::lock_held}));
}

TEST(LockTable, TheHolderReleasesOneLockAtATime) {
    Interlock i;
    i.ask(L::start, leader);
    EXPECT_EQ(i.ask(L::release, leader), (Decision{C::success, T::lock_released}));
    EXPECT_FALSE(i.lock.locked(Lock::failback));
    EXPECT_TRUE(i.lock.locked(Lock::failover));
    EXPECT_TRUE(i.lock.locked(Lock::follow_master));
}

TEST(LockTable, NobodyElseReleases) {
    Interlock i;
    EXPECT_EQ(i.ask(L::release, leader),
              (Decision{C::i_am_not_lock_holder, T::lock_release_denied}));
    i.ask(L::start, leader);
    EXPECT_EQ(i.ask(L::release, peer), (Decision{C::i_am_not_lock_holder, T::lock_release_denied}));
    EXPECT_TRUE(i.lock.locked(Lock::failback));
}

TEST(LockTable, ACheckTellsTheLockWhileThereIsAHolder) {
    Interlock i;
    i.ask(L::start, leader);
    EXPECT_EQ(i.ask(L::check, peer), (Decision{C::locked, T::lock_locked}));
    i.ask(L::release, leader);
    EXPECT_EQ(i.ask(L::check, peer), (Decision{C::unlocked, T::lock_free}));
    EXPECT_EQ(i.ask(L::check, peer, Lock::failover), (Decision{C::locked, T::lock_locked}));
}

TEST(LockTable, WithoutAHolderACheckWaitsOnlyForAKnownFailover) {
    Interlock i;
    EXPECT_EQ(i.ask(L::check, peer, Lock::failback, true),
              (Decision{C::no_lockholder_but_wait, T::lock_not_started}));
    EXPECT_EQ(i.ask(L::check, peer, Lock::failback, false),
              (Decision{C::no_lockholder, T::lock_no_holder}));
}

TEST(LockTable, ResigningDropsEverythingAndIsForTheHolderOrNobody) {
    Interlock i;
    EXPECT_EQ(i.ask(L::finish, peer), (Decision{C::success, T::lock_resigned}));
    i.ask(L::start, leader);
    EXPECT_EQ(i.ask(L::finish, peer), (Decision{C::i_am_not_lock_holder, T::lock_resign_denied}));
    EXPECT_EQ(i.ask(L::finish, leader), (Decision{C::success, T::lock_resigned}));
    EXPECT_EQ(i.lock.holder(), failover::no_proxy);
    for (const Lock each : {Lock::failover, Lock::failback, Lock::follow_master}) {
        EXPECT_FALSE(i.lock.locked(each));
    }
}

TEST(LockTable, EveryRowIsUsed) {
    for (const auto& rule : failover::interlock::lock_rules()) {
        EXPECT_NE(rule.says, T::local_name);
    }
    EXPECT_EQ(failover::interlock::lock_rules().size(), 11U);
}

TEST(LockCommands, AFailbackOnTheLeaderRunsThroughAsRecorded) {
    using failover::interlock::Function;
    Cluster c({1, 1});
    c.start(0);
    c.run_until(16s);
    c.start(1);
    c.run_until(20s);
    const int request = c.ask(0, failover_request(Function::failback, 2));
    c.run_for(100ms);
    const int id = c.answer(request)->words[2];
    const auto ask = [&](int proxy, LockCommand command, Lock lock, int failover_id) {
        const int question = c.ask(proxy, lock_command(command, lock, failover_id));
        c.run_for(50ms);
        return static_cast<CommandResult>(c.answer(question)->words[1]);
    };
    EXPECT_EQ(ask(1, L::start, Lock::failover, id), C::i_am_not_lock_holder);
    EXPECT_EQ(ask(1, L::check, Lock::failback, id), C::no_lockholder_but_wait);
    EXPECT_EQ(ask(0, L::start, Lock::failover, id), C::i_am_lock_holder);
    EXPECT_EQ(ask(1, L::start, Lock::failover, id), C::i_am_not_lock_holder);
    EXPECT_EQ(ask(1, L::check, Lock::failback, id), C::locked);
    EXPECT_EQ(ask(0, L::release, Lock::failback, id), C::success);
    EXPECT_EQ(ask(1, L::check, Lock::failback, id), C::unlocked);
    EXPECT_EQ(ask(0, L::finish, Lock::failover, id), C::success);
    EXPECT_EQ(ask(1, L::check, Lock::follow_master, id), C::no_lockholder);
    EXPECT_FALSE(c.watchdog(0).request_open_for(failover::BackendId{2}));

    const auto denied = c.lines_of(0, T::lock_held);
    ASSERT_EQ(denied.size(), 1U);
    EXPECT_EQ(denied[0].arguments, (failover::MessageArguments{0, 1, 0, id}));
    const auto locked = c.lines_of(0, T::lock_locked);
    ASSERT_EQ(locked.size(), 1U);
    EXPECT_EQ(locked[0].arguments,
              (failover::MessageArguments{0, 1, static_cast<int>(Lock::failback), 0}));
    EXPECT_EQ(c.lines_of(1, T::lock_forwarded).size(), 6U);
    EXPECT_FALSE(c.when(1, T::read_closed));
}

TEST(QuorumRule, IsTheTableOfTheReference) {
    using failover::parts::quorum;
    EXPECT_EQ(quorum(1, 0), Quorum::edge);
    EXPECT_EQ(quorum(1, 1), Quorum::exists);
    EXPECT_EQ(quorum(2, 0), Quorum::absent);
    EXPECT_EQ(quorum(2, 1), Quorum::exists);
    EXPECT_EQ(quorum(3, 0), Quorum::absent);
    EXPECT_EQ(quorum(3, 1), Quorum::edge);
    EXPECT_EQ(quorum(3, 2), Quorum::exists);
    EXPECT_EQ(quorum(4, 1), Quorum::absent);
    EXPECT_EQ(quorum(4, 2), Quorum::exists);
}

TEST(ContestRule, GoesEscalatedQuorumStandbysOlder) {
    using failover::parts::Contender;
    using failover::parts::Contest;
    using Rule = failover::parts::ContestRule;
    const Contender mine{1, 0, 100, true, Quorum::edge, 1};
    Contender other = mine;
    EXPECT_EQ(contest(mine, other), (Contest{true, Rule::older}));
    other.leading_since = 99;
    EXPECT_EQ(contest(mine, other), (Contest{false, Rule::older}));
    other.standbys = 0;
    EXPECT_EQ(contest(mine, other), (Contest{true, Rule::standbys}));
    other.quorum = Quorum::exists;
    EXPECT_EQ(contest(mine, other), (Contest{false, Rule::quorum}));
    other.escalated = false;
    EXPECT_EQ(contest(mine, other), (Contest{true, Rule::escalated}));
}

TEST(StateTable, NamesNoStateAndEventTwice) {
    const auto rules = failover::interlock::state_rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (std::size_t j = i + 1; j < rules.size(); ++j) {
            EXPECT_FALSE(rules[i].state == rules[j].state && rules[i].event == rules[j].event);
        }
    }
}

}  // namespace
}  // namespace lab
