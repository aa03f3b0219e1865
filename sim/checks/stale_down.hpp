// Finds a healthy, streaming database that a proxy goes on believing down although nothing that is
// pending could change that belief (scenario-format: "stuck is judged at any time").
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/checks/cuts.hpp"
#include "sim/checks/oracle.hpp"

namespace sim::checks {

class StaleDown final : public Oracle {
  public:
    static constexpr std::string_view id = "stale_down";

    explicit StaleDown(const Surroundings& surroundings);

    void take(const engine::Record& record) override;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) override;

  private:
    /// A value of the run with the record that set it.
    struct Known {
        std::int64_t value = 0;
        engine::Sequence record = 0;
        engine::TrueTime since;
    };
    struct Database {
        std::int32_t host = -1;
        Known state;
        Known role{static_cast<std::int64_t>(facts::DatabaseRole::standby), 0, {}};
        Known streams;
        std::int64_t upstream = -1;
        bool unwanted = false;  ///< an operator detached it, and nobody attached it since
    };
    struct Proxy {
        std::int32_t host = -1;
        Grace grace;
        Known serves;
        bool main_gone = false;
        bool main_stopped = false;
    };
    /// What one proxy believes of one database, and how long that has been wrong.
    struct Pair {
        std::size_t database = 0;
        std::size_t proxy = 0;
        Known status;
        Known pending;
        Known on_the_way;
        std::optional<engine::TrueTime> wrong_since;
        std::optional<std::size_t> violation;  ///< index into found_ while it lasts
    };

    void learn(const engine::Record& record);
    void learn_truth(const engine::Record& record);
    void learn_belief(const engine::Record& record);
    /// The state of `now_` lasts until `until`: is a grace over within that span?
    void settle(engine::TrueTime until, bool at_the_end);
    void settle(Pair& pair, engine::TrueTime until, bool at_the_end);

    [[nodiscard]] bool healthy(const Database& database) const;
    [[nodiscard]] bool fault_open(const Database& database, const Proxy& proxy) const;
    [[nodiscard]] bool wrong(const Pair& pair) const;
    [[nodiscard]] Violation describe(const Pair& pair, engine::TrueTime at) const;
    [[nodiscard]] Pair* pair(std::uint32_t proxy, std::uint32_t database);

    std::vector<Database> databases_;
    std::vector<Proxy> proxies_;
    std::vector<Pair> pairs_;
    std::vector<bool> up_;  ///< hosts that have power and do not stand still
    Cuts cuts_;
    std::vector<Violation> found_;
    engine::TrueTime now_;
};

}  // namespace sim::checks
