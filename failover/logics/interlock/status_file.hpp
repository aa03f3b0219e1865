// The status file: what the product remembers of its backends over a restart (semantics-3.6 §2.3,
// §2.4). Written by main and by session children, read by main when it starts.
#pragma once

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// Writes the statuses of the configured backends; nothing but a warning if all are down (§2.3).
void save_status(Context& context);

/// A save did not come through: one of the four WARNINGs about it.
void warn_of_save(Context& context, SaveStep at);

/// Fills shared.status from what the host kept, with the lines of §2.4 and, where the product
/// rewrites or removes the file, the outputs for it.
void load_status(Context& context, const Started& started);

}  // namespace failover::interlock
