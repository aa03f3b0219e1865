#include "failover/logics/interlock/main_texts.hpp"

#include <array>

#include "failover/logics/interlock/text_row.hpp"

namespace failover::interlock {
namespace {

using Text = MainText;

constexpr Severity log = Severity::log;
constexpr Severity warning = Severity::warning;
constexpr Severity error = Severity::error;

using text_rows::row;

constexpr std::string_view sync_command = "get backend node status from master watchdog failed";

constexpr std::array start_texts{
    row(Text::none, "main.none", Severity::debug, ""),
    row(Text::waiting_for_watchdog, "main.waiting_for_watchdog", log,
        "waiting for watchdog to initialize"),
    row(Text::watchdog_initialized, "main.watchdog_initialized", log,
        "watchdog process is initialized", "watchdog messaging data version: 1.1"),
    row(Text::setting_up_socket, "main.setting_up_socket", log,
        "Setting up socket for {0:proxyhost}:{0:proxyport}"),
    row(Text::socket_taken, "main.socket_taken", Severity::fatal,
        "failed to create INET domain socket",
        "bind on socket failed with error \"Address already in use\""),
    MessageText{id(Text::pid_file_found),
                "main.pid_file_found",
                Severity::notice,
                "NOTICE: pid file found but it seems bogus. Trying to start pgpool anyway...",
                {},
                {},
                {},
                true},
    row(Text::started, "main.started", log,
        "pgpool-II successfully started. version 3.6.28 (subaruboshi)"),
    row(Text::parent_usr1, "main.usr1", log, "Pgpool-II parent process received SIGUSR1"),
    row(Text::state_change_signal, "main.state_change_signal", log,
        "Pgpool-II parent process received watchdog state change signal from watchdog"),
    row(Text::failover_request, "main.failover_request", log,
        "Pgpool-II parent process has received failover request"),
    row(Text::ignoring_failover, "main.ignoring_failover", log,
        "ignoring the failover request, since we are still starting up"),
    row(Text::reload, "main.reload", log, "reload config files."),
    row(Text::main_died, "main.died", Severity::panic,
        "pgpool-II main process died unexpectedly. exiting current process"),

    row(Text::status_missing, "status.missing", log, "Backend status file {0:path} does not exist"),
    row(Text::status_discarded, "status.discarded", log, "Backend status file {0:path} discarded"),
    row(Text::status_read_down, "status.read_down", log,
        "reading status file: {0} th backend is set to down status"),
    row(Text::status_garbage, "status.garbage", warning, "invalid data in status file, ignoring...",
        "backend:{0} status is invalid: \"{1:letters}\""),
    row(Text::status_all_down, "status.all_down", warning,
        "All the DB nodes are in down status and skip writing status file."),
    row(Text::status_open_failed, "status.open_failed", warning,
        "failed to open status file at: \"{0:path}\"", "\"No space left on device\""),
    row(Text::status_write_failed, "status.write_failed", warning,
        "failed to write status file at: \"{0:path}\"", "\"No space left on device\""),
    row(Text::status_number_failed, "status.number_failed", warning,
        "failed to get file number. fsync() will not be performed: \"{0:path}\"",
        "\"Bad file descriptor\""),
    row(Text::status_sync_failed, "status.sync_failed", warning, "failed to fsync(): \"{0:path}\"",
        "\"Input/output error\""),

    row(Text::health_retry, "health.retry", log, "health checking retry count {0}"),
    row(Text::health_healthy_again, "health.healthy_again", log,
        "all backends are returned to a healthy state after {0} retry(ies)"),
    row(Text::health_disallowed, "health.disallowed", log,
        "health check failed on node {0} but failover is disallowed for the node"),
    row(Text::health_node_down, "health.node_down", log,
        "setting backend node {0} status to NODE DOWN"),
    row(Text::health_timer_expired, "health.timer_expired", error,
        "health check timer has been already expired before attempting to connect backend node "
        "{0}"),
    row(Text::health_call_timer_expired, "health.call_timer_expired", log,
        "failed to connect to PostgreSQL server on \"{0:host}:{0:port}\" using INET socket",
        "health check timer expired"),
    row(Text::health_authentication, "health.authentication", error, "failed to authenticate",
        "{0:fatal}"),
    row(Text::health_read_failed, "health.read_failed", error,
        "unable to read data from DB node {0}", "socket read failed with an error \"{1:error}\""),
    row(Text::notice_ignored, "main.notice_ignored", log,
        "notice_backend_error: called from pgpool main. ignored."),
};

constexpr std::array sync_texts{
    row(Text::joined_as_standby, "sync.joined_as_standby", log,
        "we have joined the watchdog cluster as STANDBY node",
        "syncing the backend states from the MASTER watchdog node"),
    row(Text::sync_failed, "sync.failed", warning,
        "failed to get the backend status from the master watchdog node",
        "using the local backend node status"),
    row(Text::sync_null, "sync.null", warning, sync_command,
        "issue command to watchdog returned NULL"),
    row(Text::sync_unstable, "sync.unstable", warning, sync_command,
        "watchdog cluster is not in stable state",
        "try again when the cluster is fully initialized"),
    row(Text::sync_timeout, "sync.timeout", warning, sync_command, "ipc command timeout"),
    row(Text::sync_error, "sync.error", warning, sync_command),
    row(Text::sync_self_leads, "sync.self_leads", log, "I am the master watchdog node",
        "using the local backend node status"),
    row(Text::sync_returned, "sync.returned", log,
        "master watchdog node \"{0:proxy}\" returned status for {1} backend nodes"),
    row(Text::sync_primary_differs, "sync.primary_differs", log,
        "primary node:{0} on master watchdog node \"{1:proxy}\" is different from local primary "
        "node:{2}"),
    row(Text::sync_down, "sync.down", log, "backend:{0} is set to down status",
        "backend:{0} is DOWN on cluster master \"{1:proxy}\""),
    row(Text::sync_up, "sync.up", log, "backend:{0} is set to UP status",
        "backend:{0} is UP on cluster master \"{1:proxy}\""),
    row(Text::sync_same, "sync.same", log,
        "backend nodes status remains same after the sync from \"{0:proxy}\""),
    row(Text::sync_not_streaming, "sync.not_streaming", log,
        "node status was changed after the sync from \"{0:proxy}\"",
        "all children needs to be restarted as we are not in streaming replication mode"),
    row(Text::sync_primary_changed, "sync.primary_changed", log,
        "primary node was changed after the sync from \"{0:proxy}\"",
        "all children needs to be restarted"),
    row(Text::sync_none_detached, "sync.none_detached", log,
        "No backend node was detached because of backend status sync from \"{0:proxy}\"",
        "no need to restart children"),
    row(Text::sync_detached, "sync.detached", log,
        "{0} backend node(s) were detached because of backend status sync from \"{1:proxy}\"",
        "restarting the children processes"),
    row(Text::sync_child_restart, "sync.child_restart", log,
        "child process with PID:{0} needs restart, because pool {1} uses backend {2}"),
};

constexpr std::array procedure_texts{
    row(Text::failback_invalid_node, "failover.failback_invalid_node", log,
        "invalid failback request, node id: {0} is invalid. node id must be between [0 and {1}]"),
    row(Text::failback_invalid_status, "failover.failback_invalid_status", log,
        "invalid failback request, status: [{0}] of node id : {1} is invalid for failback"),
    row(Text::failback_start, "failover.failback_start", log,
        "starting fail back. reconnect host {0:host}({0:port})"),
    row(Text::node_not_down, "failover.node_not_down", log, "Node {0} is not down (status: {1})"),
    row(Text::promote_start, "failover.promote_start", log,
        "starting promotion. promote host {0:host}({0:port})"),
    row(Text::promote_nothing, "failover.promote_nothing", log,
        "failover: no backends are promoted"),
    row(Text::degenerate_start, "failover.degenerate_start", log,
        "starting degeneration. shutdown host {0:host}({0:port})"),
    row(Text::degenerate_nothing, "failover.degenerate_nothing", log,
        "failover: no backends are degenerated"),
    row(Text::no_valid_node, "failover.no_valid_node", log,
        "failover: no valid backends node found"),
    row(Text::keep_children_failback, "failover.keep_children_failback", log,
        "Do not restart children because we are failing back node id {0} host: {0:host} port: "
        "{0:port} and we are in streaming replication mode and not all backends were down"),
    row(Text::keep_children_switch_over, "failover.keep_children_switch_over", log,
        "Do not restart children because we are switching over node id {0} host: {0:host} port: "
        "{0:port} and we are in streaming replication mode"),
    row(Text::child_restart, "failover.child_restart", log,
        "child pid {0} needs to restart because pool {1} uses backend {2}"),
    row(Text::restart_all, "failover.restart_all", log, "Restart all children"),
    row(Text::unlock_timeout, "failover.unlock_timeout", warning, "timeout wating for unlock"),
    row(Text::follow_degeneration, "failover.follow_degeneration", log,
        "starting follow degeneration. shutdown host {0:host}({0:port})"),
    row(Text::follow_nothing, "failover.follow_nothing", log,
        "failover: no follow backends are degenerated"),
    row(Text::follow_degenerated, "failover.follow_degenerated", log,
        "failover: {0} follow backends have been degenerated"),
    row(Text::new_primary, "failover.new_primary", log, "failover: set new primary node: {0}"),
    row(Text::new_master, "failover.new_master", log, "failover: set new master node: {0}"),
    row(Text::failback_done, "failover.failback_done", log,
        "failback done. reconnect host {0:host}({0:port})"),
    row(Text::promote_done, "failover.promote_done", log,
        "promotion done. promoted host {0:host}({0:port})"),
    row(Text::failover_done, "failover.done", log,
        "failover done. shutdown host {0:host}({0:port})"),
    MessageText{id(Text::failover_done_raw),
                "failover.done_raw",
                log,
                "failover done. shutdown host {0:host}({0:port})",
                {},
                {},
                {},
                true},
    row(Text::pcp_exited, "failover.pcp_exited", log,
        "PCP child {0} exits with status {1} in failover()"),
    row(Text::pcp_signaled, "failover.pcp_signaled", log,
        "PCP child {0} exits with status {1} by signal {2} in failover()"),
    row(Text::pcp_forked, "failover.pcp_forked", log, "fork a new PCP child pid {0} in failover()"),
    row(Text::execute_command, "main.execute_command", log, "execute command: {0:command}"),
};

constexpr std::array search_and_reaper_texts{
    row(Text::find_all_down, "find_primary.all_down", log,
        "find_primary_node_repeatedly: all of the backends are down. Giving up finding primary "
        "node"),
    row(Text::find_waiting, "find_primary.waiting", log,
        "find_primary_node_repeatedly: waiting for finding a primary node"),
    row(Text::find_checking, "find_primary.checking", log,
        "find_primary_node: checking backend no {0}"),
    row(Text::find_found, "find_primary.found", log, "find_primary_node: primary node id is {0}"),
    row(Text::verify_query_failed, "find_primary.query_failed", log,
        "verify_backend_node_status: do_query failed"),
    row(Text::verify_no_rows, "find_primary.no_rows", log,
        "verify_backend_node_status: do_query returns no rows"),

    row(Text::reaped_segmentation_fault, "reaper.segmentation_fault", warning,
        "{0:process} process with pid: {1} was terminated by segmentation fault"),
    row(Text::reaped_sigkill, "reaper.sigkill", warning,
        "{0:process} process with pid: {1} was terminated by sigkill"),
    row(Text::reaped_signal, "reaper.signal", log,
        "{0:process} process with pid: {1} exits with status {2} by signal {3}"),
    row(Text::reaped_status, "reaper.status", log,
        "{0:process} process with pid: {1} exits with status {2}"),
    row(Text::reaped_fatal, "reaper.fatal", Severity::fatal,
        "{0:process} process exit with fatal error. exiting pgpool-II"),
    row(Text::reaped_fork, "reaper.fork", log, "fork a new {0:process} process with pid: {1}"),
    row(Text::reaped_not_restarted, "reaper.not_restarted", log,
        "{0:process} process with pid: {1} exited with success and will not be restarted"),
};

template <std::size_t... Sizes>
constexpr auto joined(const std::array<MessageText, Sizes>&... parts) {
    std::array<MessageText, (Sizes + ...)> all{};
    std::size_t at = 0;
    const auto append = [&](const auto& part) {
        for (const MessageText& text : part) all[at++] = text;
    };
    (append(parts), ...);
    return all;
}

constexpr auto texts = joined(start_texts, sync_texts, procedure_texts, search_and_reaper_texts);
static_assert(texts.size() == id(Text::count));

constexpr bool in_order() {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].id != i) return false;
    }
    return true;
}
static_assert(in_order());

constexpr std::array<std::string_view, 5> processes{"child", "PCP child", "worker child",
                                                    "watchdog child", "watchdog lifecheck"};
constexpr std::array lists{WordList{"process", 0, processes}};

}  // namespace

std::span<const MessageText> main_texts() { return texts; }
std::span<const WordList> main_words() { return lists; }

}  // namespace failover::interlock
