// Conditions of a scenario: an expression tree with a type at every node, checked at load
// (scenario-format, Truth and belief). Evaluation asks a View; it changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "failover/beliefs.hpp"
#include "sim/facts/facts.hpp"
#include "sim/scenario/types.hpp"

namespace sim::scenario {

/// Value of the literal `up`: clients may be sent there, the product's codes 1 and 2. The literals
/// `waiting` and `connected` are exactly those codes.
inline constexpr std::int64_t status_up = 12;

struct FunctionText {
    Function function;
    std::string_view name;
    std::string_view signature;  ///< for the reference: "status(database, by=proxy) : status"
    std::string_view meaning;    ///< one line
    Type result;
};
[[nodiscard]] std::span<const FunctionText> functions();

enum class Operator : std::uint8_t {
    literal,
    name,
    bound,  ///< a name given with `as`
    variable,
    star,
    call,
    conjunction,
    disjunction,
    negation,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal
};

/// One node; children are indices into Expression::nodes.
struct Node {
    Operator op = Operator::literal;
    Type type = Type::boolean;
    Function function = Function::running;
    std::int64_t value = 0;  ///< literal (spans in ns), id or index of a name, slot of a variable
    /// Children. A quantifier's: its condition, then its binders: the `*` of its condition, or the
    /// variable, whose child is the set. A set's `value` is the Type of its elements.
    std::vector<std::uint32_t> children{};
    std::int32_t by = -1;      ///< child index of the `by=` argument, -1 none
    std::uint32_t column = 0;  ///< where it stands in the source text, from 1
    bool operator==(const Node&) const = default;
};

/// A checked condition. The last node is the root.
struct Expression {
    std::string source;
    std::vector<Node> nodes;
    bool operator==(const Expression&) const = default;
};

/// A value while evaluating; `none` is the error value ("unless exactly one") and the unknown
/// belief of a proxy that does not serve: == is false, != is true.
struct Value {
    Type type = Type::none;
    std::int64_t number = 0;
    bool known = true;
};

/// What expressions ask about: truth and belief at this instant. Implemented by the world.
class View {
  public:
    virtual ~View() = default;
    [[nodiscard]] virtual int databases() const = 0;
    [[nodiscard]] virtual int proxies() const = 0;
    /// A function of truth or belief on element ids; `by` is -1 for truth. Quantifiers, sets of
    /// `databases()`/`proxies()` and operators are evaluated by evaluate() itself.
    /// `primary` (truth) is Type::none while there is no primary, unknown while there are two;
    /// ids that mean nobody are -1.
    [[nodiscard]] virtual Value ask(Function function, std::int64_t argument, int by) const = 0;
    /// The database or proxy that a name given with `as` stands for; unknown before it is given.
    [[nodiscard]] virtual Value given(std::int64_t, Type type) const { return {type, 0, false}; }
    /// How often what `ask` answers has changed since the step began.
    [[nodiscard]] virtual Value changes(Function, std::int64_t, int) const {
        return {Type::number, 0, false};
    }
    /// Elements of `primaries()` and `leaders()`.
    [[nodiscard]] virtual std::vector<std::int64_t> members(Function function) const = 0;
};

/// The value of a condition now. What is neither true nor false (an unknown belief used as a
/// condition, a quantifier over an empty set) has number 0 and is not known.
[[nodiscard]] Value evaluate(const Expression& expression, const View& view);

}  // namespace sim::scenario
