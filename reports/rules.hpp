// A logic's tables of rules, printed and drawn, and how often runs came by each rule. Works on any
// logic's tables (failover/rules.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "failover/rules.hpp"
#include "reports/style.hpp"

namespace reports {

/// How often a rule fired in all runs, in how many of them, and in which first.
struct RuleCount {
    std::uint64_t fired = 0;
    std::uint64_t runs = 0;
    std::string first;
};

/// The counts of every rule of every table of a logic.
class RuleCounts {
  public:
    explicit RuleCounts(std::span<const failover::RuleTable> tables);

    /// REQUIRES: a rule of one of the tables.
    void add(failover::RuleId rule, std::uint64_t fired, const std::string& run);
    [[nodiscard]] const RuleCount& of(std::size_t table, std::size_t row) const {
        return counts_[table][row];
    }

  private:
    std::vector<std::vector<RuleCount>> counts_;
};

/// The table, a row a rule.
[[nodiscard]] std::string rules_text(const failover::RuleTable& table, const Style& style);
/// The table as a graph for `dot`: states and what leads from one to another, or the cases of the
/// first column and what they come to.
[[nodiscard]] std::string rules_dot(const failover::RuleTable& table);
/// The tables with counts: reached by runs, by tests of the logic alone, or not at all. A line for
/// each table at the end.
[[nodiscard]] std::string coverage_text(std::span<const failover::RuleTable> tables,
                                        const RuleCounts& counts, const Style& style);

}  // namespace reports
