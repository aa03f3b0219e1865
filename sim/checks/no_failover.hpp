// Finds a primary that stays dead and unreplaced although a standby runs and the proxies' own
// failover_command would promote it.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class NoFailover final : public Lasting {
  public:
    static constexpr std::string_view id = "no_failover";

    explicit NoFailover(const Surroundings& surroundings);

  private:
    /// A database each.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
    std::vector<engine::Duration> commands_;  ///< the longest of each proxy
    std::vector<bool> promotes_;              ///< whose failover_command promotes
};

}  // namespace sim::checks
