// How 'down' comes about is computed: three stories hold the same actions and begin with status
// files that say up; their times alone decide which of three causes makes the proxies believe it.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "engine/record.hpp"
#include "sim/facts/facts.hpp"
#include "tests/sim/stories/played.hpp"

namespace stories {
namespace {

using engine::TrueTime;
using sim::facts::Kind;
using sim::scenario::Action;
using sim::scenario::Scenario;
using sim::scenario::Step;
using sim::scenario::Verb;

constexpr const char* noticed_before = "stale_down_noticed_before.toml";
constexpr const char* noticed_at_start = "stale_down_noticed_at_start.toml";
constexpr const char* copied_from_leader = "stale_down_copied_from_leader.toml";
constexpr const char* stories_of_causes[] = {noticed_before, noticed_at_start, copied_from_leader};

constexpr std::int32_t leader = 0;  // the proxy of node101
constexpr std::int32_t joiner = 1;  // the proxy of node102
constexpr std::int32_t node103 = 2;
constexpr std::uint64_t seeds = 20;

// The decisive lines, as the catalogue calls them; each names node103 by its first argument.
constexpr const char* read_down = "status.read_down";  // reading status file: 2 th backend is …
constexpr const char* node_down = "health.node_down";  // setting backend node 2 status to NODE DOWN
constexpr const char* copied_down = "sync.down";       // backend:2 is set to down status

enum class Word : std::uint8_t { up, down, unused };

struct Act {
    std::optional<engine::Duration> at;
    Action action;
};

// What is done, sorted by what it is; where in the file it stands does not matter.
std::vector<Act> acts_of(const Scenario& story) {
    std::vector<Act> acts;
    for (const Step& step : story.steps) {
        for (Action action : step.actions) {
            action.place = {};
            if (action.answer) action.answer->place = {};
            acts.push_back({step.at, action});
        }
    }
    const auto order = [](const Act& a, const Act& b) {
        const auto target = [](const Action& action) {
            return action.targets.empty() ? -1 : action.targets.front().id;
        };
        return std::pair(a.action.verb, target(a.action)) <
               std::pair(b.action.verb, target(b.action));
    };
    std::sort(acts.begin(), acts.end(), order);
    return acts;
}

// A run of one of the stories, asked for what its proxies wrote down, said and believed.
class Case {
  public:
    Case(const char* file, std::uint64_t seed) : story_(load(file)), played_(play(story_, seed)) {}

    const Played& played() const { return played_; }

    /// When the step began that does this to that proxy or database.
    TrueTime when(Verb verb, std::int32_t target) const {
        const auto does = [&](const Action& action) {
            return action.verb == verb && action.targets.front().id == target;
        };
        const auto& steps = story_.scenario.steps;
        const auto step = std::find_if(steps.begin(), steps.end(), [&](const Step& one) {
            return std::any_of(one.actions.begin(), one.actions.end(), does);
        });
        const auto index = static_cast<std::uint32_t>(step - steps.begin());
        for (const engine::Record& record : played_.run.records) {
            if (is(record, Kind::step_began) && record.words[0] == index) return record.at();
        }
        ADD_FAILURE() << "no step does that";
        return TrueTime{};
    }

    /// What the proxy's status file says of node103 at that instant.
    Word file_at(std::int32_t proxy, TrueTime at) const {
        const auto& file = story_.scenario.proxies[static_cast<std::size_t>(proxy)].status_file;
        Word word = file && file->lines.at(node103) == "up" ? Word::up : Word::unused;
        for (const engine::Record& record : played_.run.records) {
            if (saved_by(proxy, record) && record.at() <= at) word = saved(record);
        }
        return word;
    }

    /// How often the proxy logs that of node103 from that instant on.
    std::ptrdiff_t said(std::int32_t proxy, std::string_view key, TrueTime from) const {
        const auto lines = played_.log(proxy);
        return std::count_if(lines.begin(), lines.end(), [&](const reports::LogLine& line) {
            return line.at >= from && played_.key(line) == key && line.arguments[0] == node103;
        });
    }
    std::ptrdiff_t said(std::int32_t proxy, std::string_view key) const {
        return said(proxy, key, TrueTime{});
    }

