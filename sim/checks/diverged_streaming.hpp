// Finds a standby that proxies hold up, and send reads to, although it is on a losing branch: its
// WAL has parted from the newest primary's, or it streams from a server on an older timeline
// (postgres-model §8.5 V5).
#pragma once

#include <optional>
#include <vector>

#include "sim/checks/ledger.hpp"
#include "sim/checks/oracle.hpp"

namespace sim::checks {

class DivergedStreaming final : public Oracle {
  public:
    static constexpr std::string_view id = "diverged_streaming";

    explicit DivergedStreaming(const Surroundings& surroundings);

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    /// The proxy's belief about a database, while it is wrong.
    struct Pair {
        std::optional<engine::TrueTime> wrong_since;
        std::optional<std::size_t> violation;
    };
    struct Server {
        std::uint32_t timeline = 0;
        bool parted = false;
        engine::Sequence record = 0;  ///< that said where its WAL is, or that it has parted
        engine::TrueTime since;
    };
    /// The state of `now_` lasts until `until`.
    void settle(engine::TrueTime until);
    void settle(std::size_t proxy, std::size_t database, engine::TrueTime until);
    /// The primary that runs on the highest timeline; -1: none.
    [[nodiscard]] std::int32_t newest() const;
    [[nodiscard]] bool astray(std::size_t database, std::int32_t newest) const;
    [[nodiscard]] Violation describe(std::size_t proxy, std::size_t database) const;

    Ledger ledger_;
    std::vector<Grace> graces_;
    std::vector<Server> servers_;
    std::vector<Pair> pairs_;
    std::vector<Violation> found_;
    engine::TrueTime now_;
};

}  // namespace sim::checks
