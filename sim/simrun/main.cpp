#include <csignal>
#include <cstdio>

#include "sim/simrun/program.hpp"

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away ends us quietly (Output)
    sim::simrun::Output out(stdout);
    sim::simrun::Output err(stderr);
    return sim::simrun::run_program({words + 1, words + count}, sim::simrun::builtin_logics(), out,
                                    err);
}
