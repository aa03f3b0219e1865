// Holds one log against another, stream by stream.
// What is equal is told line by line, so that more can be held against it: which came first.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/fidelity/streams.hpp"

namespace sim::fidelity {

/// The first place where a stream of both logs differs.
struct Difference {
    std::string stream;
    std::size_t at = 0;    ///< index of the line
    std::string recorded;  ///< "(nothing)" where the stream is at its end
    std::string simulated;
    std::size_t lines = 0;  ///< how many lines the longer stream has from there on
};

struct Comparison {
    /// Entry::number of a recorded line and of the simulated one that equals it.
    std::vector<std::pair<std::size_t, std::size_t>> equal;
    std::vector<Difference> differences;
};

[[nodiscard]] Comparison compare(const std::vector<Stream>& recorded,
                                 const std::vector<Stream>& simulated);

/// Three lines for a person.
[[nodiscard]] std::string describe(const Difference& difference);

}  // namespace sim::fidelity
