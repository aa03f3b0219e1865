// A sweep told: the certificate of how much was tried, the classes of failure, and a map of the
// moments at which a fault leads to one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/time.hpp"
#include "reports/campaign.hpp"
#include "reports/style.hpp"

namespace reports {

/// Of one class of failure: when which faults lead to it.
struct SweptClass {
    std::uint64_t cases = 0;
    std::map<std::string, std::vector<engine::Duration>> faults;  ///< by name: instants, from t = 0
};

struct SweepResult {
    std::uint64_t instants = 0;
    std::uint64_t seen_before = 0;  ///< instants left out
    std::uint64_t faults = 0;       ///< of the menu
    std::uint64_t cases_each = 0;   ///< of an instant: faults with their targets
    std::uint64_t run = 0;
    std::uint64_t same = 0;                      ///< ended as another case did, event by event
    engine::Duration length{};                   ///< of the story without a fault
    std::map<FailureClass, SweptClass> classes;  ///< that the story itself does not have
};

[[nodiscard]] std::string sweep_text(const SweepResult& result, const Style& style);

}  // namespace reports
