// A run's trace in words, to be read by a person and compared by `diff`: every event with what came
// of it, and of two runs the first fold that differs.
#pragma once

#include <span>
#include <string>

#include "reports/cluster.hpp"
#include "sim/world/trace.hpp"

namespace sim::simrun {

/// A fold in one line, without time and lane. `event`: the one that it belongs to.
[[nodiscard]] std::string fold_text(const world::Fold& fold, const world::Fold& event,
                                    const reports::Cluster& cluster);

/// The whole trace: events are numbered from 1, what came of each is indented below it.
[[nodiscard]] std::string trace_text(std::span<const world::Fold> trace,
                                     const reports::Cluster& cluster);

/// Where two traces part: the first differing fold of both, and the event that both still shared.
/// Empty if they do not.
[[nodiscard]] std::string difference_text(std::span<const world::Fold> one,
                                          std::span<const world::Fold> other,
                                          const reports::Cluster& cluster);

/// Name of a lane of the fingerprint.
[[nodiscard]] std::string_view to_string(engine::Lane lane);

}  // namespace sim::simrun
