// Holds one log against another, stream by stream, and the product's fixed delays against what a
// log's time stamps say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/fidelity/streams.hpp"

namespace fidelity {

/// The first place where a stream of both logs differs.
struct Difference {
    std::string stream;
    std::size_t at = 0;    ///< index of the line
    std::string recorded;  ///< "(nothing)" where the stream is at its end
    std::string simulated;
};

[[nodiscard]] std::vector<Difference> compare(const std::vector<Stream>& recorded,
                                              const std::vector<Stream>& simulated);

/// One screen for a test's message.
[[nodiscard]] std::string describe(const std::vector<Difference>& differences);

/// A delay that the product's code fixes, as found in a log.
struct Delay {
    std::string name;           ///< "lone start", "join", "lock poll"
    std::int64_t measured = 0;  ///< milliseconds
    std::int64_t nominal = 0;
    bool operator==(const Delay&) const = default;
};

/// The watchdog lets a proxy that starts alone go on after 14.0 s, one that joins after 1.0 s;
/// whoever waits for a lock asks again every 0.5 s (semantics-3.6 §16.8, §7.6). The polls stand in
/// the holder's log.
[[nodiscard]] std::vector<Delay> fixed_delays(const Log& log);

/// How far a fixed delay may be off: a loaded machine's scheduling.
inline constexpr std::int64_t delay_tolerance = 50;

}  // namespace fidelity
