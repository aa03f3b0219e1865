// Finds a proxy that goes on naming a primary which is a standby, or which it holds down itself:
// writes go where none is taken.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class PrimaryIsNotPrimary final : public Lasting {
  public:
    static constexpr std::string_view id = "primary_is_not_primary";

    explicit PrimaryIsNotPrimary(const Surroundings& surroundings) : Lasting(surroundings) {}

  private:
    /// A proxy each.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
};

}  // namespace sim::checks
