// Numbers with units as a scenario writes them: spans, ranges, bytes, rates, WAL positions,
// decimals. Integers only; each reader says what is wrong and where in its text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/words.hpp"

namespace sim::scenario {

/// A value, or a message and a help with the byte offset they speak of.
template <class T>
struct Read {
    std::optional<T> value;
    std::size_t offset = 0;
    std::string message;
    std::string help;
};

/// "250ms", "1min30s", "2h", "0.5s"; with `sign` also "-2s". At most limits::span.
[[nodiscard]] Read<Duration> read_span(std::string_view text, bool sign = false);

/// A span, or two with ".." between them: "2s..5s".
[[nodiscard]] Read<Span> read_range(std::string_view text);

/// "10MB", "16kB", "0B": bytes, powers of 1024.
[[nodiscard]] Read<std::int64_t> read_bytes(std::string_view text);

/// "20/s", "1/min": the time from one to the next.
[[nodiscard]] Read<Duration> read_rate(std::string_view text);

/// "1/72000D10": a WAL position.
[[nodiscard]] Read<std::uint64_t> read_lsn(std::string_view text);

/// "0.333333" as millionths; digits after the sixth must be zero.
[[nodiscard]] Read<std::int64_t> read_millionths(std::string_view text);

/// Digits only, with an optional minus.
[[nodiscard]] std::optional<std::int64_t> read_integer(std::string_view text);

/// Units of spans, longest name first, for messages and for the reference.
struct SpanUnit {
    std::string_view name;
    std::int64_t nanoseconds;
};
[[nodiscard]] std::span<const SpanUnit> span_units();

}  // namespace sim::scenario
