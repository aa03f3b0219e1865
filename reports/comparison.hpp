// Two clusters, configurations or logics compared: how each did at worst and as a rule, which
// failures one has that the other has not, how sure that is, and where they part first.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time.hpp"
#include "reports/style.hpp"

namespace reports {

/// Of pairs that differ: in how many the other side is worse or better, and how often chance alone
/// would split them so unevenly (once in so many comparisons; 1: any time).
struct Split {
    std::uint64_t worse = 0;
    std::uint64_t better = 0;
    std::uint64_t chance_is_once_in = 1;
};

/// A figure of all runs in which both sides have it.
struct ComparedFigure {
    std::string name;
    bool is_span = false;                           ///< in ns
    std::array<std::array<std::int64_t, 3>, 2> at;  ///< of each side: p50, p99, the greatest
    Split split;
};

/// A way to fail, or all of them together.
struct ComparedFailure {
    std::string name;
    std::array<std::uint64_t, 2> seeds{};  ///< in how many, of each side
    Split split;                           ///< worse: gained by the other side; better: lost
    std::optional<std::uint64_t> first_gained;
    std::optional<std::uint64_t> first_lost;
};

/// The first truth or belief that differs, in words.
struct ComparedParting {
    std::uint64_t seed = 0;
    std::array<std::string, 2> what;
    std::array<engine::Duration, 2> at{};  ///< from t = 0
};

struct ComparisonResult {
    std::array<std::string, 2> names;  ///< of the sides
    std::string plans;                 ///< "the plans of storm"; empty: the stories as they are
    std::uint64_t first_seed = 0;
    std::uint64_t asked = 0;   ///< seeds
    std::uint64_t run = 0;     ///< of them; fewer: it was interrupted
    std::uint64_t parted = 0;  ///< of those, in which truth or belief came to differ
    std::vector<ComparedFigure> figures;
    ComparedFailure any;
    std::vector<ComparedFailure> failures;
    std::optional<ComparedParting> parting;  ///< of the first seed that has one
};

/// A greatest value that means: to the end of the run.
inline constexpr std::int64_t without_end = INT64_MAX;

[[nodiscard]] std::string comparison_text(const ComparisonResult& result, const Style& style);

}  // namespace reports
