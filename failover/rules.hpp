// A logic's rules as text: tables that `simrun show logic` prints and draws and `simrun coverage`
// counts, knowing nothing of the logic. What a run needs of a rule is its number alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace failover {

/// Which rule: a table, index into Catalogue::tables, and a row of it.
struct RuleId {
    std::uint16_t table = 0;
    std::uint16_t row = 0;
    constexpr auto operator<=>(const RuleId&) const = default;
};

struct Rule {
    std::vector<std::string> cells;  ///< one for each column
    /// Why no run of the world comes here; then a test of the logic alone does. Empty: stories do.
    std::string_view tests_only;
};

/// A table of rules. A `machine`'s first column is a state, its second what happens there, and its
/// last one mentions by name every state that the rule may lead to; in another table the first
/// column leads to the last one under the conditions between.
struct RuleTable {
    std::string_view name;    ///< "lock"
    std::string_view title;   ///< a line
    std::string_view source;  ///< where the product's rule is written down: "semantics-3.6 §7.5"
    std::vector<std::string_view> columns;
    std::vector<Rule> rules;
    bool machine = false;
    bool first_fit = false;  ///< the first row decides whose condition holds
};

}  // namespace failover
