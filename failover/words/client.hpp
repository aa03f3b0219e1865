// What clients say to a proxy and hear back: sessions, queries and the proxy's own views.
// Message kinds of Plane::client.
#pragma once

#include <cstdint>

#include "failover/words/message.hpp"

namespace failover::client {

/// Message::kind of what a client sends.
enum class Say : std::uint16_t {
    startup = 1,      ///< opens the session
    show_pool_nodes,  ///< answered by the proxy itself (semantics-3.6 §11.1)
    read,             ///< a SELECT on user tables: may be load-balanced
    read_catalog,     ///< a SELECT on the replication view: goes to the primary (§11.4)
    write,            ///< a transaction that commits
    goodbye,          ///< Terminate
};

/// Message::kind of what a proxy answers.
enum class Hear : std::uint16_t {
    ready = 101,       ///< session open: ReadyForQuery
    pool_nodes = 102,  ///< blob: rows of pool_node_words values
    rows = 103,        ///< result of a read
    catalog = 104,     ///< blob: rows as database::replication_row_words
    done = 105,        ///< CommandComplete of a write; blob[0]: names it
    error = 106,       ///< words[0]: MessageId of a catalogue text, the rest its arguments
};

/// One row of `show pool_nodes` in a blob: node id, status (Status), is primary, select count,
/// is load-balance node, replication delay in bytes, weight in millionths of the sum.
inline constexpr int pool_node_words = 7;

}  // namespace failover::client
