// Helpers and connections: message texts of the watchdog (semantics-3.6 Appendix A, §16.3).
// A part of watchdog_texts.cpp, in the order of the enumerators.
#pragma once

#include "failover/logics/interlock/watchdog_text_row.hpp"

namespace failover::interlock::text_rows {

inline constexpr std::string_view in_trouble = "changing the state to in network trouble";
inline constexpr std::string_view lost_mark = "marking the node as lost";

inline constexpr std::array connections{
    row(Text::local_name, "wd.local_name", log,
        "setting the local watchdog node name to \"{0:proxy}\""),
    row(Text::configured, "wd.configured", log,
        "watchdog cluster is configured with {0} remote nodes"),
    row(Text::remote_node, "wd.remote_node", log,
        "watchdog remote node:{0} on {1:proxyhost}:{1:wdport}"),
    row(Text::monitoring_disabled, "wd.monitoring_disabled", log,
        "interface monitoring is disabled in watchdog"),
    row(Text::monitoring_any, "wd.monitoring_any", log, "ensure availibility on any interface"),
    row(Text::no_interface, "wd.no_interface", fatal, "no valid network interface is active",
        "watchdog requires at least one valid network interface to continue",
        "you can disable interface checking by setting wd_monitoring_interfaces_list = '' in "
        "pgpool config"),
    row(Text::link_down, "wd.link_down", notice, "network interface \"{0:item}\" link is down"),
    row(Text::interfaces_down, "wd.interfaces_down", warning,
        "network event has occured and all monitored interfaces are down", in_trouble),
    row(Text::address_lost, "wd.address_lost", warning,
        "network IP is removed and system has no IP is assigned", in_trouble),
    row(Text::recovering, "wd.recovering", log,
        "watchdog is recovering from the crash of watchdog process"),
    row(Text::shutting_down, "wd.shutting_down", log, "Watchdog is shutting down"),
    row(Text::escalation_started_pid, "wd.escalation_pid", log,
        "escalation process started with PID:{0}"),
    row(Text::waiting_for_de_escalation, "wd.waiting_for_de_escalation", log,
        "waiting for de-escalation process to exit before starting escalation"),
    row(Text::de_escalation_late, "wd.de_escalation_late", log,
        "de-escalation process does not exited in time.", "starting the escalation anyway"),
    row(Text::waiting_for_escalation, "wd.waiting_for_escalation", log,
        "waiting for escalation process to exit before starting de-escalation"),
    row(Text::escalation_late, "wd.escalation_late", log,
        "escalation process does not exited in time", "starting the de-escalation anyway"),
    row(Text::helper_success, "wd.helper_success", log,
        "watchdog {0:helper} process with pid: {1} exit with SUCCESS."),
    row(Text::helper_fatal, "wd.helper_fatal", log,
        "watchdog {0:helper} process with pid: {1} exit with FATAL ERROR."),
    row(Text::helper_segmentation_fault, "wd.helper_segmentation_fault", warning,
        "watchdog {0:helper} process with pid: {1} was terminated by segmentation fault"),
    row(Text::helper_signal, "wd.helper_signal", log,
        "watchdog {0:helper} process with pid: {1} exits with status {2} by signal {3}"),
    row(Text::helper_status, "wd.helper_status", log,
        "watchdog {0:helper} process with pid: {1} exits with status {2}"),

    row(Text::new_connection, "wd.new_connection", log,
        "new watchdog node connection is received from \"{0:proxyhost}:{1}\""),
    row(Text::new_node, "wd.new_node", log,
        "new node joined the cluster hostname:\"{0:proxyhost}\" port:{0:wdport} "
        "pgpool_port:{0:proxyport}",
        "Pgpool-II version:\"3.6.28\" watchdog messaging version: 1.1"),
    row(Text::add_node_rejected, "wd.add_node_rejected", notice,
        "add node from hostname:\"{0:proxyhost}\" port:{0:wdport} pgpool_port:{0:proxyport} "
        "rejected.",
        "verify the other watchdog node configurations"),
    row(Text::new_outbound, "wd.new_outbound", log,
        "new outbound connection to {0:proxyhost}:{0:wdport} "),
    row(Text::new_ipc, "wd.new_ipc", log, "new IPC connection received"),
    row(Text::read_closed, "wd.read_closed", log,
        "read from socket failed, remote end closed the connection"),
    row(Text::read_error, "wd.read_error", log,
        "read from socket failed with error :\"{0:error}\""),
    row(Text::client_closed, "wd.client_closed", log, "client socket of {0:proxy} is closed"),
    row(Text::outbound_closed, "wd.outbound_closed", log, "outbound socket of {0:proxy} is closed"),
    row(Text::not_replying, "wd.not_replying", log, "remote node \"{0:proxy}\" is not replying..",
        lost_mark),
    row(Text::not_reachable, "wd.not_reachable", log, "remote node \"{0:proxy}\" is not reachable",
        lost_mark),
    row(Text::peer_shutting_down, "wd.peer_shutting_down", log,
        "remote node \"{0:proxy}\" is shutting down"),
    row(Text::peer_lost, "wd.peer_lost", log, "remote node \"{0:proxy}\" is lost"),
    row(Text::lost_coordinator, "wd.lost_coordinator", log,
        "watchdog cluster has lost the coordinator node"),
    row(Text::lost_during_ipc, "wd.lost_during_ipc", log,
        "remote node \"{0:proxy}\" lost while ipc command was in progress "),
    row(Text::resending, "wd.resending", log,
        "remote node \"{0:proxy}\" is reachable again, resending the command packet "),
    row(Text::write_failed, "wd.write_failed", log, "failed to write watchdog packet to socket",
        "Broken pipe"),
};

}  // namespace failover::interlock::text_rows
