// How long things took, read from a log's time stamps: what the product's code fixes, and what it
// leaves to the machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/fidelity/log.hpp"

namespace sim::fidelity {

struct Delay {
    std::string name;                     ///< "lone start", "attach, asked here"
    std::int64_t measured = 0;            ///< milliseconds
    std::optional<std::int64_t> nominal;  ///< what the product's code fixes
    bool operator==(const Delay&) const = default;
};

/// The watchdog lets a proxy that starts alone go on after 14.0 s, one that joins after 1.0 s;
/// whoever waits for a lock asks again every 0.5 s (semantics-3.6 §16.8, §7.6); the PCP process is
/// replaced 1.0 s after a failover is done (§6.3). The polls stand in the holder's log. Not fixed:
/// what lies between a request and the end of its work.
[[nodiscard]] std::vector<Delay> delays(const Log& log);

/// How far a fixed delay may be off: a loaded machine's scheduling.
inline constexpr std::int64_t delay_tolerance = 50;

}  // namespace sim::fidelity