    /// When the proxy first believed node103 down.
    TrueTime believed_down(std::int32_t proxy) const {
        for (const engine::Record& record : played_.run.records) {
            if (is(record, Kind::believed_status) && record.words[0] == unsigned_of(proxy) &&
                record.words[1] == node103 &&
                static_cast<failover::Status>(record.words[2]) == failover::Status::down) {
                return record.at();
            }
        }
        return TrueTime::never();
    }

    /// Instants at which the proxy wrote a status file that says so of node103.
    std::vector<TrueTime> writes(std::int32_t proxy, Word word) const {
        std::vector<TrueTime> found;
        for (const engine::Record& record : played_.run.records) {
            if (saved_by(proxy, record) && saved(record) == word) found.push_back(record.at());
        }
        return found;
    }

  private:
    static bool is(const engine::Record& record, Kind kind) {
        return record.kind == static_cast<std::uint16_t>(kind);
    }
    static std::uint32_t unsigned_of(std::int32_t id) { return static_cast<std::uint32_t>(id); }
    static bool saved_by(std::int32_t proxy, const engine::Record& record) {
        return is(record, Kind::saved) && record.words[0] == unsigned_of(proxy);
    }
    static Word saved(const engine::Record& record) {
        return static_cast<Word>(record.words[2] >> (2U * node103) & 3U);
    }

