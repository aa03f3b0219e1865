// Log lines as the dialect prints them, for the patterns that a running story waits for: the same
// words that `--log` prints.
#pragma once

#include "reports/cluster.hpp"
#include "reports/dialect.hpp"
#include "sim/world/log_words.hpp"

namespace sim::simrun {

class LogWords final : public world::LogWords {
  public:
    LogWords(const reports::Cluster& cluster, const reports::Dialect& dialect)
        : cluster_(cluster), dialect_(dialect) {}
    [[nodiscard]] std::vector<std::string> lines(std::int32_t proxy,
                                                 const failover::Log& line) const override;

  private:
    const reports::Cluster& cluster_;
    const reports::Dialect& dialect_;
};

}  // namespace sim::simrun
