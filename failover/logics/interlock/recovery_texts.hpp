// What a PCP worker prints and answers about an online recovery (semantics-3.6 §12, §16.2, §16.3).
// A part of process_texts.cpp, in the order of the enumerators.
#pragma once

#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/text_row.hpp"

namespace failover::interlock::text_rows {

namespace recovery_words {

using Text = ProcessText;
inline constexpr Severity log = Severity::log;
inline constexpr Severity error = Severity::error;
inline constexpr Severity fatal = Severity::fatal;
inline constexpr std::string_view no_recovery = "process recovery request failed";
inline constexpr std::string_view postmaster = "checking if postmaster is started";

inline constexpr std::array rows{
    row(Text::recovery_invalid_node, "recovery.invalid_node", error, no_recovery,
        "node id {0} is not valid"),
    row(Text::recovery_of_primary, "recovery.of_primary", error, no_recovery,
        "primary server cannot be recovered by online recovery."),
    row(Text::recovery_wrong_mode, "recovery.wrong_mode", error, no_recovery,
        "recovery request is only allowed in replication and streaming replication modes."),
    row(Text::recovery_already, "recovery.already", fatal, no_recovery,
        "pgpool-II is already processing another recovery request."),
    row(Text::recovery_begins, "recovery.begins", log, "starting recovering node {0}"),
    row(Text::recovery_unused, "recovery.unused", error,
        "node recovery failed, node id: {0} is unused"),
    row(Text::recovery_alive, "recovery.alive", error,
        "node recovery failed, node id: {0} is alive"),
    row(Text::recovery_no_master, "recovery.no_master", error,
        "node recovery failed, unable to connect to master node: {0} "),
    row(Text::recovery_command, "recovery.command", log, "executing recovery",
        "starting recovery command: \"SELECT pgpool_recovery('{2:setting}', '{1:host}', "
        "'{1:datadir}', '{0:port}')\""),
    row(Text::recovery_no_timeout, "recovery.no_timeout", log, "executing recovery",
        "disabling statement_timeout"),
    row(Text::recovery_script_failed, "recovery.script_failed", error,
        "executing recovery, execution of command failed at \"1st stage\"",
        "command:\"{0:setting}\""),
    row(Text::recovery_first_done, "recovery.first_done", log, "node recovery, 1st stage is done"),
    row(Text::recovery_trying, "recovery.trying", log, postmaster,
        "trying to connect to postmaster on hostname:{0:host} database:{1:recovery_database} "
        "user:{2:setting} (retry {3} times)"),
    row(Text::recovery_not_connected, "recovery.not_connected", log, postmaster,
        "failed to connect to postmaster on hostname:{0:host} database:{1:recovery_database} "
        "user:{2:setting}"),
    row(Text::recovery_no_postmaster, "recovery.no_postmaster", error,
        "recovery is checking if postmaster is started",
        "postmaster on hostname:\"{0:host}\" database:\"{1:recovery_database}\" "
        "user:\"{2:setting}\" failed to start in {3} second"),
    row(Text::recovery_restarted, "recovery.restarted", log, "node recovery, node: {0} restarted"),
    row(Text::recovery_not_woken, "recovery.not_woken", log, "node recovery",
        "waiting for wake up request is timeout(5 seconds)"),
    row(Text::recovery_done, "recovery.done", log, "recovery done"),
};

}  // namespace recovery_words

inline constexpr auto& recovery = recovery_words::rows;

}  // namespace failover::interlock::text_rows
