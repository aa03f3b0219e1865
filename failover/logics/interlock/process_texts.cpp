#include "failover/logics/interlock/process_texts.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/recovery_texts.hpp"

namespace failover::interlock {
namespace {

using Text = ProcessText;

struct Parts {
    std::string_view text;
    std::string_view detail;
    std::string_view hint;
    std::string_view context;
};

constexpr MessageText row(Text text, std::string_view key, Severity severity, Parts parts) {
    return {id(text), key, severity, parts.text, parts.detail, parts.hint, parts.context, false};
}

constexpr Severity log = Severity::log;
constexpr Severity notice = Severity::notice;
constexpr Severity warning = Severity::warning;
constexpr Severity error = Severity::error;
constexpr Severity fatal = Severity::fatal;

// Said both as a log line and as an error to the caller.
constexpr Parts degenerate_range{
    "invalid degenerate backend request, node id: {0} is out of range. "
    "node id must be between [0 and {1}]",
    {},
    {},
    {}};
constexpr Parts degenerate_not_valid{
    "invalid degenerate backend request, node id : {0} status: [{1}] is not valid for failover",
    {},
    {},
    {}};
constexpr Parts degenerate_disallowed{
    "degenerate backend request for node_id: {0} from pid [{1}] is canceled "
    "because failover is disallowed on the node",
    {},
    {},
    {}};
constexpr Parts degenerate_canceled{
    "degenerate backend request for {0} node(s) from pid [{1}] is canceled by other pgpool",
    {},
    {},
    {}};
constexpr Parts failback_range{
    "invalid failback request, node id: {0} is out of range. "
    "node id must be between [0 and {1}]",
    {},
    {},
    {}};
constexpr Parts failback_not_valid{
    "invalid failback request, node id : {0} status: [{1}] not valid for failback", {}, {}, {}};
constexpr Parts failback_canceled{
    "failback request for node_id: {0} from pid [{1}] is canceled  by other pgpool", {}, {}, {}};

constexpr std::string_view unstable = "watchdog cluster is not in stable state";
constexpr std::string_view try_again = "try again when the cluster is fully initialized";
constexpr std::string_view null_answer = "issue command to watchdog returned NULL";
constexpr std::string_view command_timeout = "ipc command timeout";
constexpr std::string_view failover_command_failed = "failover command on watchdog failed";
constexpr std::string_view nodes_command_failed = "get watchdog nodes command failed";
constexpr std::string_view lag_check = "while checking replication time lag";
constexpr std::string_view not_at_the_moment = "failed to process PCP request at the moment";
constexpr std::string_view invalid_mode = "invalid pgpool mode for process recovery request";

constexpr std::array own_texts{
    row(Text::signal_user1, "request.signal_user1", log,
        {"signal_user1_to_parent_with_reason({0})", {}, {}, {}}),
    row(Text::degenerate_out_of_range, "request.degenerate_out_of_range", log, degenerate_range),
    row(Text::degenerate_out_of_range_error, "request.degenerate_out_of_range_error", error,
        degenerate_range),
    row(Text::degenerate_not_valid, "request.degenerate_not_valid", log, degenerate_not_valid),
    row(Text::degenerate_not_valid_error, "request.degenerate_not_valid_error", error,
        degenerate_not_valid),
    row(Text::degenerate_disallowed, "request.degenerate_disallowed", log, degenerate_disallowed),
    row(Text::degenerate_disallowed_error, "request.degenerate_disallowed_error", error,
        degenerate_disallowed),
    row(Text::degenerate_received, "request.degenerate_received", log,
        {"received degenerate backend request for node_id: {0} from pid [{1}]", {}, {}, {}}),
    row(Text::degenerate_unstable, "request.degenerate_unstable", notice,
        {"received degenerate backend request for {0} node(s) from pid [{1}], "
         "But cluster is not in stable state",
         {},
         {},
         {}}),
    row(Text::degenerate_by_watchdog, "request.degenerate_by_watchdog", log,
        {"degenerate backend request for {0} node(s) from pid [{1}], "
         "will be handled by watchdog",
         {},
         {},
         {}}),
    row(Text::degenerate_canceled, "request.degenerate_canceled", log, degenerate_canceled),
    row(Text::degenerate_canceled_error, "request.degenerate_canceled_error", error,
        degenerate_canceled),
    row(Text::promote_out_of_range, "request.promote_out_of_range", log,
        {"invalid promote backend request, node id: {0} is out of range. "
         "node id must be between [0 and {1}]",
         {},
         {},
         {}}),
    row(Text::promote_not_valid, "request.promote_not_valid", log,
        {"invalid promote backend request, node id : {0} status: [{1}] not valid", {}, {}, {}}),
    row(Text::promote_received, "request.promote_received", log,
        {"received promote backend request for node_id: {0} from pid [{1}]", {}, {}, {}}),
    row(Text::promote_unstable, "request.promote_unstable", notice,
        {"promote backend request for node_id: {0} from pid [{1}], "
         "But cluster is not in stable state",
         {},
         {},
         {}}),
    row(Text::promote_by_watchdog, "request.promote_by_watchdog", log,
        {"promote backend request for node_id: {0} from pid [{1}], will be handled by watchdog",
         {},
         {},
         {}}),
    row(Text::promote_canceled, "request.promote_canceled", log,
        {"promote backend request for node_id: {0} from pid [{1}] is canceled  by other pgpool",
         {},
         {},
         {}}),
    row(Text::failback_out_of_range, "request.failback_out_of_range", log, failback_range),
    row(Text::failback_out_of_range_error, "request.failback_out_of_range_error", error,
        failback_range),
    row(Text::failback_not_valid, "request.failback_not_valid", log, failback_not_valid),
    row(Text::failback_not_valid_error, "request.failback_not_valid_error", error,
        failback_not_valid),
    row(Text::failback_received, "request.failback_received", log,
        {"received failback request for node_id: {0} from pid [{1}] wd_failover_id [{2}]",
         {},
         {},
         {}}),
    row(Text::failback_unstable, "request.failback_unstable", notice,
        {"failback request for node_id: {0} from pid [{1}], But cluster is not in stable state",
         {},
         {},
         {}}),
    row(Text::failback_by_watchdog, "request.failback_by_watchdog", log,
        {"failback request for node_id: {0} from pid [{1}], will be handled by watchdog",
         {},
         {},
         {}}),
    row(Text::failback_canceled, "request.failback_canceled", log, failback_canceled),
    row(Text::failback_canceled_error, "request.failback_canceled_error", error, failback_canceled),

    row(Text::ipc_connect_failed, "ipc.connect_failed", log,
        {"failed to connect to watchdog command server socket",
         "connect on \"/tmp/.s.PGPOOLWD_CMD.{0:wdport}\" failed with reason: \"{1:error}\"",
         {},
         {}}),
    row(Text::ipc_read_failed, "ipc.read_failed", warning,
        {"error reading from IPC command socket for ipc command {0:ipc}",
         "read from socket failed with error \"{1:error}\"",
         {},
         {}}),
    row(Text::failover_command_null, "ipc.failover_command_null", warning,
        {failover_command_failed, null_answer, {}, {}}),
    row(Text::failover_command_unstable, "ipc.failover_command_unstable", warning,
        {failover_command_failed, unstable, try_again, {}}),
    row(Text::failover_command_timeout, "ipc.failover_command_timeout", warning,
        {failover_command_failed, command_timeout, {}, {}}),
    row(Text::watchdog_nodes_null, "ipc.watchdog_nodes_null", warning,
        {nodes_command_failed, null_answer, {}, {}}),
    row(Text::watchdog_nodes_unstable, "ipc.watchdog_nodes_unstable", warning,
        {nodes_command_failed, unstable, try_again, {}}),
    row(Text::watchdog_nodes_timeout, "ipc.watchdog_nodes_timeout", warning,
        {nodes_command_failed, command_timeout, {}, {}}),

    row(Text::connect_getsockopt, "connect.getsockopt", log,
        {"failed to connect to PostgreSQL server on \"{0:host}:{0:port}\", "
         "getsockopt() detected error \"{1:error}\"",
         {},
         {},
         {}}),
    row(Text::connect_failed, "connect.failed", log,
        {"failed to connect to PostgreSQL server on \"{0:host}:{0:port}\" "
         "with error \"{1:error}\"",
         {},
         {},
         {}}),
    row(Text::connect_timed_out, "connect.timed_out", log,
        {"failed to connect to PostgreSQL server on \"{0:host}:{0:port}\", timed out", {}, {}, {}}),
    row(Text::connect_retrying, "connect.retrying", log,
        {"trying connecting to PostgreSQL server on \"{0:host}:{0:port}\" by INET socket",
         "timed out. retrying...",
         {},
         {}}),
    row(Text::connect_interrupted, "connect.interrupted", log,
        {"trying to connect to PostgreSQL server on \"{0:host}:{0:port}\" using INET socket",
         "select() interrupted. retrying...",
         {},
         {}}),
    row(Text::connect_persistent_failed, "connect.persistent_failed", error,
        {"failed to make persistent db connection",
         "connection to host:\"{0:host}:{0:port}\" failed",
         {},
         {}}),

    row(Text::child_failback_event, "child.failback_event", log,
        {"failback event detected", "restarting myself", {}, {}}),
    row(Text::child_selecting_backend, "child.selecting_backend", log,
        {"selecting backend connection",
         "failback event detected, discarding existing connections",
         {},
         {}}),
    row(Text::child_no_valid_node, "child.no_valid_node", fatal,
        {"pgpool is not accepting any new connections",
         "all backend nodes are down, pgpool requires at least one valid node",
         "repair the backend nodes and restart pgpool",
         {}}),
    row(Text::child_executing_failover, "child.executing_failover", fatal,
        {"failed to create a backend connection", "executing failover on backend", {}, {}}),
    row(Text::child_skipping_standby, "child.skipping_standby", log,
        {"failed to create a backend {0} connection",
         "skip this backend because because fail_over_on_backend_error is off and we are in "
         "streaming replication mode and node is standby node",
         {},
         {}}),
    row(Text::child_not_executing_failover, "child.not_executing_failover", fatal,
        {"failed to create a backend {0} connection",
         "not executing failover because fail_over_on_backend_error is off",
         {},
         {}}),
    row(Text::child_master_changed, "child.master_changed", log,
        {"master node {0} is down. Update master node to {1}", {}, {}, {}}),
    row(Text::child_backend_shutdown, "child.backend_shutdown", log,
        {"reading and processing packets",
         "postmaster on DB node {0} was shutdown by administrative command",
         {},
         {}}),
    row(Text::child_read_failed, "child.read_failed", error,
        {"unable to read data from DB node {0}",
         "socket read failed with an error \"{1:error}\"",
         {},
         {}}),
    row(Text::child_read_end, "child.read_end", error,
        {"unable to read data from DB node {0}", "EOF encountered with backend", {}, {}}),
    row(Text::child_not_valid_backend, "child.not_valid_backend", error,
        {"unable to read message kind from backend", "{0} th backend is not valid", {}, {}}),
    row(Text::child_raw_mode, "child.raw_mode", log,
        {"RAW_MODE:{0} REAL_MASTER_NODE_ID:{1} pool_is_node_to_be_sent_in_current_query:{2} "
         "my_backend_status:{3}",
         {},
         {},
         {}}),
    row(Text::child_flush_frontend, "child.flush_frontend", error,
        {"unable to flush data to frontend", {}, {}, {}}),
    row(Text::child_backend_rejected, "child.backend_rejected", fatal,
        {"backend authentication failed", "{0:fatal}", {}, {}}),
    row(Text::child_database_error, "child.database_error", error, {"{0:dberror}", {}, {}, {}}),

    row(Text::pcp_forked_worker, "pcp.forked_worker", log,
        {"forked new pcp worker, pid={0} socket={1}", {}, {}, {}}),
    row(Text::pcp_restart_request, "pcp.restart_request", log,
        {"restart request received in pcp child process", {}, {}, {}}),
    row(Text::pcp_worker_success, "pcp.worker_exit_success", log,
        {"PCP process with pid: {0} exit with SUCCESS.", {}, {}, {}}),
    row(Text::pcp_worker_exits, "pcp.worker_exits", log,
        {"PCP process with pid: {0} exits with status {1}", {}, {}, {}}),
    row(Text::pcp_worker_fatal, "pcp.worker_exit_fatal", log,
        {"PCP worker process with pid: {0} exit with FATAL ERROR.", {}, {}, {}}),
    row(Text::pcp_worker_signaled, "pcp.worker_signaled", log,
        {"PCP process with pid: {0} exits with status {1} by signal {2}", {}, {}, {}}),
    row(Text::pcp_worker_segmentation_fault, "pcp.worker_segmentation_fault", warning,
        {"PCP process with pid: {0} was terminated by segmentation fault", {}, {}, {}}),
    row(Text::pcp_invalid_node_info, "pcp.invalid_node_info", error,
        {"informing node info failed", "invalid node ID", {}, {}}),
    row(Text::pcp_promote_invalid_node, "pcp.promote_invalid_node", error,
        {"could not process recovery request", "node id {0} is not valid", {}, {}}),
    row(Text::pcp_promote_not_streaming, "pcp.promote_not_streaming", fatal,
        {invalid_mode, "not in streaming replication mode, can't promote node id {0}", {}, {}}),
    row(Text::pcp_promote_already_primary, "pcp.promote_already_primary", fatal,
        {invalid_mode,
         "specified node is already primary node, can't promote node id {0}",
         {},
         {}}),
    row(Text::pcp_watchdog_disabled, "pcp.watchdog_disabled", error,
        {"PCP: informing watchdog info failed", "watcdhog is not enabled", {}, {}}),
    row(Text::pcp_watchdog_invalid_index, "pcp.watchdog_invalid_index", error,
        {"PCP: informing watchdog info failed", "invalid watchdog index", {}, {}}),
    row(Text::pcp_failback_in_progress, "pcp.failback_in_progress", error,
        {not_at_the_moment, "failback is in progress", {}, {}}),
    row(Text::pcp_failover_in_progress, "pcp.failover_in_progress", error,
        {not_at_the_moment, "failover is in progress", {}, {}}),
    row(Text::pcp_promote_in_progress, "pcp.promote_in_progress", error,
        {not_at_the_moment, "promote node operation is in progress", {}, {}}),
    row(Text::pcp_operation_in_progress, "pcp.operation_in_progress", error,
        {not_at_the_moment, "operation is in progress", {}, {}}),
    row(Text::pcp_client_vanished, "pcp.client_vanished", fatal,
        {"unable to read from client", "pcp_read failed with error : \"{0:error}\"", {}, {}}),
    row(Text::pcp_authentication, "pcp.authentication", fatal,
        {"authentication failed for user \"{0:pcp_user}\"",
         "username and/or password does not match",
         {},
         {}}),
    row(Text::pcp_connections_left, "pcp.connections_left", log,
        {"wait_connection_closed: existing connections did not close in {0} sec.", {}, {}, {}}),

    row(Text::worker_restart_request, "worker.restart_request", log,
        {"worker process received restart request", {}, {}, {}}),
    row(Text::worker_reload, "worker.reload", log, {"reloading config file", {}, {}, {}}),
    row(Text::worker_no_connection, "worker.no_connection", error,
        {"Failed to check replication time lag", "No persistent db connection for the node {0}",
         "check sr_check_user and sr_check_password", lag_check}),
    row(Text::worker_no_result, "worker.no_result", error,
        {"Failed to check replication time lag",
         "Query to node ({0}) returned no result for node",
         {},
         lag_check}),
    row(Text::worker_null, "worker.null", error,
        {"Failed to check replication time lag",
         "Query to node ({0}) returned NULL data",
         {},
         lag_check}),
    row(Text::worker_behind, "worker.behind", log,
        {"Replication of node:{0} is behind {1} bytes from the primary server (node:{2})",
         {},
         {},
         lag_check}),

    row(Text::follow_start, "follow.start", log, {"start triggering follow command.", {}, {}, {}}),
};

constexpr auto joined() {
    std::array<MessageText, own_texts.size() + text_rows::recovery.size()> all{};
    const auto end = std::copy(own_texts.begin(), own_texts.end(), all.begin());
    std::copy(text_rows::recovery.begin(), text_rows::recovery.end(), end);
    return all;
}
constexpr auto texts = joined();

static_assert(texts.size() == id(Text::count) - id(Text::signal_user1));

constexpr bool in_order() {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].id != id(Text::signal_user1) + i) return false;
    }
    return true;
}
static_assert(in_order());

