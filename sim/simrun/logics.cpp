// The catalogue of logics: the only place of the program that sees a concrete one.
#include <vector>

#include "failover/logics/interlock/interlock.hpp"
#include "sim/simrun/program.hpp"

namespace sim::simrun {

std::span<const world::LogicEntry> builtin_logics() {
    static const std::vector<world::LogicEntry> entries{
        world::logic_entry<failover::interlock::Interlock>(
            "interlock",
            "Pgpool-II 3.6 and KingbaseES V8R3: failover by an interlock of the watchdogs")};
    return entries;
}

}  // namespace sim::simrun
