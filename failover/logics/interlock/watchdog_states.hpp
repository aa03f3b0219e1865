// The watchdog's state machine (semantics-3.6 §9.2, §9.6) as a table: state x event -> action.
// What no row names is handled as in every state (watchdog_packets.hpp) or ignored.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

enum class WatchdogEvent : std::uint8_t {
    entered,
    timer,
    info_done,       ///< REQUEST INFO finished, in any way
    stand_accepted,  ///< by all, or nobody objected in time; likewise the next ones
    stand_rejected,
    declare_accepted,
    declare_rejected,
    beacon_rejected,
    join_accepted,
    join_rejected,
    command_done,  ///< any other end of a cluster command
    got_stand,
    got_declare,
    got_join,
    got_beacon,
    got_info,
    got_reject,
    got_other,
    peer_lost,
    peer_found,
    quorum_changed,
    rejoin_asked,
    address_removed,
};

/// What an event is about; pointers are valid while it is handled.
struct Occasion {
    WatchdogEvent event;
    Peer* peer = nullptr;
    const Message* packet = nullptr;
    bool was_leader = false;  ///< peer_lost: it was the leader on record
};

struct StateRule {
    WatchdogState state;
    WatchdogEvent event;
    void (*action)(Work&, const Occasion&);
    std::string_view does;  ///< for tables and graphs: what the action may lead to
};
[[nodiscard]] std::span<const StateRule> state_rules();

/// Runs the row for the present state; unmatched packets go to `standard_packet`. In STANDBY then
/// looks how long the leader has been silent.
void dispatch(Work& work, const Occasion& occasion);
/// Leaves the state, enters the other, runs its entry action, then tells everybody. Nothing if it
/// is the same.
void set_state(Work& work, WatchdogState state);
void set_leader(Work& work, ProxyId leader);
/// Recomputes the quorum; an established leader acts on a change.
void update_quorum(Work& work);

}  // namespace failover::interlock
