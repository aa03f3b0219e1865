// Work shared out over threads, and its results in order.
#include "sim/simrun/in_order.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>

namespace sim::simrun {

namespace {

TEST(InOrder, ResultsComeInOrderWhateverTheNumberOfThreads) {
    for (const unsigned jobs : {1U, 2U, 7U}) {
        std::vector<std::size_t> taken;
        in_order(
            {1000, jobs}, [](std::size_t i) { return i * i; },
            [&](std::size_t i, std::size_t result) {
                EXPECT_EQ(result, i * i);
                taken.push_back(i);
            },
            [] { return true; });
        std::vector<std::size_t> all(1000);
        std::iota(all.begin(), all.end(), 0U);
        EXPECT_EQ(taken, all);
    }
}

TEST(InOrder, NoWorkRunsFarAheadOfTheResultsTaken) {
    std::atomic<std::size_t> begun{0};
    std::size_t furthest = 0;
    in_order(
        {5000, 2}, [&](std::size_t i) { return ++begun, i; },
        [&](std::size_t i, std::size_t) { furthest = std::max(furthest, begun.load() - i); },
        [] { return true; });
    EXPECT_GE(furthest, 1U);
    EXPECT_LE(furthest, 2 * work_ahead + 1);
}

TEST(InOrder, SayingNoEndsItWithoutTheRest) {
    std::size_t taken = 0;
    in_order(
        {1'000'000, 2}, [](std::size_t i) { return i; }, [&](std::size_t, std::size_t) { ++taken; },
        [&] { return taken < 10; });
    EXPECT_EQ(taken, 10U);
}

TEST(InOrder, NothingToDoIsDoneAtOnce) {
    in_order(
        {0, 4}, [](std::size_t i) { return i; }, [](std::size_t, std::size_t) { FAIL(); },
        [] { return true; });
}

}  // namespace

}  // namespace sim::simrun
