// Finds a failover_command that runs for a database which its proxy holds up, or a second time
// for one that nobody put back meanwhile.
#pragma once

#include <vector>

#include "sim/checks/scene.hpp"

namespace sim::checks {

class DoubleFailover final : public Oracle {
  public:
    static constexpr std::string_view id = "double_failover";

    explicit DoubleFailover(const Surroundings& surroundings);

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    struct Run {
        std::size_t proxy = 0;
        std::size_t database = 0;
        Known when;
    };
    void ran(const Run& run);
    [[nodiscard]] bool put_back_since(std::size_t proxy, const Run& run) const;

    Scene scene_;
    std::int32_t failover_command_ = -1;  ///< its index among the parameters
    std::vector<Run> runs_;
    std::vector<engine::TrueTime> put_back_;  ///< when a proxy last held a database valid again
    std::vector<Violation> found_;
};

}  // namespace sim::checks