constexpr std::array<std::string_view, 7> errors{
    "Success",
    "Connection refused",
    "No route to host",
    "Connection reset by peer",
    "Connection timed out",
    "No such file or directory",
    "Broken pipe",
};
constexpr std::array<std::string_view, 7> ipc_letters{"f", "s", "d", "v", "3", "2", "r"};
constexpr std::array<std::string_view, 4> fatals{
    "the database system is starting up",
    "the database system is shutting down",
    "the database system is not yet accepting connections",
    "sorry, too many clients already",
};
constexpr std::array<std::string_view, 4> database_errors{
    "cannot execute UPDATE in a read-only transaction",
    "recovery is not in progress",
    "canceling statement due to conflict with recovery",
    "pgpool_recovery failed",
};
// Of a login without the right password, and as nobody that is known.
constexpr std::array<std::string_view, 2> pcp_users{"pgpool", "nosuch"};
constexpr std::array<std::string_view, 2> recovery_databases{"postgres", "template1"};
constexpr std::array lists{
    WordList{"error", 0, errors},       WordList{"ipc", 1, ipc_letters},
    WordList{"fatal", 0, fatals},       WordList{"dberror", 0, database_errors},
    WordList{"pcp_user", 1, pcp_users}, WordList{"recovery_database", 0, recovery_databases},
};

}  // namespace

std::span<const MessageText> process_texts() { return texts; }
std::span<const WordList> process_words() { return lists; }

}  // namespace failover::interlock
