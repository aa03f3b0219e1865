// A recorded story, run: what its proxies logged, showed, wrote and answered, in the form in which
// recordings of the real product are kept (sim/fidelity).
#pragma once

#include <cstdint>
#include <string>

#include "sim/fidelity/recording.hpp"
#include "sim/fidelity/report.hpp"
#include "sim/simrun/options.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {

/// One run of a story. Files are read when the recording did, counted from its tables.
[[nodiscard]] fidelity::Recording as_recording(const Prepared& prepared, const world::Run& run,
                                               const fidelity::Recording& recorded);

/// Where the story's `source` says that its recording lies, in `recordings` instead of
/// tests/recordings.
[[nodiscard]] fidelity::Place recorded_at(const Prepared& prepared, const std::string& recordings);

/// Runs the story under its own seed and holds it against its recording. What the story itself
/// expects counts as a part. Throws std::runtime_error if there is no recording.
[[nodiscard]] fidelity::Report hold_against(const Prepared& prepared, const fidelity::Place& place,
                                            std::vector<fidelity::Allowed>& allowed);

/// `simrun fidelity`: prints each story's report; 0, or 3 if anything differs.
[[nodiscard]] int fidelity(const Words& words, const Surroundings& with);

/// The logs alone, for samples of delays under many seeds.
[[nodiscard]] std::vector<fidelity::Log> logs_of(const Prepared& prepared, std::uint64_t seed);

}  // namespace sim::simrun
