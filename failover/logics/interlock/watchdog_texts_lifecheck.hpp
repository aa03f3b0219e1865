// Lifecheck, heartbeat and escalation: their message texts (semantics-3.6 Appendix A, §16.3).
// A part of watchdog_texts.cpp, in the order of the enumerators.
#pragma once

#include "failover/logics/interlock/watchdog_text_row.hpp"

namespace failover::interlock::text_rows {

inline constexpr std::array lifecheck{
    row(Text::lifecheck_nodes, "lifecheck.nodes", log,
        "{0} watchdog nodes are configured for lifecheck"),
    row(Text::lifecheck_node, "lifecheck.node", log, "watchdog nodes ID:{0} Name:\"{1:proxy}\"",
        "Host:\"{1:proxyhost}\" WD Port:{1:wdport} pgpool-II port:{1:proxyport}"),
    row(Text::lifecheck_unknown_node, "lifecheck.unknown_node", log,
        "watchdog nodes ID:{0} Name:\"Not_Set\"",
        "Host:\"{1:proxyhost}\" WD Port:{1:wdport} pgpool-II port:{1:proxyport}"),
    row(Text::lifecheck_started, "lifecheck.started", log, "watchdog: lifecheck started"),
    row(Text::lifecheck_report, "lifecheck.report", log,
        "informing the node status change to watchdog",
        "node id :{0} status = \"{1:peer_event}\" message:\"{2:reason}\""),
    row(Text::lifecheck_no_answer, "lifecheck.no_answer", error,
        "unable to initialize lifecheck, watchdog not responding"),
    row(Text::lifecheck_child_status, "lifecheck.child_status", log,
        "lifecheck child process ({0:heartbeat}) with pid: {1} exits with status {2}"),
    row(Text::lifecheck_child_signal, "lifecheck.child_signal", log,
        "lifecheck child process ({0:heartbeat}) with pid: {1} exits with status {2} by signal "
        "{3}"),
    row(Text::lifecheck_child_fork, "lifecheck.child_fork", log,
        "fork a new {0:heartbeat} process with pid: {1}"),
    row(Text::lifecheck_trusted_added, "lifecheck.trusted_added", log,
        "watchdog lifecheck trusted server \"{0:item}\" added for the availability check"),
    row(Text::lifecheck_ping_failed, "lifecheck.ping_failed", warning,
        "watchdog failed to ping host\"{0:item}\"", "ping process exits with code: {1}"),
    row(Text::lifecheck_no_trusted, "lifecheck.no_trusted", warning,
        "watchdog lifecheck, failed to connect to any trusted servers"),
    row(Text::lifecheck_query_failed, "lifecheck.query_failed", log,
        "checking pgpool status by query",
        "lifecheck failed {0} times. pgpool {1} ({2:proxyhost}:{2:proxyport}) seems not to be "
        "working"),

    row(Text::heartbeat_reuse, "heartbeat.reuse", log, "set SO_REUSEPORT option to the socket"),
    row(Text::heartbeat_sender, "heartbeat.sender", log, "creating socket for sending heartbeat",
        "set SO_REUSEPORT"),
    row(Text::heartbeat_receiver, "heartbeat.receiver", log,
        "creating watchdog heartbeat receive socket.", "set SO_REUSEPORT"),
    row(Text::heartbeat_old, "heartbeat.old", notice,
        "received heartbeat signal is older than the latest, ignored"),

    row(Text::escalation_started, "escalation.started", log, "watchdog: escalation started"),
    row(Text::escalation_successful, "escalation.successful", log,
        "watchdog escalation successful"),
    row(Text::escalation_failed, "escalation.failed", warning,
        "watchdog escalation command failed with exit status: {0}"),
    row(Text::escalation_abnormal, "escalation.abnormal", warning,
        "watchdog escalation command exit abnormally"),
    row(Text::escalation_no_address, "escalation.no_address", warning,
        "watchdog escalation failed to acquire delegate IP"),
    row(Text::address_waiting, "escalation.address_waiting", log,
        "waiting for the delegate IP address to become active", "waiting... count: {0}"),
    row(Text::address_not_acquired, "escalation.address_not_acquired", log,
        "failed to acquire the delegate IP address", "'if_up_cmd' failed"),
    row(Text::address_acquired, "escalation.address_acquired", log,
        "successfully acquired the delegate IP:\"{0:command}\"",
        "'if_up_cmd' returned with success"),
    row(Text::de_escalation_started, "de_escalation.started", log,
        "watchdog: de-escalation started"),
    row(Text::de_escalation_successful, "de_escalation.successful", log,
        "watchdog de-escalation successful"),
    row(Text::de_escalation_failed, "de_escalation.failed", warning,
        "watchdog de-escalation command failed with exit status: {0}"),
    row(Text::de_escalation_abnormal, "de_escalation.abnormal", warning,
        "watchdog de-escalation command exit abnormally"),
    row(Text::de_escalation_no_address, "de_escalation.no_address", warning,
        "watchdog de-escalation failed to bring down delegate IP"),
    row(Text::address_not_released, "de_escalation.address_not_released", log,
        "failed to release the delegate IP:\"{0:command}\"", "'if_down_cmd' failed"),
    row(Text::address_released, "de_escalation.address_released", log,
        "successfully released the delegate IP:\"{0:command}\"",
        "'if_down_cmd' returned with success"),
};

}  // namespace failover::interlock::text_rows
