// Made-up trees and texts for tests of the writer: every kind of value, the format's own sections,
// keys and texts that need every kind of quoting, comments wherever TOML allows one. The same seed
// makes the same ones everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"

namespace sim::scenario::tests {

/// A text as nobody should write it, and the comments in it, each of them once.
struct Untidy {
    std::string text;
    std::vector<std::string> comments;
};

class Generator {
  public:
    explicit Generator(std::uint64_t seed) : state_(seed) {}

    /// A table without places and remarks.
    [[nodiscard]] Entry tree();
    /// A tree's text, written carelessly.
    [[nodiscard]] Untidy text();

  private:
    friend class CarelessWriter;
    std::uint64_t below(std::uint64_t bound);
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    std::string word();
    std::string any_text();
    std::string key();
    Entry value(int depth);
    Entry scalar();
    Entry table(int depth, std::uint64_t most);
    Entry list_of_tables(int depth);

    std::uint64_t state_;
};

}  // namespace sim::scenario::tests
