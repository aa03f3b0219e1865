// What a proxy believes about the cluster: the half of "truth and belief" that lives in the logic.
// Read by the world after every step; reading changes nothing.
#pragma once

#include <array>
#include <cstdint>

#include "failover/words/ids.hpp"

namespace failover {

/// Status of a backend as the product stores it (semantics-3.6 §2.1).
enum class Status : std::uint8_t { unused = 0, connect_wait = 1, up = 2, down = 3 };

enum class Quorum : std::int8_t { none = -2, absent = -1, edge = 0, exists = 1 };

/// The three failover command locks (semantics-3.6 §7.3).
enum class Lock : std::uint8_t { failover = 0, failback = 1, follow_master = 2 };
inline constexpr int lock_count = 3;

/// What inside this proxy could still change its status of a backend without new input from
/// outside. `nothing` is half of being stuck; the world adds what is on the way.
enum class Pending : std::uint8_t {
    nothing,
    health_check,  ///< the backend is being probed: its next round may change the status
    request,       ///< a request for it is queued, asked of the watchdog, or being worked off
    sync,          ///< a sync from the leader is due
    starting,      ///< the proxy itself is still starting
};

/// Everything a proxy believes. POD, compared as a whole.
struct Beliefs {
    std::array<Status, max_backends> status{};
    std::array<Pending, max_backends> pending{};
    BackendId primary = backend_not_searched;
    ProxyId leader = no_proxy;  ///< whom its watchdog records as leader
    bool serves = false;        ///< main is in its loop (semantics-3.6 §3.1 step 8)
    bool leads = false;         ///< its watchdog is MASTER and holds itself so
    Quorum quorum = Quorum::none;
    std::array<bool, lock_count> locked{};  ///< as its own watchdog holds them
    bool escalated = false;

    bool operator==(const Beliefs&) const = default;
};

}  // namespace failover
