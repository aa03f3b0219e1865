// From a tree to the canonical text of a file: the one that a careful person would write. It means
// what the tree says, keeps the tree's remarks, and is its own canonical text. `simrun fmt` and
// whoever makes scenarios write files through this.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/document.hpp"

namespace sim::scenario {

/// Keys, sections and elements stay in the order of the tree. An order is part of a story: a step
/// reads from its action to what is observed, a remark speaks of what stands above it. Only what
/// TOML demands is moved: plain keys stand before the sections of the same table.
/// REQUIRES: `root` is a table, its texts and keys are UTF-8, its remarks empty or begin with `#`.
[[nodiscard]] std::string write(const Entry& root);

/// The canonical text of a file's text. A syntax error is the one diagnostic; errors of meaning do
/// not matter. `name` stands in diagnostics.
[[nodiscard]] Parsed<std::string> canonical(const std::string& name, std::string_view text);

}  // namespace sim::scenario
