// The way of a proxy into service and out of it (semantics-3.6 §3.1, §16.8): reading the status
// file, waiting for the watchdog, forking, and the orderly end.
#pragma once

#include "failover/logics/interlock/main_activity.hpp"

namespace failover::interlock {

/// Watchdog, lifecheck, first sync, sockets, children, primary search, PCP, SR check, status file.
/// The status file has been read before.
struct StartUp {
    Next run(MainStep& step);
    /// Only the wait for the watchdog ends by a signal: it became leader or standby, forwarded a
    /// request, or died.
    [[nodiscard]] bool heeds_signals() const { return stage_ == Stage::wait_for_watchdog; }
    bool operator==(const StartUp&) const = default;

  private:
    enum class Stage : std::uint8_t {
        watchdog,
        wait_for_watchdog,
        watchdog_ready,
        sockets,
        primary,
        last
    };
    Next begin_watchdog(MainStep& step);
    Next watchdog_ready(MainStep& step);
    Next open_sockets(MainStep& step);
    Next finish(MainStep& step);

    Stage stage_ = Stage::watchdog;
};

/// Signals everybody, waits until all have gone, writes the status file and exits. Prints nothing.
struct ShutDown {
    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const ShutDown&) const = default;

  private:
    bool begun_ = false;
};

}  // namespace failover::interlock
