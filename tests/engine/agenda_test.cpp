#include "engine/agenda.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/assert.hpp"
#include "tests/engine/dice.hpp"

namespace engine {
namespace {

using test::Dice;
using Numbers = Agenda<std::uint64_t>;

std::vector<std::uint64_t> drain(Numbers& agenda) {
    std::vector<std::uint64_t> order;
    Numbers::Due due;
    while (agenda.pop(due)) order.push_back(due.what);
    return order;
}

TEST(Agenda, AnEmptyOneHasNothingToTakeOut) {
    Numbers agenda;
    Numbers::Due due;
    EXPECT_FALSE(agenda.pop(due));
    EXPECT_EQ(agenda.next(), TrueTime::never());
    EXPECT_EQ(agenda.pending(), 0U);
    EXPECT_FALSE(agenda.exhausted());
}

TEST(Agenda, GivesEventsBackByTime) {
    Numbers agenda;
    for (const std::uint64_t at : {50U, 10U, 40U, 30U, 20U}) {
        agenda.plan(TrueTime{static_cast<std::int64_t>(at)}, at);
    }
    EXPECT_EQ(agenda.next(), TrueTime{10});
    EXPECT_EQ(agenda.pending(), 5U);
    EXPECT_EQ(drain(agenda), (std::vector<std::uint64_t>{10, 20, 30, 40, 50}));
}

TEST(Agenda, GivesEventsOfOneInstantBackInTheOrderOfPlanning) {
    Numbers agenda;
    std::vector<std::uint64_t> planned;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        agenda.plan(TrueTime{7}, i);
        planned.push_back(i);
    }
    EXPECT_EQ(drain(agenda), planned);
}

TEST(Agenda, KeepsTheOrderOfPlanningWhenSlotsAreUsedAgain) {
    Numbers agenda;
    Numbers::Due due;
    agenda.plan(TrueTime{1}, 0);
    agenda.plan(TrueTime{5}, 1);
    agenda.plan(TrueTime{2}, 0);
    ASSERT_TRUE(agenda.pop(due));
    ASSERT_TRUE(agenda.pop(due));
    agenda.plan(TrueTime{5}, 2);
    agenda.plan(TrueTime{5}, 3);
    EXPECT_EQ(drain(agenda), (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST(Agenda, AgreesWithASortedListOverManyRandomPlans) {
    using Planned = std::pair<std::int64_t, std::uint64_t>;
    Dice dice{1};
    Numbers agenda;
    std::vector<Planned> model;
    std::int64_t now = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        if (dice.below(5) < 3) {
            const std::int64_t at = now + static_cast<std::int64_t>(dice.below(200));
            agenda.plan(TrueTime{at}, i);
            model.emplace_back(at, i);
        } else {
            Numbers::Due due;
            ASSERT_EQ(agenda.pop(due), !model.empty());
            if (model.empty()) continue;
            const auto least = std::min_element(model.begin(), model.end());
            ASSERT_EQ(due.at.nanoseconds(), least->first);
            ASSERT_EQ(due.what, least->second);
            now = least->first;
            model.erase(least);
        }
        ASSERT_EQ(agenda.pending(), model.size());
    }
}

TEST(Agenda, ACopyRunsOnToTheSameEvents) {
    Dice dice{2};
    Numbers agenda;
    for (std::uint64_t i = 0; i < 500; ++i) {
        agenda.plan(TrueTime{static_cast<std::int64_t>(dice.below(100))}, i);
        const TimerId timer = agenda.make_timer(1000 + i);
        agenda.arm(timer, TrueTime{static_cast<std::int64_t>(dice.below(100))});
        if (i % 3 == 0) agenda.arm(timer, TrueTime{static_cast<std::int64_t>(dice.below(200))});
    }
    Numbers::Due due;
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(agenda.pop(due));
    Numbers kept;
    kept.plan(TrueTime{3}, 3);
    kept = agenda;
    agenda.plan(TrueTime{500}, 77);
    kept.plan(TrueTime{500}, 77);
    EXPECT_EQ(kept.pending(), agenda.pending());
    const std::vector<std::uint64_t> rest = drain(agenda);
    EXPECT_EQ(rest.size(), 701U);
    EXPECT_EQ(drain(kept), rest);
}

struct FewOrders {
    static constexpr std::uint64_t orders = 4;
    static constexpr std::uint32_t slots = 100;
};

TEST(Agenda, StopsPlanningWhenItRunsOutOfOrderNumbers) {
    Agenda<std::uint64_t, FewOrders> agenda;
    for (std::uint64_t i = 1; i <= 3; ++i) agenda.plan(TrueTime{1}, i);
    EXPECT_FALSE(agenda.exhausted());
    agenda.plan(TrueTime{1}, 4);
    EXPECT_TRUE(agenda.exhausted());
    const TimerId timer = agenda.make_timer(5);
    agenda.arm(timer, TrueTime{1});
    EXPECT_FALSE(agenda.armed(timer));
    EXPECT_EQ(agenda.pending(), 3U);
    Agenda<std::uint64_t, FewOrders>::Due due;
    for (std::uint64_t i = 1; i <= 3; ++i) {
        ASSERT_TRUE(agenda.pop(due));
        EXPECT_EQ(due.what, i);
    }
    EXPECT_FALSE(agenda.pop(due));
}

struct FewSlots {
    static constexpr std::uint64_t orders = 100;
    static constexpr std::uint32_t slots = 2;
};

TEST(Agenda, StopsPlanningWhenItRunsOutOfSlots) {
    Agenda<std::uint64_t, FewSlots> agenda;
    agenda.plan(TrueTime{1}, 1);
    agenda.plan(TrueTime{2}, 2);
    EXPECT_FALSE(agenda.exhausted());
    agenda.plan(TrueTime{3}, 3);
    EXPECT_TRUE(agenda.exhausted());
    Agenda<std::uint64_t, FewSlots>::Due due;
    ASSERT_TRUE(agenda.pop(due));
    agenda.plan(TrueTime{4}, 4);
    EXPECT_EQ(agenda.pending(), 1U) << "what follows a lost event must not look like a run";
}

TEST(Agenda, ATimerThatThereIsNoRoomForDoesNothing) {
    Agenda<std::uint64_t, FewSlots> agenda;
    agenda.make_timer(1);
    agenda.make_timer(2);
    const TimerId none = agenda.make_timer(3);
    EXPECT_TRUE(agenda.exhausted());
    agenda.set_payload(none, 4);
    agenda.arm(none, TrueTime{1});
    agenda.disarm(none);
    EXPECT_FALSE(agenda.armed(none));
    agenda.drop_timer(none);
    EXPECT_EQ(agenda.pending(), 0U);
}

TEST(Agenda, RefusesThePastAndNever) {
    Numbers agenda;
    Numbers::Due due;
    agenda.plan(TrueTime{10}, 1);
    ASSERT_TRUE(agenda.pop(due));
    EXPECT_THROW(agenda.plan(TrueTime{9}, 2), SimulatorFailure);
    EXPECT_THROW(agenda.plan(TrueTime::never(), 2), SimulatorFailure);
    EXPECT_THROW(agenda.arm(TimerId{0}, TrueTime{10}), SimulatorFailure);
}

TEST(Agenda, CarriesPayloadsOf32BytesWhole) {
    using Words = std::array<std::uint64_t, 4>;
    static_assert(std::is_copy_assignable_v<Agenda<Words>>);
    Agenda<Words> agenda;
    Agenda<Words>::Due due;
    for (std::uint64_t round = 0; round < 3; ++round) {
        for (std::uint64_t i = 0; i < 10; ++i) {
            agenda.plan(TrueTime{static_cast<std::int64_t>(round)}, Words{i, ~i, round, 1U});
        }
        for (std::uint64_t i = 0; i < 10; ++i) {
            ASSERT_TRUE(agenda.pop(due));
            EXPECT_EQ(due.what, (Words{i, ~i, round, 1U}));
        }
    }
}

}  // namespace
}  // namespace engine
