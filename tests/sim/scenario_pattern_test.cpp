// Regular expressions of log expectations: what they find, where they are wrong, and that no text
// makes them slow.
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/pattern.hpp"

namespace sim::scenario {

namespace {

bool found(std::string_view pattern, std::string_view text) {
    const auto read = Pattern::read(pattern);
    EXPECT_TRUE(read.value.has_value()) << pattern << ": " << read.message;
    return read.value && read.value->found_in(text);
}

TEST(Patterns, AreFoundAnywhereUnlessTheyAreAnchored) {
    EXPECT_TRUE(found("back", "failback done"));
    EXPECT_FALSE(found("^back", "failback done"));
    EXPECT_TRUE(found("^fail", "failback done"));
    EXPECT_TRUE(found("done$", "failback done"));
    EXPECT_FALSE(found("back$", "failback done"));
    EXPECT_TRUE(found("^$", ""));
    EXPECT_FALSE(found("^$", "x"));
}

TEST(Patterns, KnowGroupsClassesCountsAndEscapes) {
    EXPECT_TRUE(found("fail(back|over) done", "failover done"));
    EXPECT_FALSE(found("fail(?:back|over) done", "fail done"));
    EXPECT_TRUE(found("^a{2,3}$", "aaa"));
    EXPECT_FALSE(found("^a{2,3}$", "aaaa"));
    EXPECT_TRUE(found("^a{2,}b?c*d+$", "aaaad"));
    EXPECT_TRUE(found("^[^0-9]+[0-9a-f-]$", "node-"));
    EXPECT_TRUE(found(R"(^\d+\.\d+\s\w+\S$)", "1.5 ab)"));
    EXPECT_FALSE(found(R"(^\D$)", "5"));
    EXPECT_TRUE(found("[]x]", "]"));
    EXPECT_TRUE(found("x.?y", "xy"));
}

TEST(Patterns, SayWhereTheyAreWrong) {
    const auto wrong = [](std::string_view text) { return Pattern::read(text).offset; };
    EXPECT_EQ(wrong("ab(c"), 2U);
    EXPECT_EQ(wrong("abc)d"), 3U);
    EXPECT_EQ(wrong("a[bc"), 1U);
    EXPECT_EQ(wrong("a|*b"), 2U);
    EXPECT_EQ(wrong("a\\q"), 1U);
    EXPECT_EQ(wrong("a{3"), 1U);
    EXPECT_EQ(wrong("x[b-a]"), 2U);
    EXPECT_FALSE(Pattern::read("(a{60}){70}").value.has_value()) << "too many states";
}

TEST(Patterns, TakeNoLongerForTextsThatAlmostMatch) {
    // A search that goes back would try 2^60 ways here.
    EXPECT_FALSE(found("(a|aa|a*)*b", std::string(60, 'a')));
}

TEST(Patterns, AreHeldAgainstTextsWithHoles) {
    const auto could = [](std::string_view pattern) {
        const auto read = Pattern::read(pattern);
        PatternWalk walk(*read.value);
        walk.text("node ");
        Pattern::Letters digits;
        for (const char c : std::string_view("0123456789"))
            digits.set(static_cast<unsigned char>(c));
        walk.any_of(digits, 1);
        walk.text(" is ");
        walk.one_of({"up", "down"});
        return walk.ends();
    };
    EXPECT_TRUE(could("^node 12 is up$"));
    EXPECT_TRUE(could("node \\d{3} is d"));
    EXPECT_TRUE(could("1.*wn$"));
    EXPECT_FALSE(could("node  is"));
    EXPECT_FALSE(could("is upon"));
    EXPECT_FALSE(could("is down.$"));
}

}  // namespace

}  // namespace sim::scenario
