// Spans, ranges, bytes, rates and positions are read exactly.
#include <gtest/gtest.h>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/quantity.hpp"

namespace sim::scenario::tests {

namespace {

using namespace std::chrono_literals;

TEST(Spans, AreSumsOfNumbersWithUnits) {
    EXPECT_EQ(read_span("250ms").value, 250ms);
    EXPECT_EQ(read_span("1min30s").value, 90s);
    EXPECT_EQ(read_span("2h").value, 2h);
    EXPECT_EQ(read_span("0s").value, 0s);
    EXPECT_EQ(read_span("1d2h3min4s5ms6us7ns").value, 26h + 3min + 4s + 5ms + 6us + Duration{7});
    EXPECT_EQ(read_span("0.5s").value, 500ms);
    EXPECT_EQ(read_span("1.5ms").value, 1500us);
    EXPECT_EQ(read_span("0.000000001s").value, Duration{1});
}

TEST(Spans, OfEveryUnitAndNumberComeBackAsTheyAre) {
    for (const SpanUnit& unit : span_units()) {
        for (const std::int64_t number : {0, 1, 2, 9, 10, 59, 60, 999, 1'000, 3'600}) {
            const std::string text = std::to_string(number) + std::string(unit.name);
            const auto read = read_span(text);
            if (number * unit.nanoseconds > limits::span.count()) {
                EXPECT_FALSE(read.value) << text;
            } else {
                ASSERT_TRUE(read.value) << text << ": " << read.message;
                EXPECT_EQ(read.value->count(), number * unit.nanoseconds) << text;
            }
        }
    }
}

TEST(Spans, SayWhereTheyAreWrong) {
    struct Wrong {
        std::string_view text;
        std::size_t offset;
        std::string_view message;
    };
    constexpr Wrong all[] = {
        {"", 0, "not a span of time"},
        {"fast", 0, "not a span of time"},
        {"-5s", 0, "not a span of time"},
        {"30", 2, "a span needs a unit"},
        {"30sec", 2, "`sec` is no unit of time"},
        {"5m", 1, "`m` is no unit of time"},
        {"5 s", 1, "a span needs a unit"},
        {"30s1min", 3, "units must become smaller from left to right"},
        {"1s1s", 2, "units must become smaller from left to right"},
        {"1s2", 3, "a span needs a unit"},
        {"1s!", 2, "a number must stand here"},
        {"0.5ns", 0, "a span of more than ten years, or finer than 1ns"},
        {"99999h", 0, "a span of more than ten years, or finer than 1ns"},
        {"99999999999999999999s", 0, "a span of more than ten years, or finer than 1ns"},
    };
    for (const Wrong& wrong : all) {
        const auto read = read_span(wrong.text);
        EXPECT_FALSE(read.value) << wrong.text;
        EXPECT_EQ(read.message, wrong.message) << wrong.text;
        EXPECT_EQ(read.offset, wrong.offset) << wrong.text;
    }
    EXPECT_EQ(read_span("5m").help, "did you mean `min`?");
    EXPECT_EQ(read_span("30sec").help, "did you mean `s`?");
}

TEST(Spans, MayBeNegativeWhereTimesAreMeant) {
    EXPECT_EQ(read_span("-2s", true).value, -2s);
    EXPECT_FALSE(read_span("-2s").value);
}

TEST(Ranges, AreTwoSpansOrOne) {
    EXPECT_EQ(read_range("2s..5s").value, (Span{2s, 5s}));
    EXPECT_EQ(read_range("2s").value, (Span{2s, 2s}));
    EXPECT_EQ(read_range("0.5s..2s").value, (Span{500ms, 2s}));
    EXPECT_EQ(read_range("5s..2s").message, "the range ends before it begins");
    EXPECT_EQ(read_range("2s..").offset, 4U);
    EXPECT_FALSE(read_range("2..5s").value);
}

TEST(Bytes, NeedAUnitOfTheirOwn) {
    EXPECT_EQ(read_bytes("0B").value, 0);
    EXPECT_EQ(read_bytes("16kB").value, 16'384);
    EXPECT_EQ(read_bytes("10MB").value, 10'485'760);
    EXPECT_EQ(read_bytes("1.5kB").value, 1'536);
    EXPECT_FALSE(read_bytes("10").value);
    EXPECT_FALSE(read_bytes("10mb").value);
    EXPECT_FALSE(read_bytes("0.3B").value);
}

TEST(Rates, AreThePauseFromOneToTheNext) {
    EXPECT_EQ(read_rate("20/s").value, 50ms);
    EXPECT_EQ(read_rate("1/min").value, 1min);
    EXPECT_FALSE(read_rate("0/s").value);
    EXPECT_FALSE(read_rate("20").value);
    EXPECT_FALSE(read_rate("20/sec").value);
}

TEST(Positions, AreTwoHexadecimalHalves) {
    EXPECT_EQ(read_lsn("1/72000D10").value, 0x172000D10U);
    EXPECT_EQ(read_lsn("0/0").value, 0U);
    EXPECT_EQ(read_lsn("FFFFFFFF/FFFFFFFF").value, UINT64_MAX);
    EXPECT_FALSE(read_lsn("1/172000D10").value) << "a half has 32 bits";
    EXPECT_FALSE(read_lsn("1").value);
    EXPECT_FALSE(read_lsn("/1").value);
    EXPECT_FALSE(read_lsn("1/").value);
    EXPECT_FALSE(read_lsn("1/x").value);
}

TEST(Decimals, AreMillionths) {
    EXPECT_EQ(read_millionths("0.333333").value, 333'333);
    EXPECT_EQ(read_millionths("1").value, 1'000'000);
    EXPECT_EQ(read_millionths("0.5000000").value, 500'000) << "zeros may follow";
    EXPECT_FALSE(read_millionths("0.3333333").value);
    EXPECT_FALSE(read_millionths("half").value);
    EXPECT_FALSE(read_millionths("1e5").value);
}

}  // namespace

}  // namespace sim::scenario::tests
