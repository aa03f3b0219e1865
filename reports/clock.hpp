// Times as people read them: of the story (from t = 0), spans, and the wall clock of the cluster.
// Own arithmetic: no locale, no time zone database, the same text on every machine.
#pragma once

#include <cstdint>
#include <string>

#include "engine/time.hpp"

namespace reports {

/// "0:38.214", "-0:14.030", "1:02:03.004": minutes, seconds and milliseconds since t = 0.
[[nodiscard]] std::string story_time(engine::TrueTime at, engine::TrueTime serving);

/// "18ms", "1.25s", "2min5s", "1h": the shortest exact-to-a-millisecond form.
[[nodiscard]] std::string span_text(engine::Duration span);

/// A wall clock: seconds since 1970 UTC at t = 0, and the zone's offset.
struct WallClock {
    std::int64_t date_seconds = 0;
    std::int32_t offset_seconds = 0;
    engine::TrueTime serving;
};

/// "2023-08-04 16:26:13"
[[nodiscard]] std::string wall_seconds(const WallClock& clock, engine::TrueTime at);
/// "2023-08-04 16:26:13.658"
[[nodiscard]] std::string wall_milliseconds(const WallClock& clock, engine::TrueTime at);
/// "2023-08-04 15:10:52.719000+08"; `full` keeps trailing zeros of the microseconds.
/// `nanoseconds` is true time and may lie before the run.
[[nodiscard]] std::string wall_timestamp(const WallClock& clock, std::int64_t nanoseconds,
                                         bool full);

}  // namespace reports
