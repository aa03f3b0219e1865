// What main does about the signals it caught, in the product's fixed order: at the top of its
// loop and inside the sleeps that handle requests (semantics-3.6 §1.5).
#pragma once

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/main_activity.hpp"

namespace failover::interlock {

/// Whether anything was caught that check-requests would act on now; a SIGCHLD waits while a
/// failover runs.
[[nodiscard]] bool requests_caught(const MainMemory& memory, const Shared& shared);

/// SIGUSR2: wake the children; SIGUSR1: interrupts until no new one; SIGCHLD: reap; SIGHUP: reload.
struct CheckRequests {
    Next run(MainStep& step);
    bool operator==(const CheckRequests&) const = default;

  private:
    enum class Stage : std::uint8_t { wake, interrupts, reap, reload, done };
    void wake_children(MainStep& step);
    void reload(MainStep& step);

    Stage stage_ = Stage::wake;
    Cause back_;  ///< whose doing the interrupted activity is
};

/// The SIGUSR1 processor: first a change of the watchdog's state, then a failover request.
struct Interrupts {
    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const {
        return call_.open() && call_.takes(input);
    }
    bool operator==(const Interrupts&) const = default;

  private:
    enum class Stage : std::uint8_t { state_change, failover, done };
    [[nodiscard]] static bool put_off(const MainStep& step);
    Next ask_state(MainStep& step);
    Next begin_failover(MainStep& step);

    Stage stage_ = Stage::state_change;
    IpcCall call_;
};

}  // namespace failover::interlock
