// The choices of a run in the form that `[choices]` of a scenario takes: paste what is to be
// pinned.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "reports/cluster.hpp"

namespace reports {

/// One choice that was asked and answered.
struct Choice {
    std::string name;         ///< "node101/session/operator#1/load_balance"
    std::int64_t answer = 0;  ///< nanoseconds, the id of a database, or a number
    enum class Of : std::uint8_t { span, database, number } of = Of::span;
};

/// An answer as `[choices]` takes it: spans and names are quoted.
[[nodiscard]] std::string answer_text(const Choice& choice, const Cluster& cluster);

/// A `[choices]` table, in the order of asking.
[[nodiscard]] std::string choices_text(std::span<const Choice> choices, const Cluster& cluster);

}  // namespace reports
