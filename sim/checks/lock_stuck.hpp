// Finds a failover lock that a watchdog goes on holding when nobody's request is under way any
// more: the next failover's followers wait for it, or run ahead of it.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class LockStuck final : public Lasting {
  public:
    static constexpr std::string_view id = "lock_stuck";

    explicit LockStuck(const Surroundings& surroundings);

  private:
    /// A proxy and a lock each.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
    std::vector<engine::Duration> commands_;  ///< the longest of each proxy
};

}  // namespace sim::checks
