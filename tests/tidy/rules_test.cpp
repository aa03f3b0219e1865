// The rules are tested too: each has a text that must break it, and one that must not.
#include "tests/tidy/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tidy/exceptions.hpp"

namespace tidy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> rules_of(const Violations& violations) {
    std::vector<std::string> rules;
    for (const Violation& each : violations) rules.push_back(each.rule);
    return rules;
}

TEST(Rules, CommentsAndLiteralsAreNoCode) {
    EXPECT_EQ(blank_prose("a // new b\nc /* rand() */ d\n"), "a         \nc              d\n");
    EXPECT_EQ(blank_prose("x(\"new\\\"\", 'n', 1'000);"), "x(       ,    , 1'000);");
    EXPECT_EQ(blank_prose("R\"re(new \" y)re\" z"), "R                z");
}

TEST(Rules, AnArrowIsOneWay) {
    const auto includes = [](const std::string& path, const std::string& header) {
        return rules_of(check_arrows(make_file(path, "#include \"" + header + "\"\n")));
    };
    EXPECT_THAT(includes("engine/a.cpp", "engine/b.hpp"), IsEmpty());
    EXPECT_THAT(includes("engine/a.cpp", "failover/words/ids.hpp"), ElementsAre("arrow"));
    EXPECT_THAT(includes("failover/logic.hpp", "failover/words/ids.hpp"), IsEmpty());
    EXPECT_THAT(includes("failover/logic.hpp", "failover/logics/naive/naive.hpp"),
                ElementsAre("arrow"));
    EXPECT_THAT(includes("failover/logics/a/b.cpp", "engine/time.hpp"), ElementsAre("arrow"));
    EXPECT_THAT(includes("sim/world/a.cpp", "failover/logic.hpp"), IsEmpty());
    EXPECT_THAT(includes("sim/world/a.cpp", "failover/logics/interlock/interlock.hpp"),
                ElementsAre("arrow"));
    EXPECT_THAT(includes("sim/checks/a.cpp", "sim/world/run.hpp"), IsEmpty());
    EXPECT_THAT(includes("sim/checks/a.cpp", "sim/world/kernel.hpp"), ElementsAre("arrow"));
    EXPECT_THAT(includes("sim/simrun/a.cpp", "failover/logics/interlock/interlock.hpp"), IsEmpty());
    EXPECT_THAT(includes("reports/a.cpp", "b.hpp"), ElementsAre("arrow"));
}

TEST(Rules, TheLogicUsesTheStandardLibraryOnly) {
    EXPECT_THAT(check_arrows(make_file("failover/a.cpp", "#include <vector>\n")), IsEmpty());
    EXPECT_THAT(rules_of(check_arrows(make_file("failover/a.cpp", "#include <fmt/core.h>\n"))),
                ElementsAre("arrow"));
    EXPECT_THAT(check_arrows(make_file("reports/a.cpp", "#include <fmt/core.h>\n")), IsEmpty());
}

TEST(Rules, FunctionsAreMeasuredAndDeclarationsCounted) {
    const std::string text =
        "namespace a {\n"
        "struct S {\n"
        "    int member = f(1, 2, 3, 4, 5);\n"
        "    [[nodiscard]] int five(int a, int b = {}, std::map<int, int> c = {}, int d = 1,\n"
        "                           int e = 2) const;\n"
        "    explicit S(int a) : member{a}, other_(a) {\n"
        "        if (a) {\n"
        "        }\n"
        "    }\n"
        "};\n"
        "template <class T>\n"
        "void none() { }\n"
        "const auto table = std::array{ 1, 2 };\n"
        "}\n";
    const auto found = functions(make_file("engine/a.hpp", text));
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].parameters, 5U);
    EXPECT_EQ(found[0].length, 0U);
    EXPECT_EQ(found[1].parameters, 1U);
    EXPECT_EQ(found[1].length, 4U);
    EXPECT_EQ(found[1].line, 6U);
    EXPECT_EQ(found[2].parameters, 0U);
    EXPECT_EQ(found[2].length, 1U);
}

TEST(Rules, LongFunctionsFilesAndLinesAreFound) {
    std::string text = "void f() {\n";
    for (int each = 0; each < 60; ++each) text += "    g();\n";
    text += "}\n";
    EXPECT_THAT(rules_of(check_functions(make_file("engine/a.cpp", text))),
                ElementsAre("function-size"));
    EXPECT_THAT(rules_of(check_sizes(make_file("engine/a.hpp", std::string(151, '\n')))),
                ElementsAre("file-size"));
    EXPECT_THAT(check_sizes(make_file("engine/a.cpp", std::string(400, '\n'))), IsEmpty());
    EXPECT_THAT(rules_of(check_sizes(make_file("engine/a.cpp", std::string(101, 'x')))),
                ElementsAre("line-length"));
}

