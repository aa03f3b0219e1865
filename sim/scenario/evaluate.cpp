// Evaluation of conditions. A relation with an unknown side is false for `==` and the orders and
// true for `!=`; an unknown belief used as a condition is neither true nor false.
#include <algorithm>
#include <optional>

#include "engine/assert.hpp"
#include "sim/scenario/expression.hpp"
#include "sim/scenario/functions.hpp"

namespace sim::scenario {

namespace {

constexpr Value unknown{Type::none, 0, false};

Value boolean(bool truth) { return {Type::boolean, truth ? 1 : 0, true}; }

/// The id in a value, with nobody as -1.
std::int64_t number_of(const Value& value) { return value.type == Type::none ? -1 : value.number; }

bool equal(const Value& left, const Value& right) {
    if (!left.known || !right.known) return false;
    const std::int64_t a = number_of(left);
    const std::int64_t b = number_of(right);
    if (left.type != Type::status) return a == b;
    const auto clients_may_come = [](std::int64_t status) { return status == 1 || status == 2; };
    if (a == status_up && b != status_up) return clients_may_come(b);
    if (b == status_up && a != status_up) return clients_may_come(a);
    return a == b;
}

class Evaluation {
  public:
    Evaluation(const Expression& expression, const View& view)
        : expression_(expression), view_(view) {}

    Value root() { return value(static_cast<std::uint32_t>(expression_.nodes.size() - 1)); }

  private:
    const Node& node(std::uint32_t index) const { return expression_.nodes[index]; }

    Value value(std::uint32_t index) {
        const Node& n = node(index);
        switch (n.op) {
            case Operator::literal:
            case Operator::name:
                return {n.type, n.value, true};
            case Operator::bound:
                return normal(view_.given(n.value, n.type));
            case Operator::variable:
            case Operator::star:
                return {n.type, slots_[static_cast<std::size_t>(n.value)], true};
            case Operator::call:
                return call(n);
            case Operator::conjunction:
                return connect(n, false);
            case Operator::disjunction:
                return connect(n, true);
            case Operator::negation: {
                const Value inner = value(n.children[0]);
                return inner.known ? boolean(inner.number == 0) : Value{Type::boolean, 0, false};
            }
            case Operator::equal:
            case Operator::not_equal:
            case Operator::less:
            case Operator::less_equal:
            case Operator::greater:
            case Operator::greater_equal:
                return relation(n);
        }
        return unknown;
    }

    /// `and` (stops at a false) and `or` (stops at a true); unknown where nothing else decides.
    Value connect(const Node& n, bool stops_at) {
        bool doubt = false;
        for (const std::uint32_t child : n.children) {
            const Value part = value(child);
            if (!part.known)
                doubt = true;
            else if ((part.number != 0) == stops_at)
                return boolean(stops_at);
        }
        return doubt ? Value{Type::boolean, 0, false} : boolean(!stops_at);
    }

    Value relation(const Node& n) {
        const Value left = value(n.children[0]);
        const Value right = value(n.children[1]);
        if (n.op == Operator::equal) return boolean(equal(left, right));
        if (n.op == Operator::not_equal) return boolean(!equal(left, right));
        if (!left.known || !right.known) return boolean(false);
        if (n.op == Operator::less) return boolean(left.number < right.number);
        if (n.op == Operator::less_equal) return boolean(left.number <= right.number);
        if (n.op == Operator::greater) return boolean(left.number > right.number);
        return boolean(left.number >= right.number);
    }

    Value call(const Node& n) {
        if (is_quantifier(n.function)) return quantifier(n);
        return n.function == Function::changes ? changes(n) : ask(n);
    }

    /// Argument and `by` of a call; none if one of them is not known.
    struct Subject {
        std::int64_t argument = -1;
        int by = -1;
    };
    std::optional<Subject> subject(const Node& n) {
        Subject found;
        if (!n.children.empty()) {
            const Value argument = value(n.children[0]);
            if (!argument.known) return std::nullopt;
            found.argument = number_of(argument);
        }
        if (n.by >= 0) {
            const Value by = value(static_cast<std::uint32_t>(n.by));
            if (!by.known) return std::nullopt;
            found.by = static_cast<int>(number_of(by));
        }
        return found;
    }
    Value ask(const Node& n) {
        const auto who = subject(n);
        if (!who) return {n.type, 0, false};
        return normal(view_.ask(n.function, who->argument, who->by));
    }
    Value changes(const Node& n) {
        const Node& inner = node(n.children[0]);
        const auto who = subject(inner);
        if (!who) return {Type::number, 0, false};
        return normal(view_.changes(inner.function, who->argument, who->by));
    }
    static Value normal(Value answer) {
        if (!answer.known) answer.number = 0;
        return answer;
    }

    std::vector<std::int64_t> elements(const Node& binder) {
        const Node& source = binder.children.empty() ? binder : node(binder.children[0]);
        if (source.op == Operator::call && source.function != Function::databases &&
            source.function != Function::proxies) {
            return view_.members(source.function);
        }
        const auto kind =
            source.op == Operator::call ? static_cast<Type>(source.value) : source.type;
        const int size = kind == Type::proxy ? view_.proxies() : view_.databases();
        std::vector<std::int64_t> ids;
        for (int id = 0; id < size; ++id) ids.push_back(id);
        return ids;
    }

    /// Goes through all combinations of the binders' elements, the last binder fastest.
    struct Tally {
        std::int64_t holds = 0;
        std::int64_t asked = 0;
    };
    void combine(const Node& n, std::size_t binder, Tally& tally) {
        if (binder == n.children.size()) {
            const Value found = value(n.children[0]);
            ++tally.asked;
            if (found.known && found.number != 0) ++tally.holds;
            return;
        }
        const Node& bound = node(n.children[binder]);
        const auto slot = static_cast<std::size_t>(bound.value);
        if (slots_.size() <= slot) slots_.resize(slot + 1, -1);
        for (const std::int64_t id : elements(bound)) {
            slots_[slot] = id;
            combine(n, binder + 1, tally);
        }
    }
    Value quantifier(const Node& n) {
        if (n.children.size() == 1) {  // count(set)
            const Node& set = node(n.children[0]);
            Node binder;
            binder.children = n.children;
            SIM_ASSERT(set.type == Type::set);
            return {Type::number, static_cast<std::int64_t>(elements(binder).size()), true};
        }
        Tally tally;
        combine(n, 1, tally);
        if (tally.asked == 0) return {n.type, 0, false};
        if (n.function == Function::count) return {Type::number, tally.holds, true};
        if (n.function == Function::all) return boolean(tally.holds == tally.asked);
        if (n.function == Function::any) return boolean(tally.holds > 0);
        return boolean(tally.holds == 0);
    }

    const Expression& expression_;
    const View& view_;
    std::vector<std::int64_t> slots_;
};

}  // namespace

Value evaluate(const Expression& expression, const View& view) {
    SIM_ASSERT(!expression.nodes.empty());
    return Evaluation(expression, view).root();
}

}  // namespace sim::scenario
