// The types that conditions know and the functions that they may call. What each function takes
// and means stands in the table of functions.cpp.
#pragma once

#include <cstdint>

namespace sim::scenario {

enum class Type : std::uint8_t {
    boolean,
    number,
    span,
    bytes,
    lsn,
    status,
    role,
    quorum,
    lock,
    database,
    proxy,
    set,
    none,
    load
};

/// What an expression calls. Truth has no `by`, belief has one; which is which, the argument
/// types and the result type stand in one table, `functions()`.
enum class Function : std::uint8_t {
    // truth
    running,
    streaming,
    writable,
    lag,
    timeline,
    diverged,
    commits_waiting,
    primaries,
    primary,
    databases,
    proxies,
    serves,
    leaders,
    recovery_job_enabled,
    vip,
    vip_holders,
    // belief: take by=
    status,
    role,
    primary_by,
    leader,
    quorum,
    locked,
    escalated,
    // what clients saw
    acknowledged,
    lost,
    write_outage,
    sessions_cut,
    // of the step
    changes,
    // quantifiers over `*` or `x in set: …`
    all,
    any,
    none,
    count,
};

}  // namespace sim::scenario
