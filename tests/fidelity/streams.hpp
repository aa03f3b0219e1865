// A log as streams that can be compared: one for each process, the watchdog's by conversation, the
// children's by session; what differs between two equal runs (pids, ports, ids) is numbered.
#pragma once

#include <string>
#include <vector>

#include "tests/fidelity/log.hpp"

namespace fidelity {

/// Lines that stand in a fixed order. `name`: "start 2 / WATCHDOG / ipc".
struct Stream {
    std::string name;
    std::vector<std::string> lines;
    bool operator==(const Stream&) const = default;
};

/// Streams of a whole log, sorted by name. A start is a life of the proxy: it begins with the first
/// message of a new MAIN. Watchdog: `state` (its machine and its peers), `ipc` (requests of its own
/// proxy), `accepted` (how many of those), one for each peer's packets, `sockets`. Children: the
/// different courses that sessions took, each once, sorted.
[[nodiscard]] std::vector<Stream> streams(const Log& log);

}  // namespace fidelity
