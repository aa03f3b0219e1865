// Finds sessions that a proxy cuts although nothing that they use has failed: all databases that
// the proxy holds up are well and were so, and the proxy goes on serving with the same primary.
#pragma once

#include <vector>

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class SessionLoss final : public Oracle {
  public:
    static constexpr std::string_view id = "session_loss";

    explicit SessionLoss(const Surroundings& surroundings) : scene_(surroundings) {}

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    void cut(const engine::Record& record);
    /// What comes soon after may explain a cut: the proxy was stopped, or its primary changed.
    void explain(const engine::Record& record);
    [[nodiscard]] bool all_well(std::size_t proxy, engine::TrueTime moment) const;

    Scene scene_;
    std::vector<Violation> found_;
};

}  // namespace sim::checks
