// main is one single-threaded actor: a stack of activities, each waiting for exactly one thing or
// its deadline (semantics-3.6 §1.5, §15). What they have in common: how one moves on, the signals
// caught so far, and what the activity that ended last brought back.
#pragma once

#include <optional>
#include <vector>

#include "failover/logics/interlock/ipc.hpp"
#include "failover/logics/interlock/main_texts.hpp"
#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// What an activity does next. `call`: another one runs on top of it until that is done.
enum class Next : std::uint8_t { wait, again, call, done };

/// What the activity that ended last brought back.
struct Returned {
    CommandResult command = CommandResult::error;  ///< of a lock command
    BackendId primary = no_backend;                ///< of a primary search
    bool operator==(const Returned&) const = default;
};

/// What belongs to main alone.
/// Of a main, or a child of it, that ended with FATAL (semantics-3.6 §1.6).
inline constexpr std::int32_t exit_fatal = 3;

struct MainMemory {
    InterruptFlag usr1;
    InterruptFlag usr2;
    InterruptFlag child;
    InterruptFlag hup;
    bool stopping = false;  ///< a stop signal was caught, or a child ended fatally
    Signal stop_signal = Signal::terminate;
    std::int32_t exit_status = 0;
    std::optional<Instant> alarm;  ///< of the health check's round (§4.2)
    std::vector<Pid> living;       ///< forked and not yet reaped
    Returned returned;

    [[nodiscard]] bool alarm_fired(Instant now) const { return alarm && now >= *alarm; }
    bool operator==(const MainMemory&) const = default;
};

/// One step as an activity sees it; defined in main.hpp, where all activities are known.
struct MainStep;

// An activity is a value with
//   Next run(MainStep&);               when it begins, and when what it called is done
//   Next take(MainStep&, const Input&) one input, if it takes any
//   bool takes(const Input&) const;    which ones
//   bool heeds_signals() const;        whether a signal wakes it (run is called then)
// The last three may be left out: no inputs, no signals.

}  // namespace failover::interlock
