// The vocabulary of a run: kinds of records and what their words mean. The world writes it,
// everybody else reads it. Truth is what is the case; belief is what a proxy holds to be so.
#pragma once

#include <cstdint>

#include "engine/record.hpp"
#include "failover/words/ids.hpp"
#include "sim/facts/states.hpp"

namespace sim::facts {

/// Index of a host, a database, a client or a scenario step, in the scenario's order.
using HostId = failover::Id<struct HostTag, std::int32_t>;
using DatabaseId = failover::Id<struct DatabaseTag, std::int32_t>;
using ClientId = failover::Id<struct ClientTag, std::int32_t>;
using StepId = failover::Id<struct StepTag, std::int32_t>;

/// Record::kind. The comment gives Record::words. A 64-bit value takes two words, low one first.
enum class Kind : std::uint16_t {
    // --- facts: truth ---
    serving_since = 1,  ///< t = 0 of the reports: the last proxy serves (once a run)
    database_state,     ///< database, DatabaseState
    database_role,      ///< database, Role, timeline
    streaming,          ///< database, 0/1, upstream database
    host_power,         ///< host, 0 off / 1 on / 2 boots, its database or -1, its proxy or -1
    link,               ///< from host, to host, plane or 255 for all, 0 cut / 1 open
    recovery_job,       ///< database, 0/1
    proxy_process,      ///< proxy, role, pid, 1 born / 0 gone, raw status
    // --- facts: belief (of the proxy in words[0]) ---
    believed_status,   ///< proxy, backend, failover::Status, previous
    believed_primary,  ///< proxy, backend or -1/-2
    believed_leader,   ///< proxy, proxy or -1
    serves,            ///< proxy, 0/1
    leads,             ///< proxy, 0/1
    believed_quorum,   ///< proxy, failover::Quorum
    believed_lock,     ///< proxy, failover::Lock, 0/1
    pending_change,    ///< proxy, backend, failover::Pending: what inside it could change a status
    on_the_way,  ///< proxy, backend, count of things outside it that could (commands, packets)
    // --- facts: the story ---
    step_began,    ///< step
    step_ended,    ///< step, 1 as expected / 0 not
    action_began,  ///< step, action index, first target (database, proxy or host)
    resolved,      ///< step, action index, Resolution, which it is or -1, 0 database 1 proxy 2 host
    action_done,   ///< step, action index, exit status
    action_undone,    ///< step, action index: its `for` is over, or the run heals it
    observation,      ///< step, observation index, Observed, observed-at time (2 words); of a
                      ///< log: lines found
    look,             ///< step, look index, number of rows: the rows follow; -1: none came;
                      ///< TableOf, version of the databases
    pool_nodes_row,   ///< id|status<<8|primary<<16|lb<<24, select_cnt, delay (2), weight millionths
    replication_row,  ///< see ReplicationRow in sim/facts/tables.hpp; five records a row
    answer,           ///< step, action index, MessageId or 0 = success, arguments 0 and 1; what a
                      ///< pcp command tells: see sim/facts/answers.hpp
    operator_wants,   ///< backend, 1 attached / 0 detached, proxy: its tool was told success
    client_outcome,   ///< client, Outcome, count (2 words): run-length
    session,          ///< client, n-th session, proxy, SessionEvent, load-balance node + 1 or 0
    limit_hit,        ///< Limit, and if the event was a process's: 1, proxy, role
    logic_failed,     ///< proxy, role, line
    impossible_choice,  ///< key (2 words), nth, answer (2 words)
    load_ended,  ///< load, sessions cut, commits acknowledged, longest outage in ns (2 words)
    // --- facts: truth about WAL ---
    wal_branch,          ///< database, hidden branch id, timeline, fork (2 words): since now
    writable_primaries,  ///< how many servers take commits: above one, and when that is over
    file_work,           ///< database, FileWork, source database, 1 begins / 0 over, exit status
    // --- facts: addresses ---
    virtual_address,     ///< proxy, 0/1: its host has the proxies' virtual address
    network_interface,   ///< host, 0/1: its interface is up and has its own address
    believed_escalated,  ///< proxy, 0/1: its watchdog has escalated
    // --- facts: truth about machines ---
    host_pause,     ///< host, 1 stands still / 0 goes on, its database or -1, its proxy or -1
    process_pause,  ///< proxy, role or 255 for all, 1 stands still / 0 goes on
    clock,          ///< host, ahead of true time in ns (2 words), drift in millionths, its proxy
    disk,           ///< host, DiskState
    link_quality,   ///< from host, to host, plane or 255 for all, 1 disturbed / 0 as it was
    in_a_row,  ///< message kind | plane << 16 or all ones for a timer without a span, from
               ///< host, to host, length: it ends a long row, each the doing of the last
    // --- the story: what operators' tools tell ---
    watchdog_row,  ///< of pcp_watchdog_info: see sim/facts/watchdog_row.hpp
    diverged,       ///< database, 0/1: its WAL and the newest primary's have parted
    // --- facts: what clients were told, against what is left ---
    load_outage,   ///< load | client << 16, 1 begins / 0 over, database that acknowledged or -1,
                   ///< last success before it (2 words)
    commits_lost,  ///< load | Promise << 8 | 1 << 16 at the end of the run, the primary that lacks
                   ///< them, count, when the oldest was acknowledged (2 words)
    bytes_lost,    ///< the primary that lacks them, 1 at the end of the run, bytes (2 words)
    // --- messages ---
    log_line = 100,  ///< proxy | role << 16, pid, message id | arg count << 16, arguments 0, 1; see
                     ///< LogLine
    log_more,        ///< arguments 2, 3 of the line before
    sent,            ///< plane | kind << 16, from process, to process, connection, words[0]
    delivered,       ///< as sent; cause = the record that sent it
    signalled,       ///< signal, to process
    connected,       ///< plane, from process, to process, connection
    ended,           ///< connection, failover::Ending
    forked,          ///< role, pid, parent pid
    exited,          ///< role, pid, raw status
    command_run,  ///< parameter|node, master…: see failover::CommandLine; words[3] the proxy; a
                  ///< fact: what the product asks of the world outside
    saved,        ///< proxy, number of lines, 2 bits a line: the status file was written;
                  ///< 0 up, 1 down, 2 unused (the first 16 lines)
    rule_applied,  ///< proxy | role << 16, pid, failover::RuleId: table, row
    // --- all ---
    event = 200,  ///< every dispatched event: its kind and target
    choice,       ///< key (2 words), nth, answer (2 words)
};

/// The level of detail a kind belongs to.
[[nodiscard]] constexpr engine::Level level_of(Kind kind) {
    const auto k = static_cast<std::uint16_t>(kind);
    if (k < 100 || kind == Kind::command_run) return engine::Level::facts;
    return k < 200 ? engine::Level::messages : engine::Level::all;
}

}  // namespace sim::facts
