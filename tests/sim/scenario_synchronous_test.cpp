// synchronous_standby_names as the server reads it (postgres-model §3.1).
#include <gtest/gtest.h>

#include "sim/scenario/synchronous.hpp"

namespace {

using sim::scenario::priority_of;
using sim::scenario::read_synchronous_names;
using sim::scenario::SynchronousNames;
using Method = SynchronousNames::Method;

SynchronousNames names(std::string_view text, std::int32_t version = 15) {
    const auto read = read_synchronous_names(text, version);
    EXPECT_TRUE(read.value) << text << ": " << read.message;
    return read.value.value_or(SynchronousNames{});
}

TEST(SynchronousNames, OfNobodyAreNoReasonToWait) {
    EXPECT_EQ(names("").method, Method::none);
    EXPECT_EQ(names("  ").method, Method::none);
}

TEST(SynchronousNames, APlainListWaitsForOneAndSoDoesOneInBrackets) {
    for (const auto* text : {"s1,s2", "1 (s1, s2)", "FIRST 1 (s1, s2)", "first 1(s1,s2)"}) {
        EXPECT_EQ(names(text), (SynchronousNames{Method::first, 1, {"s1", "s2"}})) << text;
    }
    EXPECT_EQ(names("2 (s1, s2)"), (SynchronousNames{Method::first, 2, {"s1", "s2"}}));
    EXPECT_EQ(names("ANY 1 (*)"), (SynchronousNames{Method::any, 1, {"*"}}));
}

TEST(SynchronousNames, AWordMayBeANameAndANameMayBeQuoted) {
    EXPECT_EQ(names("first, any"), (SynchronousNames{Method::first, 1, {"first", "any"}}));
    EXPECT_EQ(names("\"S 1\""), (SynchronousNames{Method::first, 1, {"s 1"}}));
}

TEST(SynchronousNames, CountFromTheFrontWithoutRegardToCase) {
    EXPECT_EQ(priority_of(names("s3, s2, S1"), "s1"), 3);
    EXPECT_EQ(priority_of(names("s3, s2"), "S2"), 2);
    EXPECT_EQ(priority_of(names("s3, s2"), "s1"), 0);
    EXPECT_EQ(priority_of(names("s3, *"), "s1"), 2);
    EXPECT_EQ(priority_of(names("ANY 1 (s3, s2)"), "s2"), 1) << "a quorum has no order";
}

TEST(SynchronousNames, OfAnOlderVersionHaveNoFirstAndNoAny) {
    constexpr std::int32_t lineage_of_9_6 = 9;
    EXPECT_TRUE(read_synchronous_names("2 (s1, s2)", lineage_of_9_6).value);
    EXPECT_FALSE(read_synchronous_names("ANY 1 (s1)", lineage_of_9_6).value);
    EXPECT_FALSE(read_synchronous_names("FIRST 1 (s1)", lineage_of_9_6).value);
}

TEST(SynchronousNames, ThatAreWrongSayWhere) {
    for (const auto* text : {"FIRST (s1", "1 (s1", "s1 s2", "s1,", "0 (s1)", "2", "(s1)"}) {
        const auto read = read_synchronous_names(text, 15);
        EXPECT_FALSE(read.value) << text;
        EXPECT_FALSE(read.message.empty()) << text;
        EXPECT_LE(read.offset, std::string_view(text).size()) << text;
    }
}

}  // namespace
