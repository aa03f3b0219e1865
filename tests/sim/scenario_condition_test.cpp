// Conditions: the grammar, the types, and what they are worth while they are asked.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "sim/scenario/condition.hpp"
#include "sim/scenario/functions.hpp"

namespace sim::scenario::tests {

namespace {

/// Three databases, two proxies; what is asked is answered from a table.
class Answers : public View {
  public:
    int databases() const override { return 3; }
    int proxies() const override { return 2; }
    Value ask(Function function, std::int64_t argument, int by) const override {
        const auto found = values.find({function, argument, by});
        if (found != values.end()) return found->second;
        return {rule_of(function).text.result, 0, true};
    }
    std::vector<std::int64_t> members(Function function) const override {
        const auto found = sets.find(function);
        return found == sets.end() ? std::vector<std::int64_t>{} : found->second;
    }
    Value changes(Function function, std::int64_t argument, int by) const override {
        EXPECT_EQ(function, Function::status);
        return {Type::number, argument * 10 + by, true};
    }

    std::map<std::tuple<Function, std::int64_t, int>, Value> values;
    std::map<Function, std::vector<std::int64_t>> sets;
};

class Conditions : public testing::Test {
  protected:
    void SetUp() override {
        for (std::int32_t i = 0; i < 3; ++i) {
            HostSpec host;
            host.name = "node10" + std::to_string(i + 1);
            host.database = DatabaseId{i};
            if (i < 2) host.proxy = ProxyId{i};
            hosts.push_back(host);
        }
        HostSpec odd;
        odd.name = "db-1";
        hosts.push_back(odd);
        loads.emplace_back();
        loads[0].name = "orders";
    }
    Condition compile(std::string_view text) const {
        return compile_condition(text, {hosts, loads});
    }
    Value value(std::string_view text) const {
        const Condition condition = compile(text);
        EXPECT_TRUE(condition.problems.empty()) << text << ": " << condition.problems[0].message;
        if (!condition.problems.empty()) return {};
        return evaluate(condition.expression, world);
    }
    bool holds(std::string_view text) const {
        const Value found = value(text);
        return found.known && found.number != 0;
    }
    std::string problem(std::string_view text) const {
        const Condition condition = compile(text);
        if (condition.problems.empty()) return "";
        return std::to_string(condition.problems[0].offset) + ": " + condition.problems[0].message;
    }
    void status(int database, int proxy, int is) {
        world.values[{Function::status, database, proxy}] = {Type::status, is, true};
    }
    void forgotten(int proxy) {
        for (int database = 0; database < 3; ++database) {
            world.values[{Function::status, database, proxy}] = {Type::status, 0, false};
        }
    }

