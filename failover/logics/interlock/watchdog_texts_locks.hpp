// Lock commands: message texts of the watchdog (semantics-3.6 Appendix A, §16.3).
// A part of watchdog_texts.cpp, in the order of the enumerators.
#pragma once

#include "failover/logics/interlock/watchdog_text_row.hpp"

namespace failover::interlock::text_rows {

inline constexpr std::string_view check_request =
    "[{2:lock}] lock status check request from {0:locality} pgpool-II node \"{1:proxy}\" for "
    "failover ID {3}";

inline constexpr std::string_view standby_node =
    "I am standby node and request can only be processed by master watchdog node";

inline constexpr std::array locks{
    row(Text::lock_local, "lock.local", log,
        "received the failover command lock request from local pgpool-II on IPC interface"),
    row(Text::lock_remote, "lock.remote", log,
        "received the failover command lock request from remote pgpool-II node \"{0:proxy}\""),
    row(Text::lock_not_forwarded, "lock.not_forwarded", log,
        "unable to process the failover command lock request received on IPC interface",
        not_forwarded),
    row(Text::lock_forwarded, "lock.forwarded", log,
        "failover command lock request from local pgpool-II node received on IPC interface is "
        "forwarded to master watchdog node \"{0:proxy}\"",
        wait_reply),
    row(Text::lock_not_joined, "lock.not_joined", log,
        "unable to process the failover command lock request received on IPC interface", not_joined,
        try_again),
    row(Text::lock_start, "lock.start", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" is requesting to become a lock holder for "
        "failover ID: {3}"),
    row(Text::lock_holder, "lock.holder", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" is the lock holder"),
    row(Text::lock_only_leader, "lock.only_leader", log,
        "request to become a lock holder is denied to {0:locality} pgpool-II node \"{1:proxy}\"",
        "only master/coordinator can become a lock holder"),
    row(Text::lock_held, "lock.held", log,
        "lock holder request denied to {0:locality} pgpool-II node \"{1:proxy}\"",
        "local pgpool-II node \"{2:proxy}\" is already holding the locks"),
    row(Text::lock_release, "lock.release", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" is requesting to release [{2:lock}] lock for "
        "failover ID {3}"),
    row(Text::lock_released, "lock.released", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" has released the [{2:lock}] lock for failover "
        "ID {3}"),
    row(Text::lock_release_denied, "lock.release_denied", log,
        "[{2:lock}] lock release request denied to {0:locality} pgpool-II node \"{1:proxy}\"",
        "requesting node is not the lock holder"),
    row(Text::lock_check, "lock.check", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" is checking the status of [{2:lock}] lock for "
        "failover ID {3}"),
    row(Text::lock_locked, "lock.locked", log, "{2:lock} lock is currently LOCKED",
        "request was from {0:locality} pgpool-II node \"{1:proxy}\" and lock holder is local "
        "pgpool-II node \"{3:proxy}\""),
    row(Text::lock_free, "lock.free", log, "{2:lock} lock is currently FREE",
        "request was from {0:locality} pgpool-II node \"{1:proxy}\" and lock holder is local "
        "pgpool-II node \"{3:proxy}\""),
    row(Text::lock_not_started, "lock.not_started", log, check_request,
        "but failover is not yet started by master node"),
    row(Text::lock_no_holder, "lock.no_holder", log, check_request, "no lock holder exists"),
    row(Text::lock_resign, "lock.resign", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" is requesting to resign from a lock holder for "
        "failover ID {3}"),
    row(Text::lock_resigned, "lock.resigned", log,
        "{0:locality} pgpool-II node \"{1:proxy}\" has resigned from the lock holder"),
    row(Text::lock_resign_denied, "lock.resign_denied", log,
        "request of resigning from lock holder is denied to {0:locality} pgpool-II node "
        "\"{1:proxy}\"",
        "local pgpool-II node \"{2:proxy}\" is the lock holder node"),
    row(Text::lock_start_standby, "lock.start_standby", log,
        "failed to process interlocking request from {0:locality} pgpool-II node \"{1:proxy}\"",
        standby_node),
    row(Text::lock_resign_standby, "lock.resign_standby", log,
        "failed to process release interlocking request from {0:locality} pgpool-II node "
        "\"{1:proxy}\"",
        standby_node),
    row(Text::lock_release_standby, "lock.release_standby", log,
        "failed to process release lock request from {0:locality} pgpool-II node \"{1:proxy}\"",
        standby_node),
    row(Text::lock_check_standby, "lock.check_standby", log,
        "failed to process lock status check request from {0:locality} pgpool-II node "
        "\"{1:proxy}\"",
        standby_node),
};

}  // namespace failover::interlock::text_rows
