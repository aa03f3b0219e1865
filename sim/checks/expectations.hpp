// What the file expected and a run did not show: observations, tables, answers, exit statuses,
// steps that did not come to their end.
#pragma once

#include <span>
#include <vector>

#include "engine/record.hpp"
#include "sim/checks/verdict.hpp"
#include "sim/facts/places.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

using facts::first_always;
using facts::first_answer;
using facts::first_log;
using facts::first_look;
using facts::first_never;

[[nodiscard]] std::vector<Unmet> unmet_expectations(const scenario::Scenario& scenario,
                                                    std::span<const engine::Record> records);

}  // namespace sim::checks
