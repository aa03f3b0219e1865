// Finds an attach or a detach that an operator's tool reported as done and that its proxy never
// carried out.
#pragma once

#include <vector>

#include "sim/checks/lasting.hpp"

namespace sim::checks {

class PcpLies final : public Oracle {
  public:
    static constexpr std::string_view id = "pcp_lies";

    explicit PcpLies(const Surroundings& surroundings);

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    /// What an operator was told and has not come true yet.
    struct Promise {
        std::size_t proxy = 0;
        std::size_t database = 0;
        Known told;
    };
    void settle(engine::TrueTime until);
    [[nodiscard]] bool kept(const Promise& promise) const;
    [[nodiscard]] Grace grace_of(const Promise& promise) const;

    Scene scene_;
    std::vector<engine::Duration> commands_;  ///< the longest of each proxy
    std::vector<Promise> promises_;
    std::vector<Violation> found_;
    engine::TrueTime now_;
};

}  // namespace sim::checks
