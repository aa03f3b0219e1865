// Finds a database that the proxies take down though it is well, was well all the time, and some
// proxy can reach it; nobody asked for it.
#pragma once

#include <vector>

#include "sim/checks/scene.hpp"

namespace sim::checks {

class NeedlessFailover final : public Oracle {
  public:
    static constexpr std::string_view id = "needless_failover";

    explicit NeedlessFailover(const Surroundings& surroundings);

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    /// A database goes down at a proxy, the first to hold it so.
    void went_down(const engine::Record& record);
    void learn_orders(const engine::Record& record);
    [[nodiscard]] bool first_to_hold_down(std::size_t proxy, std::size_t database) const;
    [[nodiscard]] bool somebody_reaches(std::size_t database) const;
    /// It is told to follow a new primary: all others are taken down on purpose (H19).
    [[nodiscard]] bool follows(std::size_t proxy, std::size_t database) const;

    Scene scene_;
    const scenario::Scenario* scenario_;
    std::vector<bool>
        promoting_;  ///< of each proxy: an operator promotes, its primary is to change
    std::vector<Violation> found_;
};

}  // namespace sim::checks
