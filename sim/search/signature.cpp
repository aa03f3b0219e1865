#include "sim/search/signature.hpp"

#include <algorithm>

#include "sim/facts/facts.hpp"

namespace sim::search {

namespace {

using checks::Violation;
using engine::Record;
using facts::Kind;

constexpr std::uint32_t low = 0xffff;

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

/// The verb of the action that the causes of a record begin with.
std::optional<scenario::Verb> root_verb(const scenario::Scenario& scenario,
                                        const std::vector<Record>& records, const Record* from) {
    while (from != nullptr && from->kind != static_cast<std::uint16_t>(Kind::action_began)) {
        from = from->cause == 0 ? nullptr : engine::find(records, from->cause);
    }
    if (from == nullptr) return std::nullopt;
    return scenario.steps[from->words[0]].actions[from->words[1]].verb;
}

/// The last line that the process which wrote the last of these records logged before it; else the
/// last one that anybody did.
std::string_view last_message(const failover::Catalogue& catalogue, std::span<const Record> up_to) {
    const std::uint16_t process = up_to.back().process;
    std::string_view anybody;
    for (auto at = up_to.rbegin(); at != up_to.rend(); ++at) {
        if (at->kind != static_cast<std::uint16_t>(Kind::log_line)) continue;
        const std::string_view key = catalogue.messages[at->words[2] & low].key;
        if (at->process == process) return key;
        if (anybody.empty()) anybody = key;
    }
    return anybody;
}

}  // namespace

std::vector<Signature> signatures(const scenario::Scenario& scenario,
                                  const failover::Catalogue& catalogue,
                                  const checks::Verdict& verdict,
                                  const std::vector<Record>& records) {
    std::vector<Signature> found;
    for (const Violation& violation : verdict.violations) {
        if (violation.waived) continue;
        Signature signature{violation.oracle, std::nullopt, {}};
        if (const Record* record = anchor(violation, records)) {
            signature.verb = root_verb(scenario, records, record);
            const auto end = static_cast<std::size_t>(record - records.data()) + 1;
            signature.message = last_message(catalogue, std::span(records).first(end));
        }
        if (std::ranges::find(found, signature) == found.end()) found.push_back(signature);
    }
    return found;
}

}  // namespace sim::search
