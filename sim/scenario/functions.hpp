// What conditions may call, as one table: it checks calls, answers `functions()`, and prints the
// reference.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/scenario/expression.hpp"

namespace sim::scenario {

/// Whose word a function takes.
enum class Source : std::uint8_t {
    truth,          ///< what is the case: no `by=`
    belief,         ///< what a proxy holds to be so: needs `by=`
    proxies_say,    ///< a proxy's own state, without `by=`; its span follows from the configuration
    configuration,  ///< never changes
};

struct FunctionRule {
    FunctionText text;
    Type argument = Type::none;  ///< none: takes no argument besides `by=`
    Source source = Source::truth;
    Type element = Type::none;  ///< of a set
};

[[nodiscard]] std::span<const FunctionRule> function_rules();
[[nodiscard]] const FunctionRule& rule_of(Function function);
/// The function of that name; the one with `by=` where there are two and `by` is given.
[[nodiscard]] const FunctionRule* find_function(std::string_view name, bool by);
[[nodiscard]] bool is_quantifier(Function function);

/// "a status", "a database": how messages call a type.
[[nodiscard]] std::string_view type_words(Type type);

/// May stand on both sides of `==`. `none` compares with databases and proxies.
[[nodiscard]] bool comparable(Type left, Type right);
/// May stand on both sides of `<`.
[[nodiscard]] bool has_order(Type type);
/// What to write instead where two types do not compare; empty: no idea.
[[nodiscard]] std::string_view comparison_help(Type left, Type right);

/// A word of the grammar as a value: `up`, `primary`, `exists`, `failover`, `true`, `none`.
struct WordValue {
    std::string_view word;
    Type type;
    std::int64_t value;
};
[[nodiscard]] std::span<const WordValue> word_values();

}  // namespace sim::scenario
