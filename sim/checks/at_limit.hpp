// What was going on when a limit ended a run: whose process was at it, and for a livelock the
// messages that went round, by the facts that the world wrote.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/record.hpp"
#include "failover/words/ids.hpp"
#include "sim/facts/facts.hpp"

namespace sim::checks {

/// A message of a loop that a limit ended.
struct LoopMessage {
    bool timer = false;      ///< no message, but a timer without a span, of a process of `from`
    std::uint8_t plane = 0;  ///< failover::Plane
    std::uint16_t kind = 0;
    facts::HostId from{-1};
    facts::HostId to{-1};
    bool operator==(const LoopMessage&) const = default;
};

/// What was going on when a limit ended the run.
struct AtLimit {
    facts::Limit limit = facts::Limit::events;
    failover::ProxyId proxy = failover::no_proxy;  ///< whose process was at it; -1: nobody's
    std::int32_t role = -1;
    /// Limit::messages_in_a_row: what went round, each message once.
    std::vector<LoopMessage> loop;
    bool repeats = false;
};

/// Nothing if none of `records` says that a limit was hit.
[[nodiscard]] std::optional<AtLimit> at_limit(std::span<const engine::Record> records);

}  // namespace sim::checks
