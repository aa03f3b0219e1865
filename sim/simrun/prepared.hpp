// A scenario ready to run: loaded, its logic and dialect found, its names at hand for reports.
// What all commands share before and after a run.
#pragma once

#include <optional>
#include <string>

#include "reports/cluster.hpp"
#include "reports/dialect.hpp"
#include "reports/story.hpp"
#include "sim/checks/judge.hpp"
#include "sim/scenario/load.hpp"
#include "sim/simrun/commands.hpp"
#include "sim/world/run.hpp"

namespace sim::simrun {

struct Prepared {
    scenario::Scenario scenario;
    const world::LogicEntry* logic = nullptr;
    const reports::Dialect* dialect = nullptr;
    reports::Cluster cluster;  ///< `serving` is set by each run
    reports::Script script;
};

/// Loads the request's file and picks its variant; prints what is wrong and returns nothing.
[[nodiscard]] std::optional<Prepared> prepare(const Request& request, const Surroundings& with);

/// The seed to run under: the request's, else the file's.
[[nodiscard]] std::uint64_t seed_of(const Request& request, const Prepared& prepared);

/// world::run with the words of the story's dialect.
[[nodiscard]] world::Run play(const Prepared& prepared, const world::RunOptions& options);

/// The same, where the simulator's own failure is caught: printed with scenario and seed,
/// nothing returned, exit code 70.
[[nodiscard]] std::optional<world::Run> run(const Prepared& prepared,
                                            const world::RunOptions& options,
                                            const Surroundings& with);

[[nodiscard]] checks::Verdict judge(const Prepared& prepared, const world::Run& run,
                                    bool cut_short);

/// Names for reports (naming.cpp).
[[nodiscard]] reports::Cluster names_of(const scenario::Scenario& scenario,
                                        const failover::Catalogue& catalogue);
/// The steps in words (script.cpp).
[[nodiscard]] reports::Script script_of(const scenario::Scenario& scenario);

}  // namespace sim::simrun
