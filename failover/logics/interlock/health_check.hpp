// main's loop and in it the health check: one process, one backend after the other (semantics-3.6
// §4); and the request that a dead backend leads to (§6.1).
#pragma once

#include <span>

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/main_activity.hpp"
#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/logics/interlock/rules.hpp"

namespace failover::interlock {

/// What follows from an attempt to reach a backend, or from a round without one (§4.2).
enum class HealthVerdict : std::uint8_t { healthy, other_database, retry, stay, down };

struct HealthFacts {
    bool failed = false;
    bool alternative_database = false;  ///< it was the second one of the round
    bool retries_left = false;
    bool disallowed = false;  ///< DISALLOW_TO_FAILOVER
};
using HealthRule = Decision<HealthFacts, HealthVerdict>;
[[nodiscard]] std::span<const HealthRule> health_rules();

/// The bottom of main's stack: starts up, then checks for ever.
struct MainLoop {
    static constexpr Duration idle_pause = std::chrono::seconds{3};

    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const {
        return call_.busy() && call_.takes(input);
    }
    bool operator==(const MainLoop&) const = default;

  private:
    enum class Stage : std::uint8_t { start_up, top, requests_done, probe, failed, degenerated };
    Next top(MainStep& step);
    Next begin_round(MainStep& step);
    Next probe(MainStep& step);
    Next failed(MainStep& step);
    /// What follows from a round, or from a probe that failed.
    Next conclude(MainStep& step, const HealthFacts& facts);
    Next healthy(MainStep& step);
    Next set_down(MainStep& step);
    void log_failure(MainStep& step) const;

    Stage stage_ = Stage::start_up;
    DatabaseCall call_;
    bool announced_ = false;
    // State kept between attempts (§4.2).
    int cursor_ = 0;
    bool alternative_database_ = false;
    int retry_ = 0;
};

/// degenerate() called by main itself: validates, asks the watchdog, enqueues, and runs the
/// procedure at once (§4.3, §6.1).
struct DegenerateRequest {
    explicit DegenerateRequest(NodeRequest what) : request(std::move(what)) {}

    NodeRequest request;

    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const {
        return call_.open() && call_.takes(input);
    }
    bool operator==(const DegenerateRequest&) const = default;

  private:
    enum class Stage : std::uint8_t { ask, verdict, done };
    Stage stage_ = Stage::ask;
    NodeRequestCall call_;
};

}  // namespace failover::interlock
