// Who may change a backend's status from what to what (semantics-3.6 §2.2), as a table: a change
// that no row names is a bug of the logic.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// Whose doing a change is.
enum class ChangedBy : std::uint8_t {
    configuration,  ///< of main at its start
    status_file,    ///< read by main at its start
    session,        ///< a child that opened a connection
    node_down,      ///< the failover procedure, likewise the next two
    follow,
    node_up,
    sync,
};

struct StatusRule {
    ChangedBy by;
    Status from;
    Status to;
    std::string_view saved;  ///< when the status file is written
};
[[nodiscard]] std::span<const StatusRule> status_rules();

/// Changes a status in shared memory by a rule of the table; nothing if it is the same already.
void change_status(Context& context, BackendId backend, Status to, ChangedBy by);

}  // namespace failover::interlock
