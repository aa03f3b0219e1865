// Faults planted into the logic: that each is another logic, and that somebody notices.
#include "sim/search/mutants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/simrun/laboratory.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/program.hpp"
#include "tests/sim/simrun/program.hpp"

namespace sim::search::tests {
namespace {

/// The first story and its variants, as the logic as it is plays them.
class Mutants : public testing::Test {
  protected:
    Mutants()
        : catalogues_(simrun::builtin_logics()),
          laboratory_(simrun::laboratory_of(catalogues_, simrun::builtin_logics())),
          stories_(simrun::load_stories(simrun::tests::ours("scenarios/stale_down.toml"),
                                        simrun::builtin_logics())
                       .stories) {
        for (const simrun::Prepared& one : stories_) {
            originals_.push_back(original_of(one.scenario, laboratory_));
        }
    }
    [[nodiscard]] const failover::Catalogue& catalogue() const {
        return *stories_.front().logic->catalogue;
    }
    /// The mutant that strikes out the first rule of a table with that text in a cell.
    [[nodiscard]] Mutant without(std::string_view table, std::string_view cell) const {
        for (const Mutant& mutant : mutants_of(catalogue())) {
            if (mutant.kind != Mutant::Kind::struck_out) continue;
            const failover::RuleTable& of = catalogue().tables[mutant.mutation.rule.table];
            const auto& cells = of.rules[mutant.mutation.rule.row].cells;
            if (of.name == table && std::ranges::find(cells, cell) != cells.end()) return mutant;
        }
        ADD_FAILURE() << "no rule " << cell << " in " << table;
        return {};
    }
    [[nodiscard]] Fate fate(const Mutant& mutant) const {
        return fate_of(mutant, originals_, laboratory_);
    }

    simrun::Catalogues catalogues_;
    Laboratory laboratory_;
    std::vector<simrun::Prepared> stories_;
    std::vector<Original> originals_;
};

TEST_F(Mutants, AreManyOfEveryKind) {
    const auto mutants = mutants_of(catalogue());
    EXPECT_GE(mutants.size(), 150U);
    for (std::size_t kind = 0; kind < mutant_kinds; ++kind) {
        EXPECT_TRUE(std::ranges::any_of(mutants, [&](const Mutant& mutant) {
            return mutant.kind == static_cast<Mutant::Kind>(kind);
        })) << kind;
    }
}

TEST_F(Mutants, AreNoticedWhereTheirRuleMatters) {
    const Fate lock = fate(without("lock", "START"));
    EXPECT_GT(lock.played, 0U);
    EXPECT_TRUE(lock.killed_by[static_cast<std::size_t>(Killer::log)]);
    // Where an attach changes no status, the story does not end as it is told.
    const Fate attach = fate(without("statuses", "node up"));
    EXPECT_TRUE(attach.killed_by[static_cast<std::size_t>(Killer::expectations)]);
}

TEST_F(Mutants, AreNotPlayedWhereNoStoryComesByTheirRule) {
    const Fate contest = fate(without("contest", "the escalated one"));
    EXPECT_EQ(contest.played, 0U);
    EXPECT_FALSE(contest.killed());
}

TEST_F(Mutants, ThatNeverComeBackFromAStepAreEndedAndCounted) {
    EXPECT_TRUE(fate(without("health", "every valid node answered")).killed());
}

TEST_F(Mutants, AreCountedByWhoNoticedThem) {
    const auto said = simrun::tests::simrun(
        {"mutants", simrun::tests::ours("scenarios/logics/naive_believes_what_it_sees.toml")});
    EXPECT_EQ(said.exit_code, 0) << said.err;
    EXPECT_THAT(said.out, testing::ContainsRegex("rules struck out +4 +3 +3 "));
    EXPECT_THAT(said.out, testing::HasSubstr("no story comes by: probe: does not let us log in"));
    EXPECT_EQ(simrun::tests::simrun({"mutants"}).exit_code, 2);
}

}  // namespace
}  // namespace sim::search::tests
