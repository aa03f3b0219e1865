// simrun with one logic more: all that a program of one's own has to be.
#include <vector>

#include "failover/logics/naive/naive.hpp"
#include "sim/simrun/program.hpp"

int main(int count, char** words) {
    const auto builtin = sim::simrun::builtin_logics();
    std::vector<sim::world::LogicEntry> logics(builtin.begin(), builtin.end());
    logics.push_back(
        sim::world::logic_entry<failover::naive::Naive>("own", "a logic of one's own"));
    sim::simrun::Output out(stdout);
    sim::simrun::Output err(stderr);
    return sim::simrun::run_program({words + 1, words + count}, logics, out, err);
}
