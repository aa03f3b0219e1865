// The watchdog's side of escalation (semantics-3.6 §9.10): forks the helpers and takes note of
// their ends. Never both at once: one waits for the other.
#pragma once

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// Nothing if already escalated. Waits for a running de-escalation helper (§0: 5 s).
void escalate(Work& work);
/// Nothing if not escalated. Waits for a running escalation helper.
void de_escalate(Work& work);
/// Forks what had to wait, if its opposite is gone or 5 s have passed.
void continue_escalation(Work& work);
/// A helper has ended; false if it was none of ours.
bool helper_ended(Work& work, const ChildEnded& ended, bool silent);

}  // namespace failover::interlock
