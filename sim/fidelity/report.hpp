// Holds a simulated run against a recording, whole: every part of it, and what came of each.
// Two recordings in one form go in; counts and the differences in words come out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/fidelity/allowed.hpp"
#include "sim/fidelity/delays.hpp"
#include "sim/fidelity/recording.hpp"

namespace sim::fidelity {

/// One kind of thing that was compared.
struct Part {
    std::string name;  ///< "log pgpool1", "show pool_nodes", "status files", …
    std::string unit;  ///< "lines", "cells", "pairs", "delays"
    std::size_t equal = 0;
    std::size_t allowed = 0;  ///< recorded lines that the table of allowed ones leaves out
    std::size_t not_compared = 0;
    std::vector<std::string> different;  ///< each in words
};

struct Report {
    std::string story;
    std::vector<Part> parts;
    [[nodiscard]] bool equal() const;
};

/// `allowed` counts what was used of it.
[[nodiscard]] Report compare(const Recording& recorded, const Recording& simulated,
                             std::vector<Allowed>& allowed);

/// A table of the parts, each difference below it.
[[nodiscard]] std::string to_text(const Report& report);

}  // namespace sim::fidelity
