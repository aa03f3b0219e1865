// Who noticed that a logic was wrong: planted faults, by kind and by who killed them, and those
// that nobody killed.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/style.hpp"

namespace reports {

struct MutantResult {
    std::string kind;                 ///< "rules struck out"
    std::string name;                 ///< "lock: START, nobody, the leader"
    std::array<bool, 3> killed_by{};  ///< oracles, expectations, the log
    std::uint32_t played = 0;         ///< stories that it could have changed
    std::uint32_t changed = 0;        ///< of these: became another run
    std::string first_changed;        ///< the first of those

    [[nodiscard]] bool killed() const { return killed_by[0] || killed_by[1] || killed_by[2]; }
};

/// A row a kind, the share of all that died, and the survivors with what is known of them.
[[nodiscard]] std::string mutants_text(const std::vector<MutantResult>& mutants,
                                       const Style& style);

}  // namespace reports
