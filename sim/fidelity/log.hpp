// Reads the log of a 3.6 proxy back into messages: recorded or written by simrun, the format is the
// same (`time: pid P: PROCESS: LEVEL:  text`), so that both are compared as text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sim::fidelity {

/// One message. DETAIL, HINT and CONTEXT lines belong to the message of the same pid before them.
struct Entry {
    std::int64_t time = 0;  ///< milliseconds of the day's clock, as printed
    std::int32_t pid = 0;   ///< 0: raw output without a prefix
    std::string process;    ///< "MAIN", "WATCHDOG"…; "raw" for output without a prefix
    std::string level;      ///< "LOG", "ERROR"…
    std::string text;
    std::vector<std::string> more;  ///< "DETAIL:  …", in order
    std::size_t number = 0;         ///< which entry of its file

    bool operator==(const Entry&) const = default;
};

struct Log {
    std::vector<Entry> entries;
    std::vector<std::string> strange;  ///< lines that are neither messages nor known raw output
};

/// Raw output that stands glued before a time stamp, or on a line of its own, becomes an entry.
[[nodiscard]] Log parse_log(const std::string& text);

}  // namespace sim::fidelity
