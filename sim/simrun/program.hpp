// The program, callable: what `main` does, with its streams given. Exit codes as scenario-format
// defines them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/simrun/output.hpp"
#include "sim/world/logic_box.hpp"

namespace sim::simrun {

/// Runs the program on `arguments` (without the program's name) and returns its exit code.
/// `logics`: what scenarios may name; a user's own `main` adds its entry.
[[nodiscard]] int run_program(const std::vector<std::string>& arguments,
                              std::span<const world::LogicEntry> logics, Output& out, Output& err);

/// The logics that come with the program.
[[nodiscard]] std::span<const world::LogicEntry> builtin_logics();

}  // namespace sim::simrun
