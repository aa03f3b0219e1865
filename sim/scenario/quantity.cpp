// Spans, ranges, bytes, rates, positions: read exactly, in integers.
#include "sim/scenario/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

constexpr std::array units{SpanUnit{"min", 60'000'000'000},
                           SpanUnit{"ns", 1},
                           SpanUnit{"us", 1'000},
                           SpanUnit{"ms", 1'000'000},
                           SpanUnit{"s", 1'000'000'000},
                           SpanUnit{"h", 3'600'000'000'000},
                           SpanUnit{"d", 86'400'000'000'000}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t digits_from(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
}

template <class T>
Read<T> wrong(std::size_t offset, std::string message, std::string help = {}) {
    return {std::nullopt, offset, std::move(message), std::move(help)};
}

/// A decimal number times `scale`, exactly; none if it overflows or leaves a remainder.
std::optional<std::int64_t> scaled(std::string_view whole, std::string_view fraction,
                                   std::int64_t scale) {
    __extension__ using Wide = __int128;
    Wide value = 0;
    for (const char c : whole) {
        value = value * 10 + (c - '0');
        if (value > INT64_MAX) return std::nullopt;
    }
    while (fraction.ends_with('0')) fraction.remove_suffix(1);
    if (fraction.size() > 18) return std::nullopt;
    Wide part = 0;
    Wide parts = 1;
    for (const char c : fraction) {
        part = part * 10 + (c - '0');
        parts *= 10;
    }
    if (part * scale % parts != 0) return std::nullopt;
    value = value * scale + part * scale / parts;
    if (value > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

/// The number at `at`: its whole and fraction digits, and where it ends.
struct Decimal {
    std::string_view whole;
    std::string_view fraction;
    std::size_t end = 0;
};
Decimal decimal_at(std::string_view text, std::size_t at) {
    Decimal number;
    number.whole = text.substr(at, digits_from(text, at));
    number.end = at + number.whole.size();
    if (number.end + 1 < text.size() && text[number.end] == '.' && is_digit(text[number.end + 1])) {
        number.fraction = text.substr(number.end + 1, digits_from(text, number.end + 1));
        number.end += 1 + number.fraction.size();
    }
    return number;
}

Read<Duration> no_unit(std::string_view text, std::size_t at, std::string_view word) {
    if (word.empty()) {
        return wrong<Duration>(at, "a span needs a unit",
                               fmt::format("\"{}s\"? units: ns us ms s min h d", text));
    }
    std::vector<std::string_view> names{"ns", "us", "ms", "s", "min", "h", "d"};
    std::string near = nearest(word, names);
    if (word == "m" || word.starts_with("mi")) near = "min";
    if (word.starts_with("sec")) near = "s";
    if (word.starts_with("hour") || word == "hr") near = "h";
    if (word.starts_with("day")) near = "d";
    return wrong<Duration>(
        at, fmt::format("`{}` is no unit of time", word),
        near.empty() ? "units: ns us ms s min h d" : fmt::format("did you mean `{}`?", near));
}

}  // namespace

std::span<const SpanUnit> span_units() { return units; }

Read<Duration> read_span(std::string_view text, bool sign) {
    std::size_t at = 0;
    const bool negative = sign && text.starts_with('-');
    if (negative) ++at;
    if (at >= text.size() || !is_digit(text[at])) {
        return wrong<Duration>(at, "not a span of time", "like \"250ms\", \"1min30s\", \"2h\"");
    }
    std::int64_t total = 0;
    std::int64_t smallest = INT64_MAX;
    while (at < text.size()) {
        if (!is_digit(text[at])) return wrong<Duration>(at, "a number must stand here");
        const Decimal number = decimal_at(text, at);
        std::size_t end = number.end;
        while (end < text.size() && is_letter(text[end])) ++end;
        const std::string_view word = text.substr(number.end, end - number.end);
        const auto* unit = std::ranges::find(units, word, &SpanUnit::name);
        if (unit == units.end()) return no_unit(text, number.end, word);
        if (unit->nanoseconds >= smallest) {
            return wrong<Duration>(at, "units must become smaller from left to right");
        }
        const auto part = scaled(number.whole, number.fraction, unit->nanoseconds);
        if (!part || *part > limits::span.count() - total) {
            return wrong<Duration>(at, "a span of more than ten years, or finer than 1ns");
        }
        total += *part;
        smallest = unit->nanoseconds;
        at = end;
    }
    return {Duration{negative ? -total : total}, 0, {}, {}};
}

Read<Span> read_range(std::string_view text) {
    const std::size_t dots = text.find("..");
    const Read<Duration> least = read_span(text.substr(0, dots));
    if (!least.value) return wrong<Span>(least.offset, least.message, least.help);
    if (dots == std::string_view::npos) return {Span{*least.value, *least.value}, 0, {}, {}};
    const Read<Duration> most = read_span(text.substr(dots + 2));
    if (!most.value) return wrong<Span>(dots + 2 + most.offset, most.message, most.help);
    if (*most.value < *least.value) {
        return wrong<Span>(dots, "the range ends before it begins",
                           fmt::format("\"{}..{}\"?", text.substr(dots + 2), text.substr(0, dots)));
    }
    return {Span{*least.value, *most.value}, 0, {}, {}};
}

Read<std::int64_t> read_bytes(std::string_view text) {
    struct Unit {
        std::string_view name;
        std::int64_t bytes;
    };
    constexpr std::array bytes{Unit{"B", 1}, Unit{"kB", 1'024}, Unit{"MB", 1'048'576},
                               Unit{"GB", 1'073'741'824}};
    if (text.empty() || !is_digit(text[0])) return wrong<std::int64_t>(0, "not a number of bytes");
    const Decimal number = decimal_at(text, 0);
    const std::string_view word = text.substr(number.end);
    const auto* unit = std::ranges::find(bytes, word, &Unit::name);
    if (unit == bytes.end()) {
        return wrong<std::int64_t>(number.end, "bytes need a unit", "units: B kB MB GB");
    }
    const auto value = scaled(number.whole, number.fraction, unit->bytes);
    if (!value) return wrong<std::int64_t>(0, "not a whole number of bytes");
    return {*value, 0, {}, {}};
}

Read<Duration> read_rate(std::string_view text) {
    const std::size_t digits = digits_from(text, 0);
    const std::size_t slash = text.find('/');
    if (digits == 0 || slash != digits) {
        return wrong<Duration>(0, "not a rate", "like \"20/s\" or \"1/min\"");
    }
    const auto count = read_integer(text.substr(0, digits));
    const auto* unit = std::ranges::find(units, text.substr(slash + 1), &SpanUnit::name);
    if (unit == units.end()) {
        return wrong<Duration>(slash + 1, "a rate needs a unit of time",
                               "units: ns us ms s min h d");
    }
    if (!count || *count <= 0 || *count > unit->nanoseconds) {
        return wrong<Duration>(0, "a rate must be above zero and at most one in a nanosecond");
    }
    return {Duration{unit->nanoseconds / *count}, 0, {}, {}};
}

Read<std::uint64_t> read_lsn(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto half = [](std::string_view digits) -> std::optional<std::uint64_t> {
        std::uint32_t value = 0;
        const char* end = digits.data() + digits.size();
        const auto result = std::from_chars(digits.data(), end, value, 16);
        if (digits.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
        return value;
    };
    if (slash == std::string_view::npos) {
        return wrong<std::uint64_t>(0, "not a WAL position", "like \"1/72000D10\"");
    }
    const auto high = half(text.substr(0, slash));
    const auto low = half(text.substr(slash + 1));
    if (!high) return wrong<std::uint64_t>(0, "not a WAL position", "like \"1/72000D10\"");
    if (!low) {
        return wrong<std::uint64_t>(slash + 1, "not a WAL position", "like \"1/72000D10\"");
    }
    return {(*high << 32U) | *low, 0, {}, {}};
}

Read<std::int64_t> read_millionths(std::string_view text) {
    const std::size_t digits = digits_from(text, 0);
    const Decimal number = digits == 0 ? Decimal{} : decimal_at(text, 0);
    if (digits == 0 || number.end != text.size()) {
        return wrong<std::int64_t>(number.end, "not a decimal number", "like 0.333333");
    }
    const auto value = scaled(number.whole, number.fraction, 1'000'000);
    if (!value) return wrong<std::int64_t>(0, "a number too large, or with more than six decimals");
    return {*value, 0, {}, {}};
}

std::optional<std::int64_t> read_integer(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (text.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
    return value;
}

}  // namespace sim::scenario
