// Oracles watch every run without being asked: each is a fold over the run's facts. They see what
// the world wrote and nothing else, so that neither can bend the other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "failover/catalogue.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

class Oracle {
  public:
    virtual ~Oracle() = default;
    /// Takes the next record. REQUIRES: in the order of the run.
    virtual void take(const engine::Record& record) = 0;
    /// The run has ended: everything that was found, in order of time.
    [[nodiscard]] virtual std::vector<Violation> finish(engine::TrueTime end) = 0;
};

enum class OracleKind : std::uint8_t { safety, liveness, data, operations };

/// What an oracle is told about the cluster before the run's first record.
struct Surroundings {
    const scenario::Scenario& scenario;
    const failover::Catalogue& catalogue;
};

struct OracleEntry {
    std::string_view id;
    OracleKind kind = OracleKind::safety;
    std::string_view statement;  ///< what it says must never be
    std::string_view guard;      ///< what keeps it from crying wolf
    std::unique_ptr<Oracle> (*make)(const Surroundings&) = nullptr;
};

/// All oracles; `simrun help oracles` prints this table.
[[nodiscard]] std::span<const OracleEntry> oracles();
/// Their ids, for whoever checks `outcome` and `waive`.
[[nodiscard]] std::span<const std::string_view> oracle_ids();
[[nodiscard]] std::string_view to_string(OracleKind kind);
/// Whether it says that something will not end by itself. `oracle`: one of the ids.
[[nodiscard]] bool is_liveness(std::string_view oracle);

}  // namespace sim::checks