    std::vector<HostSpec> hosts;
    std::vector<Load> loads;
    Answers world;
};

TEST_F(Conditions, BindAndTighterThanOr) {
    EXPECT_TRUE(holds("true or false and false"));
    EXPECT_FALSE(holds("(true or false) and false"));
    EXPECT_TRUE(holds("false and false or true"));
    EXPECT_TRUE(holds("not false and true"));
    EXPECT_FALSE(holds("not (false or true)"));
    EXPECT_TRUE(holds("not 1 == 2")) << "not binds looser than a relation";
    EXPECT_TRUE(holds("(1 < 2) == true"));
}

TEST_F(Conditions, CompareNumbersSpansBytesAndPositions) {
    EXPECT_TRUE(holds("1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 != 2"));
    EXPECT_TRUE(holds("90s == 1min30s and 250ms < 1s"));
    EXPECT_TRUE(holds("1kB == 1024B and 1MB > 1kB"));
    EXPECT_TRUE(holds("1/72000D10 > 0/72000D10"));
}

TEST_F(Conditions, TakeUpForBothCodesThatClientsMayBeSentTo) {
    status(2, 0, 1);
    EXPECT_TRUE(holds("status(node103, by=node101) == up"));
    EXPECT_TRUE(holds("up == status(node103, by=node101)"));
    EXPECT_TRUE(holds("status(node103, by=node101) == waiting"));
    EXPECT_FALSE(holds("status(node103, by=node101) == connected"));
    status(2, 0, 2);
    EXPECT_TRUE(holds("status(node103, by=node101) == up"));
    EXPECT_TRUE(holds("status(node103, by=node101) == connected"));
    EXPECT_FALSE(holds("status(node103, by=node101) != up"));
    status(2, 0, 3);
    EXPECT_FALSE(holds("status(node103, by=node101) == up"));
    EXPECT_TRUE(holds("status(node103, by=node101) == down"));
}

TEST_F(Conditions, HoldOfAnUnknownBeliefOnlyThatItDiffers) {
    forgotten(0);
    EXPECT_FALSE(holds("status(node103, by=node101) == down"));
    EXPECT_FALSE(holds("status(node103, by=node101) == up"));
    EXPECT_TRUE(holds("status(node103, by=node101) != down"));
    EXPECT_FALSE(holds("status(node103, by=node101) == status(node103, by=node101)"));
    world.values[{Function::locked, 0, 0}] = {Type::boolean, 1, false};
    EXPECT_FALSE(holds("locked(failover, by=node101)"));
    EXPECT_FALSE(holds("not locked(failover, by=node101)")) << "unknown is not false";
    EXPECT_TRUE(holds("locked(failover, by=node101) or true"));
    EXPECT_FALSE(holds("locked(failover, by=node101) or false"));
    EXPECT_EQ(value("locked(failover, by=node101)").number, 0);
}

TEST_F(Conditions, KnowNobodyFromSeveral) {
    world.values[{Function::primary, -1, -1}] = {Type::none, -1, true};
    EXPECT_TRUE(holds("primary() == none"));
    EXPECT_FALSE(holds("primary() == node101"));
    world.values[{Function::primary, -1, -1}] = {Type::none, 0, false};
    EXPECT_FALSE(holds("primary() == none"));
    EXPECT_FALSE(holds("primary() == node101"));
    EXPECT_TRUE(holds("primary() != node101"));
    world.values[{Function::primary, -1, -1}] = {Type::database, 1, true};
    EXPECT_TRUE(holds("primary() == node102"));
    EXPECT_TRUE(holds("node102 == primary()"));
    world.values[{Function::primary_by, -1, 1}] = {Type::database, -1, true};
    EXPECT_TRUE(holds("primary(by=node102) == none"));
}

TEST_F(Conditions, RangeEachStarByItself) {
    for (int database = 0; database < 3; ++database) {
        for (int proxy = 0; proxy < 2; ++proxy) status(database, proxy, 2);
    }
    EXPECT_TRUE(holds("all(status(*, by=*) == up)"));
    EXPECT_TRUE(holds("count(status(*, by=*) == up) == 6"));
    EXPECT_TRUE(holds("count(status(*, by=node101) == up) == 3"));
    status(2, 1, 3);
    EXPECT_FALSE(holds("all(status(*, by=*) == up)"));
    EXPECT_TRUE(holds("any(status(*, by=*) == down)"));
    EXPECT_FALSE(holds("none(status(*, by=*) == down)"));
    EXPECT_TRUE(holds("none(status(*, by=node101) == down)"));
    EXPECT_TRUE(holds("count(status(node103, by=*) == down) == 1"));
    EXPECT_TRUE(holds("count(status(*, by=*) == up) >= 5"));
}

TEST_F(Conditions, UseOneElementTwiceThroughAVariable) {
    status(0, 0, 2);
    status(1, 0, 3);
    status(2, 0, 3);
    world.values[{Function::streaming, 2, -1}] = {Type::boolean, 1, true};
    EXPECT_TRUE(holds("any(x in databases(): status(x, by=node101) == down and streaming(x))"));
    EXPECT_FALSE(holds("any(x in databases(): status(x, by=node101) == up and streaming(x))"));
    EXPECT_TRUE(holds("count(x in databases(): status(x, by=node101) == down) == 2"));
    EXPECT_TRUE(
        holds("all(x in databases(): any(p in proxies(): status(x, by=p) != up) or x == "
              "node101)"));
}

TEST_F(Conditions, TreatAnEmptySetAsAnErrorNotAsTrue) {
    EXPECT_FALSE(holds("all(x in primaries(): running(x))"));
    EXPECT_FALSE(value("all(x in primaries(): running(x))").known);
    EXPECT_FALSE(holds("none(x in primaries(): running(x))"));
    EXPECT_TRUE(holds("count(primaries()) == 0")) << "to count a set is no quantifier";
    world.sets[Function::primaries] = {0, 2};
    EXPECT_TRUE(holds("count(primaries()) == 2"));
    EXPECT_FALSE(holds("all(x in primaries(): running(x))"));
    world.values[{Function::running, 0, -1}] = {Type::boolean, 1, true};
    world.values[{Function::running, 2, -1}] = {Type::boolean, 1, true};
    EXPECT_TRUE(holds("all(x in primaries(): running(x))"));
    EXPECT_TRUE(holds("count(databases()) == 3"));
    EXPECT_TRUE(holds("count(proxies()) == 2"));
}

TEST_F(Conditions, CountChangesOfOneCall) {
    EXPECT_TRUE(holds("changes(status(node103, by=node102)) == 21"));
}

TEST_F(Conditions, QuoteNamesWithOtherCharacters) {
    EXPECT_EQ(problem("running('db-1')"), "8: there is no database on db-1");
    EXPECT_TRUE(problem("running('node103')").empty());
    EXPECT_NE(problem("running(db-1)"), "");
}

TEST_F(Conditions, SayWhetherTheyAskTheTruth) {
    EXPECT_TRUE(compile("all(status(*, by=*) == up)").only_beliefs);
    EXPECT_TRUE(compile("count(leaders()) == 1").only_beliefs);
    EXPECT_FALSE(compile("streaming(node103)").only_beliefs);
    EXPECT_FALSE(compile("status(node103, by=node101) == down and running(node103)").only_beliefs);
}

TEST_F(Conditions, KeepTheColumnOfEveryOperator) {
    const Condition condition = compile("running(node103) and 1 == 2");
    EXPECT_EQ(condition.expression.nodes.back().op, Operator::conjunction);
    const auto& relation =
        condition.expression.nodes[condition.expression.nodes.back().children[1]];
    EXPECT_EQ(relation.op, Operator::equal);
    EXPECT_EQ(relation.column, 24U);
}

TEST_F(Conditions, CompareOnlyWhatHasOneType) {
    EXPECT_EQ(problem("status(node103, by=node101) == primary"),
              "28: `==` compares a status with a role");
    EXPECT_EQ(problem("lag(node103) < 100"), "13: `<` compares a number of bytes with a number");
    EXPECT_EQ(problem("role(node103, by=node101) < primary"),
              "26: `<` needs an order; a role has none");
    EXPECT_EQ(problem("quorum(by=node101) == up"), "19: `==` compares a quorum with a status");
    EXPECT_EQ(problem("leader(by=node101) == node103"), "22: there is no proxy on node103");
}

TEST_F(Conditions, EveryFunctionOfTheTableCanBeCalledAndOnlyAsItSays) {
    for (const FunctionRule& rule : function_rules()) {
        const std::string name(rule.text.name);
        if (is_quantifier(rule.text.function) || rule.text.function == Function::changes) continue;
        std::string argument;
        if (rule.argument == Type::database) argument = "node103";
        if (rule.argument == Type::proxy) argument = "node101";
        if (rule.argument == Type::lock) argument = "failback";
        if (rule.argument == Type::load) argument = "orders";
        const std::string by = argument.empty() ? "by=node101" : ", by=node101";
        const bool belief = rule.source == Source::belief;
        const std::string call = name + "(" + argument + (belief ? by : "") + ")";
        const std::string condition = rule.text.result == Type::boolean ? call
                                      : rule.text.result == Type::set   ? "count(" + call + ") > 0"
                                                                        : call + " == " + call;
        EXPECT_EQ(problem(condition), "") << condition;
        if (name != "primary") {
            const std::string other = name + "(" + argument + (belief ? "" : by) + ")";
            EXPECT_NE(problem(other), "") << other;
        }
        const std::string more = name + "(node101, node102" + (belief ? ", by=node101" : "") + ")";
        EXPECT_NE(problem(more).find("takes"), std::string::npos) << more << ": " << problem(more);
    }
}

TEST_F(Conditions, EndNeverTheProgramWhateverTheTextIs) {
    const std::string_view parts[] = {
        "all(", "any(x in ", "databases()", ":", "status(", "*",  ",", "by=", "node101", ")", "==",
        "up",   "and",       "not ",        "'", "1/",      "1s", " ", "(",   "or",      "<"};
    std::uint64_t state = 1;
    const auto next = [&state](std::uint64_t below) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (state >> 33U) % below;
    };
    for (int round = 0; round < 3'000; ++round) {
        std::string text;
        for (std::uint64_t n = next(14); n-- > 0;) text += parts[next(std::size(parts))];
        const Condition condition = compile(text);
        if (!condition.problems.empty()) {
            EXPECT_LE(condition.problems[0].offset, text.size()) << text;
        } else {
            static_cast<void>(evaluate(condition.expression, world));
        }
    }
}

}  // namespace

}  // namespace sim::scenario::tests
