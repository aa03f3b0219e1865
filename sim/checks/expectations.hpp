// What the file expected and a run did not show: observations, tables, answers, exit statuses,
// steps that did not come to their end.
#pragma once

#include <span>
#include <vector>

#include "engine/record.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

// What the index of an observation record counts, besides a step's own: the world writes
// them so.
inline constexpr std::uint32_t first_always = 1000;  ///< [[always]] conditions of the run
inline constexpr std::uint32_t first_never = 2000;   ///< [[never]] conditions of the run
inline constexpr std::uint32_t first_log = 3000;     ///< log expectations of the step
inline constexpr std::uint32_t first_look = 4000;    ///< looks of the step
inline constexpr std::uint32_t first_answer = 5000;  ///< answers to its actions

[[nodiscard]] std::vector<Unmet> unmet_expectations(const scenario::Scenario& scenario,
                                                    std::span<const engine::Record> records);

}  // namespace sim::checks
