#include "sim/simrun/laboratory.hpp"

#include "engine/assert.hpp"
#include "sim/simrun/log_words.hpp"
#include "sim/simrun/step_alarm.hpp"

namespace sim::simrun {

search::Laboratory laboratory_of(const Catalogues& catalogues,
                                 std::span<const world::LogicEntry> logics) {
    search::Laboratory laboratory{catalogues.view(), logics, {}};
    laboratory.run = [logics](const scenario::Scenario& scenario,
                              const world::RunOptions& options) {
        const world::LogicEntry* logic = world::find_logic(logics, scenario.logic);
        const reports::Dialect* dialect = reports::find_dialect(scenario.dialect);
        SIM_ASSERT(logic != nullptr);  // the loader has checked both names
        SIM_ASSERT(dialect != nullptr);
        const reports::Cluster cluster = names_of(scenario, *logic->catalogue);
        const LogWords words(cluster, *dialect);
        world::StepWatch watch;
        const StepAlarm alarm(watch, whose_run(scenario, options.seed));
        world::RunOptions own = options;
        own.words = &words;
        own.step_watch = &watch;
        return world::run(scenario, *logic, own);
    };
    return laboratory;
}

}  // namespace sim::simrun
