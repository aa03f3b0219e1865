// What a simulated run showed at the instants at which a recording's snapshots were taken: tables
// that the story asks for, and from the run's facts status files and replication views.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fidelity/recording.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {

/// The run's clock on the wall, in milliseconds of the day.
[[nodiscard]] std::int64_t wall_clock(const Judged& judged, engine::TrueTime at);

/// The recording's clock beside the run's: both show their tables in the same order, so an instant
/// of the one is as long after its last table as the same instant of the other.
class Clock {
  public:
    Clock(const std::vector<fidelity::Snapshot>& recorded,
          const std::vector<fidelity::Snapshot>& simulated);
    [[nodiscard]] std::int64_t simulated(std::int64_t recorded) const;

  private:
    std::vector<std::pair<std::int64_t, std::int64_t>> known_;  ///< recorded, simulated
};

/// The tables that the story's looks got, and its operator's sessions of psql, in order.
[[nodiscard]] std::vector<fidelity::Snapshot> pool_nodes_of(const Prepared& prepared,
                                                            const Judged& judged);

/// What each file said when the recorded one was read.
[[nodiscard]] std::vector<fidelity::StatusText> status_files_of(const Judged& judged,
                                                                const fidelity::Recording& recorded,
                                                                const Clock& clock);

/// Which standbys each database fed when the recorded one was asked.
[[nodiscard]] std::vector<fidelity::ReplicationView> replication_of(
    const Judged& judged, const fidelity::Recording& recorded, const Clock& clock);

}  // namespace sim::simrun
