#include "sim/simrun/failures.hpp"

#include <fmt/format.h>

#include "sim/scenario/verbs.hpp"

namespace sim::simrun {

std::string_view failure_of(int exit_code) {
    switch (exit_code) {
        case 2:
            return "impossible plan";
        case 4:
            return "not deterministic";
        case 5:
            return "limit";
        default:
            return "simulator";
    }
}

std::string rule_text(const failover::Catalogue& catalogue, const failover::RuleId& id) {
    const failover::RuleTable& table = catalogue.tables[id.table];
    std::vector<std::string_view> when;
    for (const std::string& cell : table.rules[id.row].cells) {
        if (!cell.empty()) when.push_back(cell);
    }
    when.pop_back();
    return fmt::format("{}: {}", table.name, fmt::join(when, ", "));
}

std::vector<reports::FailureClass> failures_of(const search::Outcome& outcome,
                                               const failover::Catalogue& catalogue) {
    std::vector<reports::FailureClass> failures;
    for (const search::Signature& one : outcome.signatures) {
        const std::string verb =
            one.verb ? std::string(scenario::rule_of(*one.verb).name) : std::string();
        failures.push_back({std::string(one.oracle), verb,
                            one.rule ? rule_text(catalogue, *one.rule) : std::string()});
    }
    if (failures.empty() && outcome.exit_code != 0) {
        failures.push_back({std::string(failure_of(outcome.exit_code)), {}, {}});
    }
    return failures;
}

}  // namespace sim::simrun
