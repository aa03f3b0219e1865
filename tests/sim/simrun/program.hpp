// The program called as a function: what it writes and its exit code. Streams are texts, so there
// is neither a terminal nor a colour.
#pragma once

#include <string>
#include <vector>

#include "sim/simrun/program.hpp"

namespace sim::simrun::tests {

struct Said {
    std::string out;
    std::string err;
    int exit_code = 0;
};

inline Said simrun(const std::vector<std::string>& arguments) {
    Said said;
    Output out(said.out);
    Output err(said.err);
    said.exit_code = run_program(arguments, builtin_logics(), out, err);
    return said;
}

/// A path of the repository.
inline std::string ours(const std::string& path) {
    return std::string(SIMRUN_SOURCE_DIR) + "/" + path;
}

}  // namespace sim::simrun::tests
