// Names for the numbers that failover logic handles. One word, one thing: a backend is a database
// server (pgpool's "node"), a proxy is a pgpool (its watchdog's "node"), a host carries either.
#pragma once

#include <compare>
#include <cstdint>

namespace failover {

/// A number with a meaning; only equal meanings compare.
template <class Tag, class Rep>
struct Id {
    Rep value{};
    constexpr auto operator<=>(const Id&) const = default;
};

/// Index of a backend, 0..127; -1 none found, -2 not yet looked for (semantics-3.6 §1.2).
using BackendId = Id<struct BackendTag, std::int32_t>;
inline constexpr BackendId no_backend{-1};
inline constexpr BackendId backend_not_searched{-2};
inline constexpr int max_backends = 128;

/// Index of a proxy in the cluster, in the order of the cluster's own list; -1 none.
using ProxyId = Id<struct ProxyTag, std::int32_t>;
inline constexpr ProxyId no_proxy{-1};

/// A process id as its host prints it. Never reused within a run.
using Pid = Id<struct PidTag, std::int32_t>;
inline constexpr Pid no_pid{0};

/// A connection, as the process that holds one end of it knows it; unique within its proxy.
using ConnectionId = Id<struct ConnectionTag, std::int32_t>;
inline constexpr ConnectionId no_connection{-1};

/// A request to the host (a command, a save); unique within its proxy.
using RequestId = Id<struct RequestTag, std::int32_t>;

/// A byte position in WAL, printed %X/%X.
using Lsn = Id<struct LsnTag, std::uint64_t>;
using Timeline = Id<struct TimelineTag, std::uint32_t>;

}  // namespace failover