    sim::simrun::Prepared story_;
    Played played_;
};

void for_each_seed(const char* file, const std::function<void(const Case&)>& check) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(std::string(file) + ", seed " + std::to_string(seed));
        const Case one(file, seed);
        EXPECT_TRUE(one.played().run.as_expected);
        check(one);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(TheThreeCauses, ComeFromTheSameClusterAndTheSameActionsAtOtherTimes) {
    const Scenario first = load(noticed_before).scenario;
    for (const char* file : {noticed_at_start, copied_from_leader}) {
        SCOPED_TRACE(file);
        const Scenario other = load(file).scenario;
        EXPECT_EQ(other.hosts, first.hosts);
        EXPECT_EQ(other.databases, first.databases);
        EXPECT_EQ(other.proxies, first.proxies);
        EXPECT_TRUE(other.pins.empty() && first.pins.empty());
        const auto acts = acts_of(first);
        const auto others = acts_of(other);
        ASSERT_EQ(others.size(), acts.size());
        int moved = 0;
        for (std::size_t i = 0; i < acts.size(); ++i) {
            EXPECT_EQ(others[i].action, acts[i].action) << "action " << i;
            EXPECT_TRUE(acts[i].at && others[i].at) << "each at a time of its own";
            if (acts[i].at != others[i].at) ++moved;
        }
        EXPECT_GT(moved, 0);
    }
}

TEST(TheThreeCauses, BeginWithStatusFilesThatSayUp) {
    for (const char* file : stories_of_causes) {
        SCOPED_TRACE(file);
        for (const auto& proxy : load(file).scenario.proxies) {
            ASSERT_TRUE(proxy.status_file);
            EXPECT_EQ(proxy.status_file->lines, (std::vector<std::string>{"up", "up", "up"}));
        }
    }
}

TEST(TheThreeCauses, NoStatusFileSaysDownBeforeItsProxyBelievesItAndTheDatabaseHasStopped) {
    for (const char* file : stories_of_causes) {
        for_each_seed(file, [](const Case& one) {
            for (const std::int32_t proxy : {leader, joiner}) {
                const auto downs = one.writes(proxy, Word::down);
                ASSERT_FALSE(downs.empty());
                EXPECT_GE(downs.front(), one.believed_down(proxy));
                EXPECT_GT(downs.front(), one.when(Verb::stop_database, node103));
                const auto ups = one.writes(proxy, Word::up);
                ASSERT_FALSE(ups.empty());
                EXPECT_LT(ups.front(), one.when(Verb::stop_database, node103));
            }
        });
    }
}

TEST(NoticedBefore, BothStatusFilesSayDownAtTheRestartAndBothProxiesReadIt) {
    for_each_seed(noticed_before, [](const Case& one) {
        for (const std::int32_t proxy : {leader, joiner}) {
            SCOPED_TRACE(proxy == leader ? "node101" : "node102");
            const TrueTime stop = one.when(Verb::stop_proxy, proxy);
            const TrueTime start = one.when(Verb::start_proxy, proxy);
            EXPECT_LT(one.believed_down(proxy), stop);
            EXPECT_EQ(one.file_at(proxy, stop), Word::down);
            EXPECT_EQ(one.file_at(proxy, start), Word::down);
            EXPECT_EQ(one.said(proxy, read_down, start), 1);
            EXPECT_EQ(one.said(proxy, read_down), 1);
            EXPECT_EQ(one.said(proxy, node_down, start), 0);
            EXPECT_EQ(one.said(proxy, copied_down), 0);
        }
    });
}

TEST(NoticedAtStart, BothStatusFilesSayUpAndTheFirstHealthCheckOfTheLeaderFindsOut) {
    for_each_seed(noticed_at_start, [](const Case& one) {
        const TrueTime start = one.when(Verb::start_proxy, leader);
        for (const std::int32_t proxy : {leader, joiner}) {
            SCOPED_TRACE(proxy == leader ? "node101" : "node102");
            const TrueTime began = one.when(Verb::start_proxy, proxy);
            EXPECT_EQ(one.file_at(proxy, began), Word::up);
            EXPECT_GT(one.believed_down(proxy), began);
            EXPECT_EQ(one.said(proxy, read_down), 0);
        }
        EXPECT_EQ(one.said(leader, node_down, start), 1);
        EXPECT_EQ(one.said(leader, node_down), 1);
        EXPECT_EQ(one.said(leader, copied_down), 0);
        // It serves with what its file said, and looks at once.
        const auto lines = one.played().log(leader);
        const std::size_t second =
            one.played().find(lines, "main.started", one.played().find(lines, "main.started") + 1);
        ASSERT_NE(second, npos);
        const std::size_t found = one.played().find(lines, node_down);
        EXPECT_GT(found, second);
        EXPECT_LT(lines[found].at - lines[second].at, std::chrono::seconds{1});
        // The other one comes later and hears of it; it need not find out.
        EXPECT_EQ(one.said(joiner, node_down), 0);
        EXPECT_GT(one.believed_down(joiner), one.believed_down(leader));
    });
}

TEST(CopiedFromLeader, TheStatusFileOfNode102SaysUpAndItTakesTheBeliefOfItsLeader) {
    for_each_seed(copied_from_leader, [](const Case& one) {
        const TrueTime stop = one.when(Verb::stop_proxy, leader);
        const TrueTime start = one.when(Verb::start_proxy, joiner);
        EXPECT_LT(one.when(Verb::stop_proxy, joiner), one.when(Verb::stop_database, node103));
        EXPECT_EQ(one.file_at(joiner, start), Word::up);
        EXPECT_GT(one.believed_down(joiner), start);
        EXPECT_EQ(one.said(joiner, copied_down, start), 1);
        EXPECT_EQ(one.said(joiner, copied_down), 1);
        EXPECT_EQ(one.said(joiner, read_down), 0);
        EXPECT_EQ(one.said(joiner, node_down), 0);
        // Node101 alone noticed, while it ran, and read it again when it came back.
        EXPECT_LT(one.believed_down(leader), stop);
        EXPECT_EQ(one.file_at(leader, stop), Word::down);
        EXPECT_EQ(one.said(leader, node_down), 1);
        EXPECT_EQ(one.said(leader, node_down, stop), 0);
        EXPECT_EQ(one.said(leader, read_down), 1);
        EXPECT_EQ(one.said(leader, copied_down), 0);
    });
}

}  // namespace
}  // namespace stories
