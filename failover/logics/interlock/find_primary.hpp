// The search for the primary: all valid backends in ascending order, once a second, until one says
// that it is not in recovery (semantics-3.6 §6.5).
#pragma once

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/main_activity.hpp"

namespace failover::interlock {

/// Brings back `primary`: the id, or no_backend.
struct FindPrimary {
    static constexpr Duration pause = std::chrono::seconds{1};

    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const {
        return call_.busy() && call_.takes(input);
    }
    bool operator==(const FindPrimary&) const = default;

  private:
    enum class Stage : std::uint8_t { begin, scan, next_scan };
    Next begin(MainStep& step);
    Next scan(MainStep& step);
    Next finish(MainStep& step, BackendId primary);
    Next answered(MainStep& step);
    Next judge(MainStep& step, bool failed, bool standby);
    [[nodiscard]] static bool limited(const MainStep& step);
    [[nodiscard]] Instant end_of(const MainStep& step) const;
    [[nodiscard]] bool out_of_time(const MainStep& step) const;

    Stage stage_ = Stage::begin;
    int at_ = 0;  ///< next backend of this scan
    int scans_ = 0;
    Instant begun_;
    DatabaseCall call_;
    bool asked_ = false;  ///< the question is out: losing the connection is a failed query
};

}  // namespace failover::interlock
