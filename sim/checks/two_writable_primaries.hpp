// Finds instants at which two servers take commits and clients can reach both through a proxy: a
// split brain, whether or not anything was written meanwhile (postgres-model §8.6).
#pragma once

#include <optional>
#include <vector>

#include "sim/checks/cuts.hpp"
#include "sim/checks/ledger.hpp"
#include "sim/checks/oracle.hpp"

namespace sim::checks {

class TwoWritablePrimaries final : public Oracle {
  public:
    static constexpr std::string_view id = "two_writable_primaries";

    explicit TwoWritablePrimaries(const Surroundings& surroundings);

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    /// The state of `now_` is complete.
    void settle();
    [[nodiscard]] bool reachable(std::size_t database) const;

    const scenario::Scenario& scenario_;
    Ledger ledger_;
    std::vector<bool> powered_;
    Cuts cuts_;
    std::vector<engine::Sequence> role_records_;  ///< of each database
    std::vector<engine::TrueTime> primary_since_;
    std::optional<std::size_t> open_violation_;
    std::vector<Violation> found_;
    engine::TrueTime now_;
};

}  // namespace sim::checks
