// Which tables decide in this logic, and how a rule says that it fired. The tables themselves stand
// with the code that they steer; rules.cpp makes the text of all of them for the catalogue.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "failover/logic.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {

/// Index of a table in the catalogue.
enum class Table : std::uint16_t {
    watchdog,      ///< state x event (watchdog_states.hpp)
    packets,       ///< what a packet does in every state (watchdog_packets.hpp)
    contest,       ///< of two leaders (parts/election.hpp)
    quorum,        ///< parts/quorum.hpp
    lock,          ///< lock.hpp
    answers,       ///< node_request_call.hpp
    statuses,      ///< status_changes.hpp
    health,        ///< health_check.hpp
    children,      ///< failover_procedure.hpp
    sync_status,   ///< sync.hpp
    sync_restart,  ///< sync.hpp
};

[[nodiscard]] constexpr RuleId rule(Table table, std::size_t row) {
    return {static_cast<std::uint16_t>(table), static_cast<std::uint16_t>(row)};
}

/// A row of a table of which the first that fits decides.
template <class Facts, class Verdict>
struct Decision {
    bool (*fits)(const Facts& facts);
    Verdict verdict;
    std::string_view when;  ///< in words, what `fits` asks for beyond the rows above
    std::string_view does;
};

/// Decides by a table and says so. REQUIRES: one of the rows fits whatever the facts.
template <class Facts, class Verdict>
[[nodiscard]] Verdict decide(Outbox& out, Table table,
                             std::span<const Decision<Facts, Verdict>> rules, const Facts& facts) {
    const auto decides = [&](std::size_t row) {
        const Tampering tampering = out.host().tampering(rule(table, row));
        if (tampering == Tampering::struck_out) return false;
        return rules[row].fits(facts) != (tampering == Tampering::turned);
    };
    std::size_t row = 0;
    while (row < rules.size() && !decides(row)) ++row;
    LOGIC_ASSERT(row < rules.size());
    out.applied(rule(table, row));
    return rules[row].verdict;
}

/// All tables as text, in the order of Table.
[[nodiscard]] std::span<const RuleTable> rule_tables();

}  // namespace failover::interlock
