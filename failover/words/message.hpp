// What travels on a connection: a kind, a few words, sometimes a small blob. The kinds of the
// watchdog, lifecheck and ipc planes belong to the logic; those that a database, a client or an
// operator must understand are fixed in database.hpp, client.hpp and admin.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace failover {

/// Which network path a connection uses: what a scenario can cut.
/// `replication` is the databases' own: no proxy speaks on it.
enum class Plane : std::uint8_t { watchdog, lifecheck, ipc, database, client, admin, replication };

struct Message {
    std::uint16_t kind = 0;
    std::array<std::int32_t, 12> words{};
    std::vector<std::int64_t> blob;

    bool operator==(const Message&) const = default;
};

/// How a connection came to its end, as the kernel tells the process.
enum class Ending : std::uint8_t {
    closed,     ///< the other end closed it: end of file
    reset,      ///< connection reset by peer
    timed_out,  ///< the kernel gave up
};

/// Why a connect did not succeed.
enum class Refusal : std::uint8_t {
    refused,      ///< nobody listens: ECONNREFUSED at once
    unreachable,  ///< no route
    timed_out,    ///< the kernel gave up (131 s, semantics-3.6 §0)
};

}  // namespace failover
