// A parameter of the product as a value: its kind, unit and range, checked with the complaints that
// a scenario and the product's own file share.
#pragma once

#include <optional>

#include "failover/catalogue.hpp"
#include "failover/logic.hpp"
#include "sim/scenario/reader.hpp"

namespace sim::scenario {

/// The value that a file gives: booleans as 0/1, spans in nanoseconds, words as their index. None
/// after a complaint.
[[nodiscard]] std::optional<failover::ParameterValue> parameter_value(
    Reader& reader, const failover::Parameter& parameter, const Entry& value);

}  // namespace sim::scenario
