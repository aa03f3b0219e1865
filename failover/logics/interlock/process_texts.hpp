// Messages of the session children, PCP, SR-check and follow processes, and of the dialogues that
// several processes hold: node requests, ipc, connects (semantics-3.6 Appendix A, §10, §16.3).
#pragma once

#include "failover/catalogue.hpp"
#include "failover/logics/interlock/main_texts.hpp"

namespace failover::interlock {

enum class ProcessText : MessageId {
    // Node requests (§6.1): printed by whoever makes the request. An `_error` goes to the caller.
    signal_user1 = static_cast<MessageId>(MainText::count),
    degenerate_out_of_range,
    degenerate_out_of_range_error,
    degenerate_not_valid,
    degenerate_not_valid_error,
    degenerate_disallowed,
    degenerate_disallowed_error,
    degenerate_received,
    degenerate_unstable,
    degenerate_by_watchdog,
    degenerate_canceled,
    degenerate_canceled_error,
    promote_out_of_range,
    promote_not_valid,
    promote_received,
    promote_unstable,
    promote_by_watchdog,
    promote_canceled,
    failback_out_of_range,
    failback_out_of_range_error,
    failback_not_valid,
    failback_not_valid_error,
    failback_received,
    failback_unstable,
    failback_by_watchdog,
    failback_canceled,
    failback_canceled_error,
    // The own watchdog as a client sees it (§16.3, Appendix A "wd-ipc client").
    ipc_connect_failed,
    ipc_read_failed,
    failover_command_null,
    failover_command_unstable,
    failover_command_timeout,
    watchdog_nodes_null,
    watchdog_nodes_unstable,
    watchdog_nodes_timeout,
    // Connecting to a database (§16.3). Arguments: backend, error word.
    connect_getsockopt,
    connect_failed,
    connect_timed_out,
    connect_retrying,
    connect_interrupted,
    connect_persistent_failed,
    // Session children.
    child_failback_event,
    child_selecting_backend,
    child_no_valid_node,
    child_executing_failover,
    child_skipping_standby,
    child_not_executing_failover,
    child_master_changed,
    child_backend_shutdown,
    child_read_failed,
    child_read_end,
    child_not_valid_backend,
    child_raw_mode,
    child_flush_frontend,
    child_backend_rejected,
    child_database_error,
    // PCP.
    pcp_forked_worker,
    pcp_restart_request,
    pcp_worker_success,
    pcp_worker_exits,
    pcp_worker_fatal,
    pcp_worker_signaled,
    pcp_worker_segmentation_fault,
    pcp_invalid_node_info,
    pcp_promote_invalid_node,
    pcp_promote_not_streaming,
    pcp_promote_already_primary,
    pcp_watchdog_disabled,
    pcp_watchdog_invalid_index,
    pcp_failback_in_progress,
    pcp_failover_in_progress,
    pcp_promote_in_progress,
    pcp_operation_in_progress,
    pcp_client_vanished,
    pcp_authentication,
    pcp_connections_left,
    // SR check.
    worker_restart_request,
    worker_reload,
    worker_no_connection,
    worker_no_result,
    worker_null,
    worker_behind,
    // Follow child.
    follow_start,
    // Online recovery.
    recovery_invalid_node,
    recovery_of_primary,
    recovery_wrong_mode,
    recovery_already,
    recovery_begins,
    recovery_unused,
    recovery_alive,
    recovery_no_master,
    recovery_command,
    recovery_no_timeout,
    recovery_script_failed,
    recovery_first_done,
    recovery_trying,
    recovery_not_connected,
    recovery_no_postmaster,
    recovery_restarted,
    recovery_not_woken,
    recovery_done,
    count
};
[[nodiscard]] constexpr MessageId id(ProcessText text) { return static_cast<MessageId>(text); }

/// Texts in the order of the enumerators.
[[nodiscard]] std::span<const MessageText> process_texts();

/// The word list "error": how a system call failed, as strerror says it.
enum class ErrorWord : std::int32_t {
    success,
    connection_refused,
    no_route,
    connection_reset,
    connection_timed_out,
    no_such_file,
    broken_pipe,
};

/// The word lists that these texts choose from: "error" (ErrorWord), "ipc" (letters of Ipc),
/// "fatal" (database::Fatal), "dberror" (database::Error), "recovery_database", "pcp_user" (who
/// logs in; by what a pcp tool's login lacks, as in admin::Command).
[[nodiscard]] std::span<const WordList> process_words();

}  // namespace failover::interlock
