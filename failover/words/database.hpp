// What a proxy says to a database server and hears back: the part of the protocol that failover
// rests on. Message kinds of Plane::database (postgres-model §1.2).
#pragma once

#include <cstdint>

#include "failover/words/message.hpp"

namespace failover::database {

/// Message::kind of what a proxy sends.
enum class Ask : std::uint16_t {
    startup = 1,       ///< words[0]: Login
    is_in_recovery,    ///< SELECT pg_is_in_recovery()
    current_wal,       ///< primary's write position
    replayed_wal,      ///< standby's replay position
    read,              ///< a SELECT; words[0]: what a client's `Statement` carried
    write,             ///< a transaction that commits; words[0] likewise
    replication_view,  ///< select * from pg_stat_replication / sys_stat_replication
    terminate,         ///< an orderly goodbye; no answer
    recover,           ///< pgpool_recovery(): its script copies the server to backend words[0]
    remote_start,      ///< pgpool_remote_start(): starts the server of backend words[0]
};

/// Who logs in: decides which connection limits apply.
enum class Login : std::uint8_t { health_check, replication_check, session };

/// Message::kind of what a database answers.
enum class Answer : std::uint16_t {
    ready = 101,     ///< authentication done, ReadyForQuery
    refused = 102,   ///< FATAL at startup; words[0]: Fatal
    boolean = 103,   ///< words[0]: 0/1
    position = 104,  ///< blob[0]: Lsn; empty: NULL
    rows = 105,      ///< rows of `read`: blob empty; of `replication_view`: see ReplicationRow
    done = 106,      ///< CommandComplete of a write; blob[0]: names the commit to its client
    error = 107,     ///< words[0]: Error; the connection stays
    shutdown = 108,  ///< 57P01, then the connection ends
};

enum class Fatal : std::uint8_t {
    starting_up,        ///< 57P03 the database system is starting up
    shutting_down,      ///< 57P03 the database system is shutting down
    not_accepting_yet,  ///< 57P03 not yet accepting connections
    too_many_clients,   ///< 53300
};

enum class Error : std::uint8_t { read_only, not_a_standby, canceled, function_failed };

/// One row of the replication view in a blob: `replication_row_words` values, in this order:
/// pid, standby (index of its database), client port, start (ns of the server's clock), state
/// (0 startup, 1 catchup, 2 streaming), sent, write, flush, replay, sync priority, sync state
/// (0 async, 1 potential, 2 sync, 3 quorum).
inline constexpr int replication_row_words = 11;

}  // namespace failover::database
