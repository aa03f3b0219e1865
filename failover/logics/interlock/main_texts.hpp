// Messages of main, and texts that several processes print (semantics-3.6 Appendix A, §16.3).
// Requests, IPC and connects, which main shares with others, are in process_texts.hpp.
#pragma once

#include "failover/catalogue.hpp"

namespace failover::interlock {

enum class MainText : MessageId {
    none = 0,  ///< reserved: no message
    // Start and main loop (§3.1, §16.8).
    waiting_for_watchdog,
    watchdog_initialized,
    setting_up_socket,
    socket_taken,
    pid_file_found,
    started,
    parent_usr1,
    state_change_signal,
    failover_request,
    ignoring_failover,
    reload,
    main_died,  ///< PANIC of a process that has to signal a dead main (§7.7)
    // Status file (§2).
    status_missing,
    status_discarded,
    status_read_down,
    status_garbage,
    status_all_down,
    status_open_failed,  ///< the four steps of a save (failover::SaveStep), in their order
    status_write_failed,
    status_number_failed,
    status_sync_failed,
    // Health check (§4).
    health_retry,
    health_healthy_again,
    health_disallowed,
    health_node_down,
    health_timer_expired,
    health_call_timer_expired,
    health_authentication,
    health_read_failed,
    notice_ignored,
    // Sync from the leader (§3.4).
    joined_as_standby,
    sync_failed,
    sync_null,
    sync_unstable,
    sync_timeout,
    sync_error,
    sync_self_leads,
    sync_returned,
    sync_primary_differs,
    sync_down,
    sync_up,
    sync_same,
    sync_not_streaming,
    sync_primary_changed,
    sync_none_detached,
    sync_detached,
    sync_child_restart,
    // Failover procedure (§6.3).
    failback_invalid_node,
    failback_invalid_status,
    failback_start,
    node_not_down,
    promote_start,
    promote_nothing,
    degenerate_start,
    degenerate_nothing,
    no_valid_node,
    keep_children_failback,
    keep_children_switch_over,
    child_restart,
    restart_all,
    unlock_timeout,
    follow_degeneration,
    follow_nothing,
    follow_degenerated,
    new_primary,
    new_master,
    failback_done,
    promote_done,
    failover_done,
    failover_done_raw,
    pcp_exited,
    pcp_signaled,
    pcp_forked,
    execute_command,
    // Primary search (§6.5).
    find_all_down,
    find_waiting,
    find_checking,
    find_found,
    verify_query_failed,
    verify_no_rows,
    // Reaper (§1.6). First argument: ReapedWord.
    reaped_segmentation_fault,
    reaped_sigkill,
    reaped_signal,
    reaped_status,
    reaped_fatal,
    reaped_fork,
    reaped_not_restarted,
    count
};
[[nodiscard]] constexpr MessageId id(MainText text) { return static_cast<MessageId>(text); }

/// The word list "process": names of main's children in the reaper's lines (§16.3).
enum class ReapedWord : std::int32_t { child, pcp, worker, watchdog, lifecheck };

/// Texts in the order of the enumerators.
[[nodiscard]] std::span<const MessageText> main_texts();

/// The word lists that these texts choose from: "process".
[[nodiscard]] std::span<const WordList> main_words();

}  // namespace failover::interlock
