// What a run came to in numbers: how long each proxy believed what was not so, how many
// sessions were cut, and whether it took an operator to end it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/record.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

/// A span during which a proxy that served believed of a database what was not so.
struct WrongBelief {
    failover::ProxyId proxy;
    facts::DatabaseId database;
    /// A database that runs and streams (or is primary) held down; or one that is stopped or
    /// stands still held up.
    enum class What : std::uint8_t { down_though_healthy, up_though_dead } what{};
    engine::TrueTime since;
    engine::TrueTime until;  ///< the end of the run while `open`
    bool open = false;       ///< still wrong when the run ended
    bool by_hand = false;    ///< an operator's pcp command about that database came before its end
    [[nodiscard]] engine::Duration span() const { return until - since; }
};

struct Measures {
    std::vector<WrongBelief> wrong;  ///< in order of `until`
    std::uint64_t sessions_cut = 0;  ///< of all clients: loads and operators
    /// Something was stuck, ended by hand, or was still wrong when all had settled.
    bool operator_needed = false;

    /// The longest of `wrong`, the earliest of equals; nullptr: no belief was ever wrong.
    [[nodiscard]] const WrongBelief* longest() const;
    /// Of all proxies and databases: two proxies wrong for a minute are two minutes.
    [[nodiscard]] engine::Duration wrong_in_all() const;
};

/// `verdict`: of the same run; its liveness violations are what is stuck. `records`: facts at
/// least.
[[nodiscard]] Measures measure(const scenario::Scenario& scenario, const Verdict& verdict,
                               std::span<const engine::Record> records, engine::TrueTime end);

}  // namespace sim::checks
