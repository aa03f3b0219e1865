// Finds a dead database that a proxy goes on believing up although it checks the health of its
// databases: clients are sent there.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class StaleUp final : public Lasting {
  public:
    static constexpr std::string_view id = "stale_up";

    explicit StaleUp(const Surroundings& surroundings) : Lasting(surroundings) {}

  private:
    /// A proxy and a database each.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
};

}  // namespace sim::checks
