// Messages of the watchdog, lifecheck, heartbeat and escalation processes (semantics-3.6
// Appendix A, §16.3). Requests and IPC, which they share with others, are in process_texts.hpp.
#pragma once

#include "failover/catalogue.hpp"
#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock {

// A line for each group of texts, not one for each of a hundred.
// clang-format off
enum class WatchdogText : MessageId {
    // Start, end, helpers.
    local_name = static_cast<MessageId>(ProcessText::count),
    configured, remote_node, monitoring_disabled, monitoring_any, no_interface, link_down,
    interfaces_down, address_lost, recovering, shutting_down,
    escalation_started_pid, waiting_for_de_escalation, de_escalation_late,
    waiting_for_escalation, escalation_late,
    helper_success, helper_fatal, helper_segmentation_fault, helper_signal, helper_status,
    // Connections.
    new_connection, new_node, add_node_rejected, new_outbound, new_ipc,
    read_closed, read_error, client_closed, outbound_closed,
    not_replying, not_reachable, peer_shutting_down, peer_lost, lost_coordinator,
    lost_during_ipc, resending, write_failed,
    // State machine.
    state_changed, set_leader, unset_leader, add_rejected, only_alive, stand_rejected,
    declare_rejected_by_priority, declared_itself, announcing, leader, leader_without_quorum,
    leader_escalates, declare_rejected, beacon_rejected, quorum_lost, quorum_found,
    peer_found, coup, beacon_in_split_brain, network_lost, rejoin_asked, joined, join_rejected,
    leader_lost, leader_silent, leader_late, add_standby, remove_standby, local_lost,
    leader_resigned_state, backends_differ, proxies_differ, parameter_differs,
    // Split brain.
    two_leaders, leader_and_me, leader_and_other,
    stays_escalated, yields_escalated, stays_quorum, yields_quorum, stays_standbys,
    yields_standbys, stays_older, yields_older, other_is_best, i_am_best,
    true_leader, true_leader_conflict, resigned, resigned_ignored, not_true_leader,
    also_leader_resigned, split_brain_detected, asked_to_rejoin,
    // Failover requests.
    request_local, request_remote, processing_local, processing_remote, only_proxy,
    rejected_switching, ignored_local, ignored_remote, forwarding, still_processing,
    request_not_forwarded, request_forwarded, request_not_joined, several_nodes,
    replicate_foreign, replicate_received, replicate_switching, invalid_function,
    // Other IPC.
    data_local, data_not_forwarded, data_forwarded, data_not_joined, status_change,
    status_change_bad_node, status_change_bad_event,
    recovery_not_forwarded, recovery_forwarded, recovery_not_joined, recovery_received,
    // Lock commands.
    lock_local, lock_remote, lock_not_forwarded, lock_forwarded, lock_not_joined,
    lock_start, lock_holder, lock_only_leader, lock_held,
    lock_release, lock_released, lock_release_denied,
    lock_check, lock_locked, lock_free, lock_not_started, lock_no_holder,
    lock_resign, lock_resigned, lock_resign_denied,
    lock_start_standby, lock_resign_standby, lock_release_standby, lock_check_standby,
    // Lifecheck.
    lifecheck_nodes, lifecheck_node, lifecheck_unknown_node, lifecheck_started,
    lifecheck_report, lifecheck_no_answer, lifecheck_child_status, lifecheck_child_signal,
    lifecheck_child_fork, lifecheck_trusted_added, lifecheck_ping_failed, lifecheck_no_trusted,
    lifecheck_query_failed,
    // Heartbeat.
    heartbeat_reuse, heartbeat_sender, heartbeat_receiver, heartbeat_old,
    // Escalation.
    escalation_started, escalation_successful, escalation_failed, escalation_abnormal,
    escalation_no_address, address_waiting, address_not_acquired, address_acquired,
    de_escalation_started, de_escalation_successful, de_escalation_failed, de_escalation_abnormal,
    de_escalation_no_address, address_not_released, address_released,
    count
};
// clang-format on
[[nodiscard]] constexpr MessageId id(WatchdogText text) { return static_cast<MessageId>(text); }

/// The word list "locality".
enum class Locality : std::int32_t { remote, local };
/// The word list "helper".
enum class HelperWord : std::int32_t { escalation, de_escalation };
/// The word list "heartbeat".
enum class HeartbeatWord : std::int32_t { receiver, sender };

/// Texts in the order of the enumerators.
[[nodiscard]] std::span<const MessageText> watchdog_texts();

/// The word lists that these texts choose from: "state" (WatchdogState), "lock" (Lock),
/// "function" (Function), "locality", "reason" (PeerEventReason), "peer_event" (PeerEvent),
/// "helper", "heartbeat", "parameter" (parameters()).
[[nodiscard]] std::span<const WordList> watchdog_words();

}  // namespace failover::interlock
