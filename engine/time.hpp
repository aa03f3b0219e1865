// True time of a run: what the engine and the world count in, and what no modelled process may see.
// A host's own clock is another type (failover/words/time.hpp), so that skew cannot be forgotten.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace engine {

/// A span of time; integer nanoseconds everywhere.
using Duration = std::chrono::nanoseconds;

/// An instant of true time in nanoseconds since the run began. Never negative; what reports call
/// t = 0 (the instant the cluster serves) is a record of the run, not this type's zero.
class TrueTime {
  public:
    constexpr TrueTime() = default;
    constexpr explicit TrueTime(std::int64_t nanoseconds) : nanoseconds_(nanoseconds) {}

    [[nodiscard]] constexpr std::int64_t nanoseconds() const { return nanoseconds_; }

    constexpr auto operator<=>(const TrueTime&) const = default;

    friend constexpr TrueTime operator+(TrueTime at, Duration span) {
        return TrueTime{at.nanoseconds_ + span.count()};
    }
    friend constexpr TrueTime operator-(TrueTime at, Duration span) {
        return TrueTime{at.nanoseconds_ - span.count()};
    }
    friend constexpr Duration operator-(TrueTime later, TrueTime earlier) {
        return Duration{later.nanoseconds_ - earlier.nanoseconds_};
    }

    /// Later than every instant that a run can reach.
    [[nodiscard]] static constexpr TrueTime never() { return TrueTime{INT64_MAX}; }

  private:
    std::int64_t nanoseconds_ = 0;
};

}  // namespace engine
