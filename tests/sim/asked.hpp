// The program as a user meets it: words in, an exit status and two texts out. Its own streams and
// signals are not part of it.
#pragma once

#include <string>
#include <vector>

#include "sim/simrun/program.hpp"

namespace sim::simrun {

struct Answer {
    int exit = 0;
    std::string out;
    std::string err;
};

inline Answer ask(const std::vector<std::string>& words) {
    Answer answer;
    Output out(answer.out);
    Output err(answer.err);
    answer.exit = run_program(words, builtin_logics(), out, err);
    return answer;
}

}  // namespace sim::simrun
