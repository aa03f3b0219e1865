// What the file expected and a run did not show: observations, tables, answers, exit statuses,
// steps that did not come to their end.
#pragma once

#include <span>
#include <vector>

#include "engine/record.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

/// Index of an observation record from which on it counts [[always]] conditions, then [[never]].
inline constexpr std::uint32_t first_always = 1000;

[[nodiscard]] std::vector<Unmet> unmet_expectations(const scenario::Scenario& scenario,
                                                    std::span<const engine::Record> records);

}  // namespace sim::checks
