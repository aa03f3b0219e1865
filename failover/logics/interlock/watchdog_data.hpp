// A watchdog's memory: plain data that the functions of watchdog_wire, watchdog_states and
// watchdog_desk work on. Lives and dies with the process.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "failover/logics/interlock/address_call.hpp"
#include "failover/logics/interlock/lock.hpp"
#include "failover/logics/interlock/peers.hpp"
#include "failover/logics/interlock/process.hpp"
#include "failover/logics/interlock/watchdog_commands.hpp"

namespace failover::interlock {

/// The one state timer (§0): fires in the first turn `seconds` or more after `begun`.
struct StateTimer {
    bool armed = false;
    Instant begun;
    std::int64_t seconds = 0;
    Cause cause;
    bool operator==(const StateTimer&) const = default;
};

/// An accepted connection that has not said ADD NODE yet.
struct Stranger {
    ConnectionId connection = no_connection;
    ProxyId from = no_proxy;
    bool operator==(const Stranger&) const = default;
};

/// The escalation and de-escalation processes. While one has to wait for the other, the whole
/// watchdog waits (§9.10).
struct Helpers {
    Pid up;
    Pid down;
    enum class Wanted : std::uint8_t { nothing, up, down } wanted = Wanted::nothing;
    Instant asked;
    Cause cause;
    bool operator==(const Helpers&) const = default;
};

struct WatchdogData {
    ProxyId self = no_proxy;
    WatchdogState state = WatchdogState::dead;
    Instant state_since;
    Instant started;
    std::int32_t priority = 1;
    ProxyId leader = no_proxy;  ///< the "master record"
    Quorum quorum = Quorum::absent;
    bool escalated = false;
    std::int32_t last_id = 1;  ///< command ids are counted up from here (§16.4)

    Peers peers;
    std::vector<ProxyId> standbys;  ///< joined, in the order of joining
    StateTimer timer;
    std::vector<ClusterCommand> commands;
    std::vector<PassedRequest> requests;
    std::vector<FailoverObject> objects;
    FailoverLock lock;

    std::vector<Stranger> strangers;
    std::vector<ConnectionId> callers;  ///< accepted IPC connections whose command is to be read
    std::vector<Input> carried;         ///< accepts left for the next turn
    Helpers helpers;
    AddressCall address;            ///< a leader's own attempt to get the delegate IP back
    std::int32_t acquisitions = 0;  ///< further ones to follow it
    bool stop_asked = false;        ///< while that blocked it
    bool stopping = false;
    bool locked_up = false;  ///< in its own shutdown, for ever
    bool gone = false;

    [[nodiscard]] bool leads() const { return state == WatchdogState::master && leader == self; }
    /// Work inside it holds everything else up (§9.10, W10).
    [[nodiscard]] bool blocked() const {
        return stopping || helpers.wanted != Helpers::Wanted::nothing || address.open();
    }
    [[nodiscard]] Quorum quorum_in_force() const;
    [[nodiscard]] std::int32_t next_id() { return ++last_id; }
    void arm(Instant now, std::int64_t seconds, Cause cause) {
        timer = {true, now, seconds, cause};
    }

    bool operator==(const WatchdogData&) const = default;
};

/// What every function of the watchdog works with.
struct Work {
    Context& context;
    WatchdogData& me;

    [[nodiscard]] Instant now() const { return context.now; }
    [[nodiscard]] Outbox& out() const { return context.out; }
    void log(WatchdogText text, MessageArguments arguments = {}) const {
        context.out.log(id(text), arguments);
    }
};

}  // namespace failover::interlock
