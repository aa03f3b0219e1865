#include "reports/clock.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace reports {
namespace {

using namespace std::chrono_literals;
using engine::TrueTime;

constexpr TrueTime serving{30'000'000'000};
// 2023-08-04 16:20:00 +08:00, the seed's.
constexpr WallClock seed{1'691'137'200, 8 * 3600, serving};

TEST(Clock, TimesOfAStoryCountFromServingAndMayBeNegative) {
    EXPECT_EQ(story_time(serving, serving), "0:00.000");
    EXPECT_EQ(story_time(serving + 38'214ms, serving), "0:38.214");
    EXPECT_EQ(story_time(serving + 3'723'004ms, serving), "1:02:03.004");
    EXPECT_EQ(story_time(serving - 14'030ms, serving), "-0:14.030");
}

TEST(Clock, HalfAMillisecondBeforeServingIsNotMinusZero) {
    EXPECT_EQ(story_time(serving - 500us, serving), "0:00.000");
}

TEST(Clock, SpansTakeTheUnitsThatPeopleUse) {
    EXPECT_EQ(span_text(0s), "0s");
    EXPECT_EQ(span_text(250us), "250us");
    EXPECT_EQ(span_text(18ms), "18ms");
    EXPECT_EQ(span_text(1250ms), "1.25s");
    EXPECT_EQ(span_text(125s), "2min5s");
    EXPECT_EQ(span_text(1h), "1h");
    EXPECT_EQ(span_text(-2s), "-2s");
}

TEST(Clock, TheWallClockPrintsTheClustersOwnZone) {
    EXPECT_EQ(wall_seconds(seed, serving), "2023-08-04 16:20:00");
    EXPECT_EQ(wall_milliseconds(seed, serving + 373'658ms), "2023-08-04 16:26:13.658");
}

TEST(Clock, TheWallClockGoesBackOverMidnightAndTheLeapDay) {
    constexpr WallClock march{951'868'800, 0, serving};  // 2000-03-01 00:00:00
    EXPECT_EQ(wall_milliseconds(march, serving - 1ms), "2000-02-29 23:59:59.999");
    constexpr WallClock not_leap{4'107'542'400, 0, serving};  // 2100-03-01, no leap year
    EXPECT_EQ(wall_seconds(not_leap, serving - 1s), "2100-02-28 23:59:59");
}

TEST(Clock, TimeStampsBeforeTheRunAreToldToo) {
    const std::int64_t start = serving.nanoseconds() - 4'147'281'000'000;  // 15:10:52.719
    EXPECT_EQ(wall_timestamp(seed, start, true), "2023-08-04 15:10:52.719000+08");
    EXPECT_EQ(wall_timestamp(seed, start, false), "2023-08-04 15:10:52.719+08");
    constexpr WallClock newfoundland{0, -(3 * 3600 + 1800), serving};
    EXPECT_EQ(wall_timestamp(newfoundland, serving.nanoseconds(), false),
              "1969-12-31 20:30:00-03:30");
}

}  // namespace
}  // namespace reports
