// What becomes of a violation when the world is left alone: it recovers, it is stuck, or the same
// happens again and again.
#include "sim/search/outlook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/naive/naive.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/program.hpp"
#include "tests/sim/simrun/program.hpp"

namespace sim::search::tests {
namespace {

using checks::Outlook;
using engine::TrueTime;
using namespace std::chrono_literals;
using What = Outlook::What;

simrun::Prepared story(const std::string& file) {
    auto loaded = simrun::load_stories(simrun::tests::ours(file), simrun::builtin_logics());
    return std::move(loaded.stories.front());
}

/// The first violation of that oracle, and what becomes of it.
struct Seen {
    Seen(const std::string& file, std::string_view oracle) : story(tests::story(file)) {
        world::RunOptions options;
        options.seed = story.scenario.seed;
        const world::Run run = simrun::play(story, options);
        const auto verdict =
            checks::judge(story.scenario, *story.logic->catalogue, checks::ran_of(run));
        for (const checks::Violation& one : verdict.violations) {
            if (one.oracle != oracle) continue;
            serving = run.serving;
            violation = one;
            alone = leave_alone(story.scenario, *story.logic, one, options);
            return;
        }
    }
    simrun::Prepared story;
    TrueTime serving;
    checks::Violation violation;
    LeftAlone alone;
};

TEST(LeftAloneWorlds, StayWrongWhereOnlyAnOperatorWouldChangeIt) {
    const Seen seen("scenarios/stale_down.toml", "stale_down");
    const Outlook& outlook = seen.alone.outlook;
    EXPECT_EQ(outlook.what, What::stuck);
    EXPECT_FALSE(outlook.last_change.has_value());
    EXPECT_FALSE(outlook.recovered_at.has_value());
    // The story's operator attaches the node at 2:18; here nobody does.
    EXPECT_GT(outlook.watched, 10min);
    EXPECT_GE(outlook.left_alone_at, seen.violation.at);
}

TEST(LeftAloneWorlds, RecoverWhereSomethingPendingEndsIt) {
    const Seen seen("scenarios/hazards/h06_stale_interlock.toml", "views_disagree");
    const Outlook& outlook = seen.alone.outlook;
    ASSERT_EQ(outlook.what, What::recovers);
    EXPECT_GT(*outlook.recovered_at, outlook.left_alone_at);
    EXPECT_LT(*outlook.recovered_at, outlook.left_alone_at + 1s);
}

/// Holds the first database up and down by turns, a turn of its timer each.
class Waverer {
  public:
    explicit Waverer(const failover::Setup&) { beliefs_.serves = true; }
    void step(failover::Instant, failover::Pid, std::span<const failover::Input> inputs,
              failover::Outbox& out) {
        if (std::holds_alternative<failover::TimedOut>(inputs.front().what)) {
            const bool up = beliefs_.status[0] == failover::Status::up;
            beliefs_.status[0] = up ? failover::Status::down : failover::Status::up;
        }
        out.put(failover::SetTimer{10s, 10s});
    }
    void died(failover::Pid) {}
    [[nodiscard]] bool takes(failover::Pid, const failover::Input&) const { return true; }
    [[nodiscard]] std::optional<failover::ConnectionId> relays(failover::ConnectionId) const {
        return std::nullopt;
    }
    [[nodiscard]] failover::Beliefs beliefs() const { return beliefs_; }
    [[nodiscard]] static const failover::Catalogue& catalogue() {
        return failover::naive::Naive::catalogue();
    }

  private:
    failover::Beliefs beliefs_;
};

TEST(LeftAloneWorlds, AreInALivelockWhereTheSameComesAgainAndAgain) {
    const auto told = story("scenarios/logics/naive_believes_what_it_sees.toml");
    const auto waverer = world::logic_entry<Waverer>("naive", "wavers");
    checks::Violation violation;
    violation.oracle = "stale_down";
    violation.since = violation.at = TrueTime{} + 1min;
    const LeftAlone alone = leave_alone(told.scenario, waverer, violation, {});
    ASSERT_EQ(alone.outlook.what, What::livelock);
    const auto turn = alone.outlook.turn->to - alone.outlook.turn->from;
    EXPECT_GE(turn, 20s);
    EXPECT_LT(turn, 21s);
}

TEST(LeftAloneWorlds, AreToldInTheExplanation) {
    const auto said =
        simrun::tests::simrun({"explain", simrun::tests::ours("scenarios/stale_down.toml")});
    EXPECT_THAT(said.out, testing::HasSubstr("stale_down left alone from 0:48.0"));
    EXPECT_THAT(said.out, testing::HasSubstr("stuck: nothing pending changes it, or anything"));
}

}  // namespace
}  // namespace sim::search::tests
