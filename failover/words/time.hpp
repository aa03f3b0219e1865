// Time as a host's own clock tells it. Two hosts' instants must not be compared, and none of them
// is true time (engine/time.hpp): clock skew is a test subject.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace failover {

using Duration = std::chrono::nanoseconds;

/// Nanoseconds since some epoch of the host's clock. May jump when an operator sets the clock.
struct Instant {
    std::int64_t nanoseconds = 0;

    constexpr auto operator<=>(const Instant&) const = default;
    friend constexpr Instant operator+(Instant at, Duration span) {
        return {at.nanoseconds + span.count()};
    }
    friend constexpr Duration operator-(Instant later, Instant earlier) {
        return Duration{later.nanoseconds - earlier.nanoseconds};
    }
};

}  // namespace failover
