#include "sim/simrun/failures.hpp"

#include "sim/scenario/verbs.hpp"

namespace sim::simrun {
namespace {

std::string message_of(std::span<const world::LogicEntry> logics, std::string_view key) {
    for (const world::LogicEntry& logic : logics) {
        for (const failover::MessageText& message : logic.catalogue->messages) {
            if (message.key == key) return std::string(message.text);
        }
    }
    return std::string(key);
}

/// What failed where no oracle says it.
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

}  // namespace

std::vector<reports::FailureClass> failures_of(const search::Outcome& outcome,
                                               std::span<const world::LogicEntry> logics) {
    std::vector<reports::FailureClass> failures;
    for (const search::Signature& one : outcome.signatures) {
        const std::string verb =
            one.verb ? std::string(scenario::rule_of(*one.verb).name) : std::string();
        failures.push_back({std::string(one.oracle), verb, message_of(logics, one.message)});
    }
    if (failures.empty() && outcome.exit_code != 0) {
        failures.push_back({std::string(failure_of(outcome.exit_code)), {}, {}});
    }
    return failures;
}

}  // namespace sim::simrun
