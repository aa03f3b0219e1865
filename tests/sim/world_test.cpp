// The world with a toy logic: what it guarantees whatever runs behind the seam.
#include "sim/world/world.hpp"

#include <gtest/gtest.h>

#include "sim/world/run.hpp"
#include "tests/sim/ping_pong.hpp"
#include "tests/sim/players.hpp"

namespace {

using sim::world::LogicEntry;
using PlayedRun = sim::world::Run;
using sim::world::RunOptions;

LogicEntry ping_pong() { return sim::world::logic_entry<toys::PingPong>("ping-pong", "a toy"); }

PlayedRun play(std::uint64_t seed, std::uint32_t copy_every = 0,
               engine::Level level = engine::Level::facts) {
    RunOptions options;
    options.seed = seed;
    options.copy_every = copy_every;
    options.level = level;
    return sim::world::run(toys::two_players(), ping_pong(), options);
}

TEST(AnyWorld, RunsALogicThatIsNotAboutFailover) {
    const PlayedRun run = play(1, 0, engine::Level::messages);
    EXPECT_TRUE(run.as_expected);
    EXPECT_FALSE(run.limit);
    int pongs = 0;
    for (const engine::Record& record : run.records) {
        if (record.kind == static_cast<std::uint16_t>(sim::facts::Kind::log_line)) ++pongs;
    }
    // Two players, a ping each second for at least twenty seconds.
    EXPECT_GE(pongs, 36);
}

TEST(AnyWorld, IsTheSameTwiceAndAnotherWithAnotherSeed) {
    EXPECT_EQ(play(1).fingerprint, play(1).fingerprint);
    EXPECT_NE(play(1).fingerprint, play(2).fingerprint);
}

TEST(AnyWorld, ReplacedByItsCopyAtEverySeventhEventRunsOnToTheSameEnd) {
    const PlayedRun plain = play(3);
    const PlayedRun copied = play(3, 7);
    EXPECT_EQ(plain.fingerprint, copied.fingerprint);
    EXPECT_EQ(plain.records, copied.records);
}

TEST(AnyWorld, IsNotChangedByWhatIsRecorded) {
    const PlayedRun little = play(4, 0, engine::Level::facts);
    const PlayedRun all = play(4, 0, engine::Level::all);
    EXPECT_EQ(little.fingerprint, all.fingerprint);
    EXPECT_EQ(little.events, all.events);
    EXPECT_GT(all.records.size(), little.records.size());
}

}  // namespace
