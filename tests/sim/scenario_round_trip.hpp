// What must hold of every text that is TOML, whatever it says: its canonical text says the same,
// keeps every comment, and is its own canonical text. Shared by tests and the fuzzer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"

namespace sim::scenario::tests {

/// The comments of a tree, sorted.
[[nodiscard]] std::vector<std::string> comments_of(const Entry& root);

/// Empty, or what does not hold of this text. A text that is no TOML has no canonical text.
[[nodiscard]] std::string round_trip_problem(std::string_view text);

}  // namespace sim::scenario::tests
