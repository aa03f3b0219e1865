// Finds a healthy, streaming database that a proxy goes on believing down although nothing that is
// pending could change that belief (scenario-format: "stuck is judged at any time").
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class StaleDown final : public Lasting {
  public:
    static constexpr std::string_view id = "stale_down";

    explicit StaleDown(const Surroundings& surroundings) : Lasting(surroundings) {}

  private:
    /// A proxy and a database each.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
};

}  // namespace sim::checks
