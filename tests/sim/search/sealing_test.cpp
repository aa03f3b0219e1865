#include "sim/search/sealing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/simrun/log_words.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/program.hpp"
#include "sim/world/playing.hpp"
#include "tests/sim/simrun/program.hpp"

namespace sim::search::tests {
namespace {

using engine::TrueTime;
using namespace std::chrono_literals;

/// The first story: the database comes back at 0:17.869 and streams at 0:18.021, and then it is
/// only a matter of time.
class Sealed : public testing::Test {
  protected:
    Sealed() {
        auto loaded = simrun::load_stories(simrun::tests::ours("scenarios/stale_down.toml"),
                                           simrun::builtin_logics());
        story_ = std::move(loaded.stories.front());
        world::RunOptions options;
        options.seed = story_.scenario.seed;
        serving_ = simrun::play(story_, options).serving;
    }
    [[nodiscard]] TrueTime at(engine::Duration since_serving) const {
        return serving_ + since_serving;
    }

    simrun::Prepared story_;
    TrueTime serving_;
};

TEST_F(Sealed, WhenTheDatabaseComesBackToProxiesThatHoldItDown) {
    const Sealing sealing =
        seal(story_.scenario, *story_.logic, {"stale_down", at(48021ms)}, {12, 16, 8});
    ASSERT_TRUE(sealing.sealed_at.has_value());
    EXPECT_GE(*sealing.sealed_at, at(17869ms));
    EXPECT_LE(*sealing.sealed_at, at(20s));
    EXPECT_LT(*sealing.open_at, *sealing.sealed_at);
    EXPECT_GT(*sealing.open_at, at(15s));
    EXPECT_LT(sealing.curve.front().failed, sealing.curve.front().of);
    EXPECT_EQ(sealing.curve.back().failed, sealing.curve.back().of);
}

TEST_F(Sealed, TheCurveIsTheSameEachTime) {
    const auto curve = [&] {
        std::vector<std::uint32_t> failed;
        const SealingOptions few{6, 6, 2};
        for (const Futures& futures :
             seal(story_.scenario, *story_.logic, {"stale_down", at(48021ms)}, few).curve) {
            failed.push_back(futures.failed);
        }
        return failed;
    };
    EXPECT_EQ(curve(), curve());
}

TEST_F(Sealed, ACopyThatIsNotDrawnAnewEndsAsTheRunItself) {
    world::RunOptions options;
    options.seed = story_.scenario.seed;
    const simrun::LogWords words(story_.cluster, *story_.dialect);
    options.words = &words;
    world::Playing playing(story_.scenario, *story_.logic, options);
    ASSERT_TRUE(playing.play_to(at(16s)));
    world::Playing copy = playing;
    world::Playing other = playing;
    other.draw_anew(99);
    const auto whole = simrun::play(story_, options);
    const auto continued = copy.finish();
    EXPECT_EQ(continued.fingerprint.value(), whole.fingerprint.value());
    EXPECT_EQ(continued.records, whole.records);
    EXPECT_NE(other.finish().fingerprint.value(), whole.fingerprint.value());
}

}  // namespace
}  // namespace sim::search::tests
