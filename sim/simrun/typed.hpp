// What the operator of a recorded story typed, and what was printed: pcp commands and single
// queries, as `steps.md` of a recording keeps them (sim/fidelity/commands).
#pragma once

#include <vector>

#include "sim/fidelity/commands.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {

/// In the order in which they were typed. Of psql: the sessions of the client `typed`.
[[nodiscard]] std::vector<fidelity::Command> commands_of(const Prepared& prepared,
                                                         const Judged& judged);

}  // namespace sim::simrun
