// What the words of facts mean: states of databases, disks and sessions, outcomes, why something
// had to be resolved, which limit was hit.
#pragma once

#include <cstdint>

namespace sim::facts {

enum class DatabaseState : std::uint8_t {
    stopped,
    booting,   ///< no socket yet
    starting,  ///< socket open, 57P03
    running,
    stopping_smart,
    stopping_fast,
    promoting,
    paused,
};

/// Of a host's disk; what is slow takes its time, what is full takes nothing.
enum class DiskState : std::uint8_t { well, slow, full };

enum class DatabaseRole : std::uint8_t { primary, standby };

/// What is being done to a server's files while it is down.
enum class FileWork : std::uint8_t { none, rewind, copy };

enum class Observed : std::uint8_t { met, failed, still_open };

enum class Outcome : std::uint8_t { acknowledged, failed, indeterminate };

/// What an acknowledged commit outlives (postgres-model §8.3): nothing, a crash of its primary, or
/// the loss of it as long as the standbys live that confirmed it.
enum class Promise : std::uint8_t { none, local, replicated };

/// Why a target had to be resolved when its action ran; `process`: there is none of that kind.
enum class Resolution : std::uint8_t { bound, primary, leader, a_standby, other, process };

enum class SessionEvent : std::uint8_t { opened, refused, cut, closed };

/// Limits that end a run (architecture, Limits), as sim/world/limits.hpp has them.
enum class Limit : std::uint8_t {
    events,
    events_at_one_instant,
    planning_order,
    mailbox,
    records,
    start,
    messages_in_a_row
};

}  // namespace sim::facts
