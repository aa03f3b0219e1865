#include "sim/search/signature.hpp"

#include <algorithm>

#include "sim/facts/facts.hpp"

namespace sim::search {

namespace {

using checks::Violation;
using engine::Record;
using facts::Kind;

bool is(const Record& record, Kind kind) { return Kind{record.kind} == kind; }

bool is_belief(const Record& record) {
    return record.kind >= static_cast<std::uint16_t>(Kind::believed_status) &&
           record.kind <= static_cast<std::uint16_t>(Kind::believed_lock);
}

/// The record in which a violation shows best: a belief that was looked at, else whatever was; else
/// the last one before it.
const Record* anchor(const Violation& violation, const std::vector<Record>& records) {
    const Record* found = nullptr;
    for (const checks::Evidence& evidence : violation.evidence) {
        const Record* record = engine::find(records, evidence.record);
        if (record == nullptr) continue;
        if (is_belief(*record)) return record;
        if (found == nullptr || record->number > found->number) found = record;
    }
    if (found != nullptr || records.empty()) return found;
    const auto after = std::ranges::upper_bound(records, violation.since, {},
                                                [](const Record& record) { return record.at(); });
    return after == records.begin() ? nullptr : &*std::prev(after);
}

/// Follows the causes of the record, from it to the beginning of the run.
Signature way_to(const scenario::Scenario& scenario, const std::vector<Record>& records,
                 const Record* at) {
    Signature found;
    for (; at != nullptr; at = at->cause == 0 ? nullptr : engine::find(records, at->cause)) {
        if (is(*at, Kind::rule_applied) && !found.rule) {
            found.rule = failover::RuleId{static_cast<std::uint16_t>(at->words[2]),
                                          static_cast<std::uint16_t>(at->words[3])};
        }
        if (is(*at, Kind::action_began)) {
            found.verb = scenario.steps[at->words[0]].actions[at->words[1]].verb;
        }
    }
    return found;
}

}  // namespace

std::vector<Signature> signatures(const scenario::Scenario& scenario,
                                  const checks::Verdict& verdict,
                                  const std::vector<Record>& records) {
    std::vector<Signature> found;
    for (const Violation& violation : verdict.violations) {
        if (violation.waived) continue;
        Signature signature = way_to(scenario, records, anchor(violation, records));
        signature.oracle = violation.oracle;
        if (std::ranges::find(found, signature) == found.end()) found.push_back(signature);
    }
    return found;
}

}  // namespace sim::search