TEST(Rules, BannedNamesAreFoundWhereTheyAreBanned) {
    const auto in = [](const std::string& path, const std::string& text) {
        return rules_of(check_names(make_file(path, text)));
    };
    EXPECT_THAT(in("engine/a.cpp", "std::hash<int> h;"), ElementsAre("hash"));
    EXPECT_THAT(in("sim/world/a.cpp", "std::unordered_map<int, int> m;"), ElementsAre("unordered"));
    EXPECT_THAT(in("failover/a.cpp", "double x;"), ElementsAre("float"));
    EXPECT_THAT(in("reports/a.cpp", "double x;"), IsEmpty());
    EXPECT_THAT(in("sim/simrun/a.cpp", "getenv(name); steady_clock::now();"), IsEmpty());
    EXPECT_THAT(in("sim/world/a.cpp", "getenv(name);"), ElementsAre("getenv"));
    EXPECT_THAT(in("sim/world/a.cpp", "steady_clock::now();"), ElementsAre("wall-clock"));
    EXPECT_THAT(in("sim/world/a.cpp", "auto t = record.time();"), IsEmpty());
    EXPECT_THAT(in("sim/world/a.cpp", "auto* p = new Thing;"), ElementsAre("new"));
    EXPECT_THAT(in("sim/world/a.cpp", "int new_master = 1;"), IsEmpty());
    EXPECT_THAT(in("engine/a.cpp", "#include <random>"), ElementsAre("random"));
    EXPECT_THAT(in("engine/a.cpp", "// NOLINT"), ElementsAre("nolint"));
    EXPECT_THAT(in("engine/a.cpp", "// NOLINT(a-b): the reason"), IsEmpty());
}

TEST(Rules, TwoDrawsWhoseOrderIsOpenAreFound) {
    const auto in = [](const std::string& text) {
        return rules_of(check_draws(make_file("sim/world/a.cpp", "void f() {" + text + "}\n")));
    };
    EXPECT_THAT(in("g(kernel.draw(a, b), kernel.draw(c, d));"), ElementsAre("two-draws"));
    EXPECT_THAT(in("g(1, h(draw(a)), {2, draw_between(b, c, d)});"), ElementsAre("two-draws"));
    EXPECT_THAT(in("at = now + draw(a) + latency(b);"), ElementsAre("two-draws"));
    EXPECT_THAT(in("g(choices.below(a, 2), kernel.choices().from(b));"), ElementsAre("two-draws"));
    EXPECT_THAT(in("put(Pair(out.connect(a, b), out.connect(c, d)));"), ElementsAre("two-draws"));
}

TEST(Rules, DrawsInAnOrderThatTheLanguageFixesAreNone) {
    const auto in = [](const std::string& text) {
        return rules_of(check_draws(make_file("sim/world/a.cpp", "void f() {" + text + "}\n")));
    };
    EXPECT_THAT(in("a = draw(b); c = draw(d);"), IsEmpty());
    EXPECT_THAT(in("const Pair pair{draw(a), draw(b)};"), IsEmpty());
    EXPECT_THAT(in("if (pick(a) == 1) b = pick(c);"), IsEmpty());
    EXPECT_THAT(in("if (a) { draw(b); } draw(c);"), IsEmpty());
    EXPECT_THAT(in("if (draw(a) < b && draw(c) < d) e();"), IsEmpty());
    EXPECT_THAT(in("draw(draw(a));"), IsEmpty());
    EXPECT_THAT(in("} Span draw(A a) const { return draw(b);"), IsEmpty());
    EXPECT_THAT(rules_of(check_draws(make_file("tests/a.cpp", "g(draw(a), draw(b));"))), IsEmpty());
}

TEST(Rules, AHeaderOpensWithTwoToFourLines) {
    const auto of = [](const std::string& text) {
        return rules_of(check_texture(make_file("engine/a.hpp", text)));
    };
    EXPECT_THAT(of("// one\n// two\n#pragma once\n"), IsEmpty());
    EXPECT_THAT(of("// one\n#pragma once\n"), ElementsAre("opening"));
    EXPECT_THAT(of("// one\n// two\n\n#pragma once\n"), ElementsAre("opening"));
    EXPECT_THAT(of("// one\n// two\n#pragma once\n\tint a; \n"), ElementsAre("tab", "blanks"));
}

TEST(Rules, AnExceptionExcusesItsRuleInItsFileOnly) {
    Violations mistakes;
    auto exceptions = read_exceptions(
        make_file("exceptions.txt", "# why\nlimit 2\na.cpp new it is so\nb.cpp tab\n"), mistakes);
    EXPECT_EQ(exceptions.limit, 2U);
    EXPECT_THAT(rules_of(mistakes), ElementsAre("exception"));
    const Violations left = without_excused(
        {{"a.cpp", 1, "new", ""}, {"a.cpp", 2, "float", ""}, {"c.cpp", 1, "new", ""}}, exceptions);
    EXPECT_THAT(rules_of(left), ElementsAre("float", "new"));
    EXPECT_TRUE(exceptions.all[0].used);
    EXPECT_FALSE(exceptions.all[1].used);
}

}  // namespace
}  // namespace tidy
