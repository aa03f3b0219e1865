// Who would notice if the logic were wrong? Faults are planted into it, one at a time: every rule
// of its tables struck out or turned, every process's timers doubled, every later fix switched on.
// Each mutant plays the stories that it could change, and is judged by the oracles, by the stories'
// expectations, and by the log against that of the logic as it is.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "failover/catalogue.hpp"
#include "sim/search/laboratory.hpp"

namespace sim::search {

struct Mutant {
    enum class Kind : std::uint8_t { struck_out, turned, slow_timers, later_fix } kind{};
    world::Mutation mutation;
    std::size_t toggle = 0;  ///< of a later fix: index into Catalogue::parameters
};
inline constexpr std::size_t mutant_kinds = 4;

/// All mutants of a logic, in the order of its tables, roles and parameters.
[[nodiscard]] std::vector<Mutant> mutants_of(const failover::Catalogue& catalogue);

/// Who can kill a mutant.
enum class Killer : std::uint8_t { oracles, expectations, log };
inline constexpr std::size_t killers = 3;

/// A story under the logic as it is.
struct Original {
    const scenario::Scenario* story = nullptr;
    std::set<failover::RuleId> fired;
    std::uint64_t fingerprint = 0;
    std::uint64_t log = 0;              ///< of the lines of all proxies, without their times
    std::array<bool, killers> fails{};  ///< what it fails as it is, nobody learns from again
};
[[nodiscard]] Original original_of(const scenario::Scenario& story, const Laboratory& laboratory);

struct Fate {
    std::array<bool, killers> killed_by{};
    std::uint32_t played = 0;   ///< stories that it could have changed
    std::uint32_t changed = 0;  ///< of these: became another run
    const scenario::Scenario* first_changed = nullptr;
    [[nodiscard]] bool killed() const { return killed_by[0] || killed_by[1] || killed_by[2]; }
};

/// Plays a mutant until all three have killed it, or there is no story left. Stories whose original
/// never came by its rule, or by the table of a rule that is turned, are the same and left out.
[[nodiscard]] Fate fate_of(const Mutant& mutant, std::span<const Original> originals,
                           const Laboratory& laboratory);

}  // namespace sim::search
