// From the syntax of a condition to a checked Expression: names become ids by the type that their
// place asks for, every node gets its type.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/expression.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::scenario {

/// What names in conditions may mean.
struct KnownNames {
    std::span<const HostSpec> hosts;
    std::span<const Load> loads;
    std::span<const std::string> given{};  ///< with `as`
    bool in_step = true;                   ///< there is a beginning from which `changes` counts
};

/// One mistake; bytes from the beginning of the text.
struct TextProblem {
    std::size_t offset = 0;
    std::size_t length = 1;
    std::string message;
    std::string help;
};

struct Condition {
    Expression expression;
    std::vector<TextProblem> problems;
    bool only_beliefs = true;  ///< asks no truth: its span may follow from the configuration
};

/// REQUIRES: nothing of `text`. With problems, `expression` is not to be used.
[[nodiscard]] Condition compile_condition(std::string_view text, const KnownNames& names);

}  // namespace sim::scenario
