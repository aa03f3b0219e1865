// The tables of rules: printed, drawn, counted, and reached by the stories of the library.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "program.hpp"

namespace sim::simrun::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Show, PrintsATableOfRulesAndSaysWhereItComesFrom) {
    const Said said = simrun({"show", "logic", "lock"});
    EXPECT_EQ(said.exit_code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("semantics-3.6 §7.5"));
    EXPECT_THAT(said.out, HasSubstr("NO_LOCKHOLDER_BUT_WAIT"));
    EXPECT_THAT(said.out, Not(HasSubstr("LOADING")));
}

TEST(Show, PrintsAllTablesOfALogic) {
    const Said said = simrun({"show", "logic", "naive"});
    EXPECT_THAT(said.out, HasSubstr("cannot be connected"));
    EXPECT_THAT(said.out, Not(HasSubstr("LOADING")));
    EXPECT_THAT(simrun({"show", "logic"}).out, HasSubstr("LOADING"));
}

TEST(Show, NamesTheNearestTable) {
    const Said said = simrun({"show", "logic", "locks"});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_THAT(said.err, HasSubstr("did you mean 'lock'?"));
}

TEST(Show, DrawsTheStateMachineWithEveryStateThatARuleMentions) {
    const Said said = simrun({"show", "logic", "watchdog", "--dot"});
    EXPECT_THAT(said.out, testing::StartsWith("digraph \"watchdog\" {"));
    EXPECT_THAT(said.out, HasSubstr("\"LOADING\" -> \"JOINING\" [label=\"timer\"];"));
    EXPECT_THAT(said.out,
                HasSubstr("\"STANDING\" -> \"PARTICIPATING\" [label=\"stand_rejected\"];"));
    // A rule that leads nowhere stays.
    EXPECT_THAT(said.out, HasSubstr("\"INITIALIZING\" -> \"INITIALIZING\" [label=\"got_stand\"];"));
}

TEST(Show, DrawsADecisionTableAsCasesAndWhatTheyComeTo) {
    EXPECT_THAT(simrun({"show", "logic", "lock", "--dot"}).out,
                HasSubstr("\"CHECK\" -> \"LOCKED\" [label=\"holder is somebody, lock locked\"];"));
}

/// The table of sums: its last two columns of numbers for each table.
struct Sums {
    std::string table;
    int never = -1;
    int in_vain = -1;
};
std::vector<Sums> sums_of(const std::string& text) {
    std::vector<Sums> list;
    std::istringstream lines(text.substr(text.rfind("marked")));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        Sums sums;
        int number = 0;
        words >> sums.table >> number >> number >> number >> sums.never >> sums.in_vain;
        if (words) list.push_back(sums);
    }
    return list;
}

TEST(Coverage, EveryRuleIsReachedByAStoryOrMarkedAsReachedByTestsAlone) {
    const Said said = simrun({"coverage", ours("scenarios")});
    EXPECT_EQ(said.exit_code, 0) << said.err;
    const auto sums = sums_of(said.out.substr(0, said.out.find("\nnaive\n")));
    EXPECT_EQ(sums.size(), 11U) << said.out;
    for (const Sums& each : sums) {
        EXPECT_EQ(each.never, 0) << each.table << "\n" << said.out;
        EXPECT_EQ(each.in_vain, 0) << each.table << "\n" << said.out;
    }
}

TEST(Coverage, NamesTheFirstRunThatCameByARule) {
    const std::string story = ours("scenarios/logics/naive_believes_what_it_sees.toml");
    const Said one = simrun({"coverage", story, "--seeds", "5..6"});
    EXPECT_THAT(one.out, HasSubstr("naive_believes_what_it_sees@5"));
    EXPECT_THAT(one.out, HasSubstr("2 runs of 1 stories and variants"));
}

TEST(Coverage, SaysWhichFileCannotBeLoaded) {
    EXPECT_EQ(simrun({"coverage", ours("tests/sim/broken")}).exit_code, 2);
    EXPECT_EQ(simrun({"coverage"}).exit_code, 2);
}

}  // namespace
}  // namespace sim::simrun::tests
