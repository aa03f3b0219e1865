// How long a database server takes, as data: on the fast machine of the measurements, and on a big
// one, which is assumed (postgres-model §7.2, columns Fast and Prod). `[database] profile` picks.
#pragma once

#include <array>

#include "sim/world/durations.hpp"

namespace sim::world {

/// Everything from `least` to ten times as much is as likely.
inline constexpr std::array<std::int64_t, 2> one_to_ten{engine::quantile_unit,
                                                        10 * engine::quantile_unit};

struct Durations {
    engine::Quantiles port_open;         ///< exec to the socket
    engine::Quantiles start_after_port;  ///< after a clean end
    engine::Quantiles unclean_start;     ///< after another one, before redo,
    engine::Duration unclean_least;      ///< and what it takes at least: the directory is synced
    engine::Quantiles crash_restart;     ///< one of its processes died; before redo
    std::int64_t redo_bytes_a_second = 0;
    engine::Duration fast_stop{};
    engine::Quantiles commit_flush;
    engine::Quantiles promote;        ///< signal to writable
    scenario::Span first_checkpoint;  ///< after a promotion: until then the rewind trap
    engine::Quantiles rewind;
    scenario::Span copy_begins;  ///< a copy waits for a checkpoint
    std::int64_t copied_bytes_a_second = 0;
    std::int64_t loaded_bytes_a_second = 0;  ///< of a bulk load
};

inline constexpr Durations fast_durations = [] {
    using namespace std::chrono_literals;
    Durations d;
    d.port_open = {engine::lognormal_04, 50ms};
    d.start_after_port = {engine::lognormal_04, 18ms};
    d.unclean_start = {engine::lognormal_08, 250ms};
    d.unclean_least = 100ms;
    d.crash_restart = {engine::lognormal_03, 145ms};
    d.redo_bytes_a_second = 300'000'000;
    d.fast_stop = 20ms;
    d.commit_flush = {engine::lognormal_05, 250us};
    d.promote = {engine::lognormal_04, 33ms};
    d.first_checkpoint = {200ms, 500ms};
    d.rewind = {engine::lognormal_06, 2s};
    d.copy_begins = {200ms, 200ms};
    d.copied_bytes_a_second = 160'000'000;
    d.loaded_bytes_a_second = 160'000'000;
    return d;
}();

inline constexpr Durations prod_durations = [] {
    using namespace std::chrono_literals;
    Durations d;
    d.port_open = {one_to_ten, 50ms};
    d.start_after_port = {engine::lognormal_06, 1500ms};
    d.unclean_start = {engine::lognormal_10, 5s};
    d.unclean_least = 2s;
    d.crash_restart = {engine::lognormal_10, 5s};
    d.redo_bytes_a_second = 100'000'000;
    d.fast_stop = 200ms;
    d.commit_flush = {engine::lognormal_08, 1500us};
    d.promote = {engine::lognormal_08, 500ms};
    d.first_checkpoint = {1s, 270s};
    d.rewind = {engine::lognormal_06, 12s};
    d.copy_begins = {0s, 270s};
    d.copied_bytes_a_second = 75'000'000;
    d.loaded_bytes_a_second = 75'000'000;
    return d;
}();

/// How long so many bytes take at a rate.
[[nodiscard]] constexpr engine::Duration at_rate(std::uint64_t bytes, std::int64_t a_second) {
    constexpr std::int64_t microseconds = 1'000'000;
    const std::int64_t bytes_a_microsecond = a_second / microseconds;
    return std::chrono::microseconds{static_cast<std::int64_t>(bytes) / bytes_a_microsecond};
}

}  // namespace sim::world
