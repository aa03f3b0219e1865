// The text of a log line as the dialect prints it: lives with the reports, and is asked for only
// while a step waits for a pattern.
#pragma once

#include <string>
#include <vector>

#include "failover/logic.hpp"

namespace sim::world {

class LogWords {
  public:
    virtual ~LogWords() = default;
    /// The message, then what stands below it (DETAIL, HINT, CONTEXT), without severities.
    [[nodiscard]] virtual std::vector<std::string> lines(std::int32_t proxy,
                                                         const failover::Log& line) const = 0;
};

}  // namespace sim::world
