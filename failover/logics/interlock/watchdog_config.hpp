// What a leader compares of a standby's configuration with its own when that one joins
// (semantics-3.6 §9.3, packets Y and Z). It warns; nothing follows from a difference.
#pragma once

#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

/// Z: the compared part of this proxy's configuration.
[[nodiscard]] Message config_packet(const Config& config, std::int32_t id);
/// Says what differs in a peer's.
void compare_config(const Work& work, const Peer& peer, const Message& message);

}  // namespace failover::interlock
