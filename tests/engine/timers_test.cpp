#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/agenda.hpp"
#include "engine/assert.hpp"
#include "tests/engine/dice.hpp"

namespace engine {
namespace {

using test::Dice;
using Numbers = Agenda<std::uint64_t>;

/// What comes out next, and when.
std::pair<std::int64_t, std::uint64_t> take(Numbers& agenda) {
    Numbers::Due due{TrueTime{-1}, 0};
    EXPECT_TRUE(agenda.pop(due));
    return {due.at.nanoseconds(), due.what};
}

using Out = std::pair<std::int64_t, std::uint64_t>;

TEST(Timers, FireOnceForEachArming) {
    Numbers agenda;
    const TimerId timer = agenda.make_timer(1);
    EXPECT_EQ(agenda.pending(), 0U);
    agenda.arm(timer, TrueTime{10});
    EXPECT_EQ(agenda.pending(), 1U);
    EXPECT_EQ(agenda.deadline(timer), TrueTime{10});
    EXPECT_EQ(take(agenda), Out(10, 1));
    EXPECT_FALSE(agenda.armed(timer));
    Numbers::Due due;
    EXPECT_FALSE(agenda.pop(due));
    agenda.arm(timer, TrueTime{20});
    EXPECT_EQ(take(agenda), Out(20, 1));
    EXPECT_FALSE(agenda.pop(due));
}

TEST(Timers, ThatAreDisarmedNeitherFireNorCount) {
    Numbers agenda;
    const TimerId timer = agenda.make_timer(1);
    agenda.arm(timer, TrueTime{10});
    agenda.disarm(timer);
    agenda.disarm(timer);
    EXPECT_FALSE(agenda.armed(timer));
    EXPECT_EQ(agenda.pending(), 0U);
    EXPECT_EQ(agenda.next(), TrueTime::never());
    Numbers::Due due;
    EXPECT_FALSE(agenda.pop(due));
}

TEST(Timers, ArmedLaterKeepTheOrderOfTheLastArming) {
    Numbers agenda;
    const TimerId timer = agenda.make_timer(2);
    agenda.arm(timer, TrueTime{10});
    agenda.plan(TrueTime{50}, 1);
    agenda.arm(timer, TrueTime{50});
    agenda.plan(TrueTime{50}, 3);
    agenda.plan(TrueTime{20}, 0);
    EXPECT_EQ(take(agenda), Out(20, 0)) << "by now the entry for 10 has moved to 50";
    agenda.plan(TrueTime{50}, 4);
    EXPECT_EQ(take(agenda), Out(50, 1));
    EXPECT_EQ(take(agenda), Out(50, 2));
    EXPECT_EQ(take(agenda), Out(50, 3));
    EXPECT_EQ(take(agenda), Out(50, 4));
}

TEST(Timers, ArmedAgainForTheSameInstantMoveBehindWhatWasPlannedSince) {
    Numbers agenda;
    const TimerId timer = agenda.make_timer(2);
    agenda.arm(timer, TrueTime{10});
    agenda.plan(TrueTime{10}, 1);
    agenda.arm(timer, TrueTime{10});
    EXPECT_EQ(take(agenda), Out(10, 1));
    EXPECT_EQ(take(agenda), Out(10, 2));
    EXPECT_EQ(agenda.pending(), 0U);
}

TEST(Timers, ArmedEarlierFireEarlierAndOnlyThen) {
    Numbers agenda;
    const TimerId timer = agenda.make_timer(1);
    agenda.arm(timer, TrueTime{100});
    agenda.arm(timer, TrueTime{10});
    EXPECT_EQ(agenda.next(), TrueTime{10});
    EXPECT_EQ(take(agenda), Out(10, 1));
    agenda.plan(TrueTime{200}, 2);
    EXPECT_EQ(take(agenda), Out(200, 2)) << "the outdated entry for 100 vanishes";
}

TEST(Timers, DispatchThePayloadSetLast) {
    Numbers agenda;
    const TimerId timer = agenda.make_timer(1);
    agenda.arm(timer, TrueTime{10});
    agenda.set_payload(timer, 2);
    EXPECT_EQ(take(agenda), Out(10, 2));
}

TEST(Timers, DroppedDoNotFireWhenTheirIdIsUsedAgain) {
    Numbers agenda;
    const TimerId first = agenda.make_timer(1);
    agenda.arm(first, TrueTime{10});
    agenda.drop_timer(first);
    EXPECT_EQ(agenda.pending(), 0U);
    EXPECT_THROW(agenda.arm(first, TrueTime{20}), SimulatorFailure);
    const TimerId second = agenda.make_timer(2);
    EXPECT_EQ(second, first);
    EXPECT_FALSE(agenda.armed(second));
    agenda.arm(second, TrueTime{30});
    EXPECT_EQ(take(agenda), Out(30, 2));
}

TEST(Timers, LeaveAtMostTwoEntriesHoweverTheyAreArmed) {
    Dice dice{3};
    Numbers agenda;
    const TimerId timer = agenda.make_timer(1);
    for (int i = 0; i < 1000; ++i) {
        agenda.arm(timer, TrueTime{static_cast<std::int64_t>(1'000'000 - i)});
        ASSERT_LE(agenda.entries(), 2U);
    }
    for (int i = 0; i < 1000; ++i) {
        const TimerId other = agenda.make_timer(2);
        agenda.arm(other, TrueTime{static_cast<std::int64_t>(dice.below(1000))});
        agenda.arm(other, TrueTime{static_cast<std::int64_t>(dice.below(1000))});
        agenda.drop_timer(other);
        ASSERT_LE(agenda.entries(), 4U);
    }
}

/// The same, done simply: one sorted list, in which a re-armed timer is taken out and put in.
class Model {
  public:
    using Place = std::multimap<Out, std::uint64_t>::iterator;

