// The three entry points of a node operation (semantics-3.6 §6.1): validate, ask the watchdog if
// needed, enqueue, wake main. Used by main, session children, PCP workers and the watchdog.
#pragma once

#include <span>

#include "failover/logics/interlock/ipc.hpp"
#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// What validation says (§6.1).
enum class Validated : std::uint8_t {
    ask_watchdog,  ///< ask with the original, unfiltered set (§6.1), then enqueue()
    nothing_left,  ///< no id remained: success, nothing to do
    refused,       ///< an id was refused and the caller wanted an error: `error` says which text
};

struct Validation {
    Validated verdict = Validated::refused;
    MessageId error = 0;
    MessageArguments arguments{};
};

/// Statuses as one process sees them (§1.3): main and watchdog pass the shared ones.
using StatusView = std::span<const Status, max_backends>;

/// Checks a request and logs the lines of §6.1 (`received … request …` and the refusals) under
/// the caller's name. `as_error`: the caller wants an error instead of a log line, and logs it
/// itself. `view`: a process with a private copy of the statuses passes that.
/// REQUIRES: operation is up, down or promote; up and promote name one node.
[[nodiscard]] Validation validate(Context& context, const NodeRequest& request, bool as_error);
[[nodiscard]] Validation validate(Context& context, const NodeRequest& request, bool as_error,
                                  StatusView view);

/// Puts the request into main's ring and signals main (`signal_user1_to_parent_with_reason(0)`)
/// unless it is switching. False if the ring is full. Main, which runs the procedure at once,
/// pushes to shared.requests itself. The entry's cause is the caller's current one. With main
/// dead (shared.main is no_pid) any process but a PCP worker panics and exits (§7.7).
bool enqueue(Context& context, NodeRequest request);

/// A request that came through the watchdog (failover id given, no question asked): validate and
/// enqueue. True: accepted, also when nothing was left to do (§6.1, §8.4).
bool accept_forwarded(Context& context, NodeRequest request);

/// Tells main that the local watchdog became leader or standby
/// (`signal_user1_to_parent_with_reason(1)`).
void signal_state_change(Context& context);

}  // namespace failover::interlock
