// A fold over a run's records gives its verdict: every oracle, every expectation of the file, and
// what the file waived, pinned or announced in vain.
#pragma once

#include <optional>
#include <span>

#include "engine/choices.hpp"
#include "sim/checks/oracle.hpp"
#include "sim/world/run.hpp"

namespace sim::checks {

/// What a run left behind, as far as a verdict needs it.
struct Ran {
    std::span<const engine::Record> records;  ///< facts at least
    engine::TrueTime serving;
    engine::TrueTime end;
    bool as_expected = true;  ///< what the world itself found about the steps
    bool cut_short = false;   ///< somebody asked to stop early: what is missing is no news
    bool deterministic = true;
    std::optional<facts::Limit> limit;
    engine::Impossible impossible;
    std::span<const engine::Pin> unasked;
};

/// What a run left, as it stands in it: valid while the run does.
[[nodiscard]] Ran ran_of(const world::Run& run);

[[nodiscard]] Verdict judge(const scenario::Scenario& scenario,
                            const failover::Catalogue& catalogue, const Ran& run);

}  // namespace sim::checks
