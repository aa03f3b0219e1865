// Which log lines came about through which lines of other processes: read from the causes that a
// run's records keep.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/record.hpp"
#include "sim/fidelity/recording.hpp"

namespace sim::simrun {

/// Where the message of a log_line record stands.
using LoggedRecords = std::map<engine::Sequence, fidelity::Moment>;

/// For each line the last one of another process that was written before what led to it was sent.
[[nodiscard]] std::vector<fidelity::Before> what_led_to_what(
    const std::vector<engine::Record>& records, const LoggedRecords& logged);

}  // namespace sim::simrun