    Place plan(std::int64_t at, std::uint64_t what) {
        return events_.emplace(Out{at, ++order_}, what);
    }
    void arm(std::size_t timer, std::int64_t at, std::uint64_t what) {
        disarm(timer);
        armed_[timer] = plan(at, what);
    }
    void disarm(std::size_t timer) {
        if (armed_[timer]) events_.erase(*armed_[timer]);
        armed_[timer].reset();
    }
    void set_payload(std::size_t timer, std::uint64_t what) {
        if (armed_[timer]) (*armed_[timer])->second = what;
    }
    std::optional<Out> pop() {
        if (events_.empty()) return std::nullopt;
        const Place first = events_.begin();
        for (auto& [timer, place] : armed_) {
            if (place == first) place.reset();
        }
        const Out out{first->first.first, first->second};
        events_.erase(first);
        return out;
    }
    bool armed(std::size_t timer) { return armed_[timer].has_value(); }
    [[nodiscard]] std::size_t pending() const { return events_.size(); }
    [[nodiscard]] std::int64_t next() const {
        return events_.empty() ? TrueTime::never().nanoseconds() : events_.begin()->first.first;
    }

  private:
    std::multimap<Out, std::uint64_t> events_;
    std::map<std::size_t, std::optional<Place>> armed_;
    std::uint64_t order_ = 0;
};

/// Both at once, and what a test needs to know of them.
struct Pair {
    Numbers agenda;
    Model model;
    std::vector<TimerId> timers;
    std::int64_t now = 0;
};

void arm(Pair& pair, std::size_t timer, std::int64_t at, std::uint64_t what) {
    pair.agenda.set_payload(pair.timers[timer], what);
    pair.agenda.arm(pair.timers[timer], TrueTime{at});
    pair.model.arm(timer, at, what);
    ASSERT_EQ(pair.agenda.deadline(pair.timers[timer]), TrueTime{at});
}

void pop(Pair& pair) {
    Numbers::Due due;
    const std::optional<Out> expected = pair.model.pop();
    ASSERT_EQ(pair.agenda.pop(due), expected.has_value());
    if (!expected) return;
    ASSERT_EQ(Out(due.at.nanoseconds(), due.what), *expected);
    pair.now = expected->first;
}

void replace(Pair& pair, std::size_t timer, std::uint64_t what) {
    pair.agenda.drop_timer(pair.timers[timer]);
    pair.model.disarm(timer);
    pair.timers[timer] = pair.agenda.make_timer(what);
}

void do_something(Pair& pair, Dice& dice, std::uint64_t what) {
    const std::size_t timer = dice.below(pair.timers.size());
    const std::uint64_t far = dice.below(4) == 0 ? 1000 : 40;
    const std::int64_t at = pair.now + static_cast<std::int64_t>(dice.below(far));
    switch (dice.below(10)) {
        case 0:
        case 1:
            pair.agenda.plan(TrueTime{at}, what);
            pair.model.plan(at, what);
            break;
        case 2:
        case 3:
        case 4:
        case 5:
            arm(pair, timer, at, what);
            break;
        case 6:
            pair.agenda.disarm(pair.timers[timer]);
            pair.model.disarm(timer);
            break;
        case 7:
            if (dice.below(10) == 0) replace(pair, timer, what);
            break;
        default:
            pop(pair);
    }
}

TEST(Timers, AgreeWithASortedListOverManyRandomOperations) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Dice dice{seed};
        Pair pair;
        const std::size_t timers = 1 + dice.below(20);
        for (std::size_t i = 0; i < timers; ++i) pair.timers.push_back(pair.agenda.make_timer(i));
        for (std::uint64_t step = 0; step < 5000; ++step) {
            do_something(pair, dice, step);
            if (HasFatalFailure()) FAIL() << "seed " << seed << ", step " << step;
            ASSERT_EQ(pair.agenda.pending(), pair.model.pending());
            ASSERT_LE(pair.agenda.entries(), pair.model.pending() + 2 * timers);
            // Looking at what comes next must not change it, so only some steps look.
            if (dice.below(3) != 0) continue;
            ASSERT_EQ(pair.agenda.next().nanoseconds(), pair.model.next());
            const std::size_t timer = dice.below(timers);
            ASSERT_EQ(pair.agenda.armed(pair.timers[timer]), pair.model.armed(timer));
        }
        while (pair.model.pending() > 0) pop(pair);
        EXPECT_EQ(pair.agenda.next(), TrueTime::never());
        EXPECT_EQ(pair.agenda.entries(), 0U);
    }
}

}  // namespace
}  // namespace engine
