// Literals of conditions as values, and who of the cluster could be meant by a name. What the
// checker of conditions asks while it walks the syntax.
#pragma once

#include <cstddef>
#include <string>

#include "sim/scenario/condition.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/syntax.hpp"

namespace sim::scenario {

/// A literal's type and value. REQUIRES: `syntax` is a literal.
[[nodiscard]] Read<Node> literal_node(const Syntax& syntax);

/// How many databases or proxies there are.
[[nodiscard]] std::size_t members(const KnownNames& names, Type type);

/// "databases on: node101, node102", for a help; empty if there is none.
[[nodiscard]] std::string who_has(const KnownNames& names, Type type);

/// Names and words that may stand where a value of that type is wanted; none: anything.
[[nodiscard]] std::vector<std::string_view> valid_names(const KnownNames& names, Type type);

}  // namespace sim::scenario
