// The catalogue of logics: the only place of the program that sees concrete ones.
#include <vector>

#include "failover/logics/interlock/interlock.hpp"
#include "failover/logics/naive/naive.hpp"
#include "sim/simrun/program.hpp"

namespace sim::simrun {

std::span<const world::LogicEntry> builtin_logics() {
    static const std::vector<world::LogicEntry> entries{
        world::logic_entry<failover::interlock::Interlock>(
            "interlock",
            "Pgpool-II 3.6 and KingbaseES V8R3: failover by an interlock of the watchdogs"),
        world::logic_entry<failover::naive::Naive>(
            "naive", "the tutorial's: looks at every database, does nothing about it")};
    return entries;
}

}  // namespace sim::simrun
