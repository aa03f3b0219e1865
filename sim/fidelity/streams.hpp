// A log as streams that can be compared: one for each process, the watchdog's by conversation, the
// children's by session; what differs between two equal runs (pids, ports, ids) is numbered.
#pragma once

#include <string>
#include <vector>

#include "sim/fidelity/log.hpp"

namespace sim::fidelity {

struct Line {
    std::string text;
    std::size_t entry = 0;  ///< Entry::number
    bool operator==(const Line& other) const { return text == other.text; }
};

/// Lines that stand in a fixed order. `name`: "start 2 / WATCHDOG / ipc locks".
struct Stream {
    std::string name;
    std::vector<Line> lines;
    bool operator==(const Stream&) const = default;
};

/// Streams of a whole log, sorted by name. A start is a life of the proxy: it begins with the first
/// message of a new MAIN. Watchdog: `state` (its machine and its peers), one for each kind of
/// request that its own proxy makes over IPC, `accepted` (how many of those), one for each peer's
/// packets, `sockets`. Main: what it says of session children apart. Children: a stream for each
/// session, named by what it says.
[[nodiscard]] std::vector<Stream> streams(const Log& log);

}  // namespace sim::fidelity
