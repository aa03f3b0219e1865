#include "reports/clock.hpp"

#include <fmt/format.h>

namespace reports {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t day_seconds = 86'400;

struct Date {
    std::int64_t year = 1970;
    std::int64_t month = 1;
    std::int64_t day = 1;
};

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

// The Gregorian calendar counted in eras of 400 years that begin on 1 March, so that the leap day
// is a year's last.
Date date_of(std::int64_t days_since_1970) {
    constexpr std::int64_t days_in_era = 146'097;
    const std::int64_t days = days_since_1970 + 719'468;
    const std::int64_t era = floor_divide(days, days_in_era);
    const std::int64_t in_era = days - era * days_in_era;
    const std::int64_t year =
        (in_era - in_era / 1'460 + in_era / 36'524 - in_era / (days_in_era - 1)) / 365;
    const std::int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    const std::int64_t shifted_month = (5 * in_year + 2) / 153;
    const std::int64_t day = in_year - (153 * shifted_month + 2) / 5 + 1;
    const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return {year + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

struct Wall {
    std::int64_t seconds = 0;  ///< local, since 1970
    std::int64_t nanoseconds = 0;
};

Wall wall(const WallClock& clock, std::int64_t nanoseconds) {
    const std::int64_t since = nanoseconds - clock.serving.nanoseconds();
    const std::int64_t whole = floor_divide(since, second);
    return {clock.date_seconds + clock.offset_seconds + whole, since - whole * second};
}

std::string date_and_time(std::int64_t seconds) {
    const std::int64_t day = floor_divide(seconds, day_seconds);
    const std::int64_t in_day = seconds - day * day_seconds;
    const Date date = date_of(day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", date.year, date.month, date.day,
                       in_day / 3600, in_day / 60 % 60, in_day % 60);
}

}  // namespace

std::string story_time(engine::TrueTime at, engine::TrueTime serving) {
    const std::int64_t signed_span = at.nanoseconds() - serving.nanoseconds();
    const std::int64_t span = signed_span < 0 ? -signed_span : signed_span;
    const std::int64_t milliseconds = span / 1'000'000;
    const char* sign = signed_span < 0 && milliseconds > 0 ? "-" : "";
    const std::int64_t hours = milliseconds / 3'600'000;
    const std::int64_t minutes = milliseconds / 60'000 % 60;
    const std::int64_t rest = milliseconds % 60'000;
    if (hours > 0) {
        return fmt::format("{}{}:{:02}:{:02}.{:03}", sign, hours, minutes, rest / 1000,
                           rest % 1000);
    }
    return fmt::format("{}{}:{:02}.{:03}", sign, minutes, rest / 1000, rest % 1000);
}

std::string span_text(engine::Duration span) {
    const std::int64_t nanoseconds = span.count();
    if (nanoseconds < 0) return "-" + span_text(-span);
    if (nanoseconds == 0) return "0s";
    if (nanoseconds < 1'000) return fmt::format("{}ns", nanoseconds);
    if (nanoseconds < 1'000'000) return fmt::format("{}us", nanoseconds / 1'000);
    const std::int64_t milliseconds = nanoseconds / 1'000'000;
    if (milliseconds < 1'000) return fmt::format("{}ms", milliseconds);
    std::string text;
    if (const auto hours = milliseconds / 3'600'000; hours > 0) text += fmt::format("{}h", hours);
    if (const auto minutes = milliseconds / 60'000 % 60; minutes > 0) {
        text += fmt::format("{}min", minutes);
    }
    const std::int64_t rest = milliseconds % 60'000;
    if (rest == 0) return text;
    std::string seconds = fmt::format("{}", rest / 1000);
    if (rest % 1000 != 0) {
        seconds += fmt::format(".{:03}", rest % 1000);
        while (seconds.back() == '0') seconds.pop_back();
    }
    return text + seconds + "s";
}

std::string wall_seconds(const WallClock& clock, engine::TrueTime at) {
    return date_and_time(wall(clock, at.nanoseconds()).seconds);
}

std::string wall_milliseconds(const WallClock& clock, engine::TrueTime at) {
    const Wall time = wall(clock, at.nanoseconds());
    return fmt::format("{}.{:03}", date_and_time(time.seconds), time.nanoseconds / 1'000'000);
}

std::string wall_timestamp(const WallClock& clock, std::int64_t nanoseconds, bool full) {
    const Wall time = wall(clock, nanoseconds);
    std::string text = date_and_time(time.seconds);
    std::string fraction = fmt::format(".{:06}", time.nanoseconds / 1'000);
    if (!full) {
        while (fraction.back() == '0') fraction.pop_back();
        if (fraction == ".") fraction.clear();
    }
    text += fraction;
    const std::int32_t offset =
        clock.offset_seconds < 0 ? -clock.offset_seconds : clock.offset_seconds;
    text += fmt::format("{}{:02}", clock.offset_seconds < 0 ? "-" : "+", offset / 3600);
    if (offset / 60 % 60 != 0) text += fmt::format(":{:02}", offset / 60 % 60);
    return text;
}

}  // namespace reports
