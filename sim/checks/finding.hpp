// What oracles look at and find, as data: each statement with the record that it rests on. reports
// makes the sentences.
#pragma once

#include <cstdint>

#include "engine/record.hpp"

namespace sim::checks {

/// One thing that an oracle looked at and what it found. `record` is where the run says so (0:
/// the absence of any record says so), `since` since when it is so.
enum class Finding : std::uint8_t {
    database_running,
    database_streams,  ///< number: upstream database
    database_primary,
    believed_down,
    health_check_skips,  ///< a node believed down is not probed; number: the period in ns
    no_timer,            ///< no timer of the proxy leads to a look at this node
    no_request,          ///< none queued in the proxy, none asked of the watchdog
    nothing_on_the_way,  ///< no packet and no command outside the proxy
    no_fault_open,       ///< on the node, the proxy or the path between them
    process_died,        ///< number: source line of the assertion
    database_dead,       ///< stopped, stands still, or its host is off
    database_standby,
    believed_up,
    believed_primary,
    other_proxy_holds,  ///< the same database, the other way round; number: that proxy
    other_proxy_names,  ///< another primary; number: that proxy
    health_checked,     ///< number: the period in ns
    command_ran,        ///< failover_command for it, once more; number: the proxy where it ran
    told_attached,      ///< to an operator, by a tool
    told_detached,
    session_ended,  ///< number: its client
    lock_held,      ///< number: failover::Lock
    nobody_is_primary,
    takes_commits,      ///< number: database that is a primary and can be reached
    commits_lost,       ///< number: how many of those that standbys had confirmed
    promoted,           ///< the database became primary
    streams_old,        ///< number: the database that it streams from, on an old timeline
    parted,             ///< its WAL and the newest primary's have parted
    newest_primary,     ///< number: the database that is the newest primary
    leads_with_quorum,  ///< number: the proxy
    nobody_leads,
    majority_connected,  ///< number: how many proxies run and reach each other
    has_address,         ///< the virtual one; number: the proxy
    nobody_has_address,
};
struct Evidence {
    Finding finding = Finding::database_running;
    engine::Sequence record = 0;
    engine::TrueTime since;
    std::int64_t number = 0;
};

}  // namespace sim::checks
