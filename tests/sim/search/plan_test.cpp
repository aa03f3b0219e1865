#include "sim/search/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "lab.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/budget.hpp"

namespace sim::search::tests {
namespace {

using engine::Duration;
using namespace std::chrono_literals;
using scenario::Spends;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::uint64_t> seeds(std::uint64_t count) {
    std::vector<std::uint64_t> list;
    for (std::uint64_t seed = 1; seed <= count; ++seed) list.push_back(seed);
    return list;
}

Duration end_of(const Fault& fault) { return fault.at + fault.lasts; }

/// How many of a plan's faults that `counts` takes in are open at one time, at most.
template <class Counts>
std::size_t most_open(const std::vector<Fault>& faults, const Counts& counts) {
    std::size_t most = 0;
    for (const Fault& fault : faults) {
        const auto open = std::ranges::count_if(faults, [&](const Fault& other) {
            return counts(other) && other.at <= fault.at && fault.at < end_of(other);
        });
        most = std::max(most, static_cast<std::size_t>(open));
    }
    return most;
}

TEST(Plan, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const Lab lab({}, "storm");
    ASSERT_THAT(lab.problems, IsEmpty());
    const std::string one = scenario::write(lab.experiment().story(7));
    EXPECT_EQ(scenario::write(lab.experiment().story(7)), one);
    EXPECT_NE(scenario::write(lab.experiment().story(8)), one);
}

TEST(Plan, ReadBackFromItsFileRunsToTheSameFingerprint) {
    const Lab lab({}, "swarm");
    for (const std::uint64_t seed : seeds(20)) {
        const std::string text = scenario::write(lab.experiment().story(seed));
        const auto read = scenario::load_tree_text("plan.toml", text, lab.laboratory().catalogues);
        ASSERT_TRUE(read.value.has_value()) << text;
        const Outcome from_file = try_story("plan.toml", *read.value, lab.laboratory());
        const Outcome planned = lab.experiment().try_seed(seed);
        EXPECT_EQ(from_file.problem, "");
        EXPECT_EQ(from_file.fingerprint, planned.fingerprint) << text;
        EXPECT_EQ(from_file.signatures, planned.signatures);
    }
}

TEST(Plan, EveryPresetPlansStoriesThatCompile) {
    for (const auto& preset : scenario::chaos_presets()) {
        const Lab lab({}, preset.name);
        ASSERT_THAT(lab.problems, IsEmpty()) << preset.name;
        for (const std::uint64_t seed : seeds(50)) {
            const auto compiled = scenario::compile_tree("plan.toml", lab.experiment().story(seed),
                                                         lab.laboratory().catalogues);
            ASSERT_THAT(compiled.diagnostics, IsEmpty())
                << preset.name << " " << seed << " " << compiled.diagnostics.front().message;
        }
    }
}

TEST(Plan, KeepsWithinItsBudget) {
    const Lab lab("[chaos]\npreset = \"storm\"\ndb_down = 1\nproxy_down = 1\nopen_faults = 2\n");
    ASSERT_THAT(lab.problems, IsEmpty());
    std::size_t most_databases = 0;
    for (const std::uint64_t seed : seeds(300)) {
        const auto faults = lab.experiment().plan_of(seed).faults;
        const std::size_t databases = most_open(faults, [](const Fault& fault) {
            return fault.item->spends == Spends::database || fault.item->spends == Spends::host;
        });
        const std::size_t open = most_open(
            faults, [](const Fault& fault) { return fault.item->spends != Spends::operators; });
        EXPECT_LE(databases, 1U) << seed;
        EXPECT_LE(open, 2U) << seed;
        most_databases = std::max(most_databases, databases);
    }
    EXPECT_EQ(most_databases, 1U) << "the budget was never used";
}

/// At some time each of the three databases is down, or has been within the two minutes in which it
/// may still lack something. A role may be any of them.
bool some_time_all_are_hit(const std::vector<Fault>& faults) {
    const auto hits = [](const Fault& fault) {
        return fault.item->spends == Spends::database || fault.item->spends == Spends::host;
    };
    const std::set<std::string> databases{"node101", "node102", "node103"};
    return std::ranges::any_of(faults, [&](const Fault& fault) {
        std::set<std::string> named;
        std::size_t roles = 0;
        for (const Fault& other : faults) {
            const bool still = other.at <= fault.at && fault.at < end_of(other) + 2min;
            if (!still || !hits(other)) continue;
            if (databases.contains(other.target.front())) {
                named.insert(other.target.front());
            } else {
                ++roles;
            }
        }
        return named.size() + roles >= databases.size();
    });
}

TEST(Plan, KeepsACopyOfWhatWasAcknowledgedWhereItsBudgetSaysSo) {
    const Lab kept({}, "storm");
    const Lab neighbour("[chaos]\npreset = \"storm\"\nkeep_a_copy = false\n");
    ASSERT_THAT(kept.problems + neighbour.problems, IsEmpty());
    std::size_t faults = 0;
    std::size_t without_a_copy = 0;
    for (const std::uint64_t seed : seeds(300)) {
        const auto planned = kept.experiment().plan_of(seed).faults;
        faults += planned.size();
        EXPECT_FALSE(some_time_all_are_hit(planned)) << seed;
        EXPECT_TRUE(std::ranges::none_of(planned, [](const Fault& fault) {
            return fault.item->verb == scenario::Verb::promote_database;
        })) << "two branches of one history: one of them will be lost";
        without_a_copy +=
            some_time_all_are_hit(neighbour.experiment().plan_of(seed).faults) ? 1U : 0U;
    }
    EXPECT_GT(faults, 300U * 5U) << "what keeps a copy must still be a storm";
    EXPECT_GT(without_a_copy, 100U) << "nothing was kept that chance would not have kept";
}

TEST(Touch, IsTheSmallerPartOfTwoThatLostEachOther) {
    const Cast cast{{"a", "b", "c"}, {"a", "b", "c"}, {"a"}};
    Fault fault;
    fault.item = scenario::find_menu_item("halves");
    fault.target = {"a", "b"};
    fault.others = {"c"};
    EXPECT_EQ(touch_of(fault, cast).databases, std::vector<std::string>{"c"});
    fault.item = scenario::find_menu_item("kill_database");
    fault.target = {"primary"};
    fault.others.clear();
    EXPECT_EQ(touch_of(fault, cast).others, 1U) << "which one it is, is seen when it happens";
    fault.item = scenario::find_menu_item("kill_watchdog");
    fault.target = {"a"};
    EXPECT_THAT(touch_of(fault, cast).databases, IsEmpty());
}

TEST(Plan, WithoutABudgetFaultsOverlap) {
    const Lab lab({}, "unbounded");
    std::size_t most = 0;
    for (const std::uint64_t seed : seeds(20)) {
        most = std::max(most, most_open(lab.experiment().plan_of(seed).faults,
                                        [](const Fault&) { return true; }));
    }
    EXPECT_GT(most, 3U);
}

TEST(Plan, WhereNoOperatorIsNeededNobodyTypes) {
    const Lab lab("[chaos]\npreset = \"maintenance\"\nno_operator_needed = true\n");
    for (const std::uint64_t seed : seeds(50)) {
        for (const Fault& fault : lab.experiment().plan_of(seed).faults) {
            EXPECT_NE(fault.item->spends, Spends::operators) << fault.item->name;
        }
    }
}

TEST(Plan, OwnFaultsFallUponTheirTargetsAtTheirRateAndLength) {
    const Lab lab(
        "[chaos]\nspan = \"1h\"\ndb_down = 9\nopen_faults = 99\n"
        "[[nemesis]]\nkind = \"kill_database\"\nrate = \"6/h\"\nlength = \"2s..3s\"\n"
        "targets = [\"node103\"]\n");
    ASSERT_THAT(lab.problems, IsEmpty());
    std::size_t faults = 0;
    for (const std::uint64_t seed : seeds(200)) {
        for (const Fault& fault : lab.experiment().plan_of(seed).faults) {
            EXPECT_EQ(fault.target, std::vector<std::string>{"node103"});
            EXPECT_GE(fault.lasts, 2s);
            EXPECT_LE(fault.lasts, 3s);
            ++faults;
        }
    }
    // 200 hours at six an hour; each hour has 0 to 12 of them, equally likely: 4 sigma are 212.
    EXPECT_GT(faults, 1'200U - 212U);
    EXPECT_LT(faults, 1'200U + 212U);
}

TEST(Plan, AnAlignedFaultComesSoLongAfterTheOneBefore) {
    const Lab lab(
        "[chaos]\nopen_faults = 99\nproxy_down = 9\n"
        "[[nemesis]]\nkind = \"kill_watchdog\"\nrate = \"30/h\"\nalign = \"failover_object\"\n");
    ASSERT_THAT(lab.problems, IsEmpty());
    std::size_t aligned = 0;
    for (const std::uint64_t seed : seeds(100)) {
        const auto faults = lab.experiment().plan_of(seed).faults;
        for (std::size_t i = 1; i < faults.size(); ++i) {
            const Duration apart = faults[i].at - faults[i - 1].at;
            aligned += apart >= 15s && apart <= 15s + 100ms ? 1U : 0U;
        }
    }
    EXPECT_GT(aligned, 100U);
}

TEST(Plan, SettingsAreDrawnFromWhatVaries) {
    const Lab lab("[chaos]\nvary = { \"proxy.health_check_period\" = [5, 30] }\n");
    ASSERT_THAT(lab.problems, IsEmpty());
    std::set<std::int64_t> seen;
    for (const std::uint64_t seed : seeds(20)) {
        seen.insert(
            lab.experiment().story(seed).find("proxy")->find("health_check_period")->number);
    }
    EXPECT_EQ(seen, (std::set<std::int64_t>{5, 30}));
}

TEST(Plan, MistakesInItsSettingsAreToldWithTheNearestWord) {
    EXPECT_THAT(Lab("[[nemesis]]\nkind = \"kil_database\"\n").problems,
                HasSubstr("the menu has no `kil_database`"));
    EXPECT_THAT(Lab("[chaos]\npreset = \"gentel\"\n").problems,
                HasSubstr("there is no preset `gentel`"));
    EXPECT_THAT(Lab("[[nemesis]]\nkind = \"look\"\nlength = \"3s\"\n").problems,
                HasSubstr("`look` does not last"));
    EXPECT_THAT(Lab("[[nemesis]]\nkind = \"blip\"\nalign = \"baecon\"\n").problems,
                HasSubstr("there is no timer `baecon`"));
}

}  // namespace
}  // namespace sim::search::tests
