// Checks a condition against the table of functions and the names of the cluster.
#include "sim/scenario/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/scenario/functions.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/literal.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/source.hpp"
#include "sim/scenario/syntax.hpp"

namespace sim::scenario {

namespace {

using Kind = Syntax::Kind;

/// The type of something wrong: its diagnostic is written, nothing else complains about it.
constexpr std::uint32_t failed = UINT32_MAX;

class Checker {
  public:
    Checker(std::string_view text, const KnownNames& names, Condition& out)
        : text_(text), names_(names), out_(out) {}

    void root(const Syntax& syntax) {
        want(syntax, Type::boolean);
        std::ranges::stable_sort(out_.problems, {}, &TextProblem::offset);
    }

  private:
    struct Scope {
        std::string variable{};  ///< of `x in set`; empty for a scope of `*` alone
        std::int64_t slot = 0;
        Type type = Type::database;
        std::vector<std::uint32_t> binders{};  ///< the `*` met so far
        std::size_t combinations = 1;
    };

    std::uint32_t complain(const Syntax& at, std::string message, std::string help = {}) {
        out_.problems.push_back(
            {at.offset, std::max<std::size_t>(at.length, 1), std::move(message), std::move(help)});
        return failed;
    }
    std::uint32_t add(Node node, const Syntax& at) {
        node.column = characters(text_.substr(0, at.offset)) + 1;
        out_.expression.nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(out_.expression.nodes.size() - 1);
    }
    [[nodiscard]] Type type_of(std::uint32_t index) const {
        return out_.expression.nodes[index].type;
    }

    /// Compiles what must be of one type.
    std::uint32_t want(const Syntax& syntax, Type type) {
        const std::uint32_t index = node(syntax, type);
        if (index == failed || type_of(index) == type) return index;
        return complain(syntax, fmt::format("{} must stand here, this is {}", type_words(type),
                                            type_words(type_of(index))));
    }

    /// `expected` only decides what a name or `*` means.
    std::uint32_t node(const Syntax& syntax, Type expected) {
        switch (syntax.kind) {
            case Kind::disjunction:
                return connect(syntax, Operator::disjunction);
            case Kind::conjunction:
                return connect(syntax, Operator::conjunction);
            case Kind::negation:
                return connect(syntax, Operator::negation);
            case Kind::relation:
                return relation(syntax);
            case Kind::call:
                return call(syntax);
            case Kind::binding:
                return complain(syntax,
                                fmt::format("`{} in …` stands in a quantifier", syntax.text),
                                "like any(x in databases(): streaming(x))");
            case Kind::keyword:
                return complain(syntax, fmt::format("`{}=` cannot stand here", syntax.text),
                                "to compare, write `==`");
            case Kind::star:
                return star(syntax, expected);
            case Kind::name:
                return name(syntax, expected);
            case Kind::lsn:
            case Kind::span:
            case Kind::bytes:
            case Kind::number:
            case Kind::word_literal:
                return literal(syntax);
        }
        return failed;
    }

    std::uint32_t connect(const Syntax& syntax, Operator op) {
        Node made{.op = op, .type = Type::boolean};
        bool good = true;
        for (const Syntax& child : syntax.children) {
            made.children.push_back(want(child, Type::boolean));
            good = good && made.children.back() != failed;
        }
        return good ? add(std::move(made), syntax) : failed;
    }

    static Operator operator_of(std::string_view sign) {
        if (sign == "==") return Operator::equal;
        if (sign == "!=") return Operator::not_equal;
        if (sign == "<") return Operator::less;
        if (sign == "<=") return Operator::less_equal;
        return sign == ">" ? Operator::greater : Operator::greater_equal;
    }
    /// What it means depends on the other side.
    [[nodiscard]] bool is_open(const Syntax& syntax) const {
        const bool variable =
            !syntax.quoted &&
            std::ranges::find(scopes_, syntax.text, &Scope::variable) != scopes_.end();
        return syntax.kind == Kind::star || (syntax.kind == Kind::name && !variable);
    }

    std::uint32_t relation(const Syntax& syntax) {
        const Syntax& first = syntax.children[0];
        const Syntax& second = syntax.children[1];
        // A name means what the other side asks for.
        const bool later = is_open(first);
        const std::uint32_t one = node(later ? second : first, Type::none);
        if (one == failed) return failed;
        const std::uint32_t other = node(later ? first : second, type_of(one));
        if (other == failed) return failed;
        const std::uint32_t left = later ? other : one;
        const std::uint32_t right = later ? one : other;
        const Operator op = operator_of(syntax.text);
        if (!comparable(type_of(left), type_of(right))) {
            return complain(syntax,
                            fmt::format("`{}` compares {} with {}", syntax.text,
                                        type_words(type_of(left)), type_words(type_of(right))),
                            std::string(comparison_help(type_of(left), type_of(right))));
        }
        if (op != Operator::equal && op != Operator::not_equal && !has_order(type_of(left))) {
            return complain(syntax,
                            fmt::format("`{}` needs an order; {} has none", syntax.text,
                                        type_words(type_of(left))),
                            "compare with `==` or `!=`");
        }
        return add({.op = op, .type = Type::boolean, .children = {left, right}}, syntax);
    }

    std::uint32_t literal(const Syntax& syntax) {
        Read<Node> read = literal_node(syntax);
        if (!read.value) return complain(syntax, read.message, read.help);
        return add(std::move(*read.value), syntax);
    }

    std::uint32_t star(const Syntax& syntax, Type expected) {
        if (scopes_.empty()) {
            return complain(syntax, "`*` ranges over nothing here",
                            "put the condition into all(…), any(…), none(…) or count(…)");
        }
        if (expected != Type::database && expected != Type::proxy) {
            return complain(syntax, "`*` stands for databases or proxies", "like status(*, by=*)");
        }
        Scope& scope = scopes_.back();
        scope.combinations *= std::max<std::size_t>(1, members(names_, expected));
        const std::uint32_t index =
            add({.op = Operator::star, .type = expected, .value = slots_++}, syntax);
        scope.binders.push_back(index);
        if (members(names_, expected) == 0) {
            return complain(syntax, fmt::format("`*` ranges over no {}: there is none",
                                                expected == Type::proxy ? "proxy" : "database"));
        }
        return index;
    }
    std::uint32_t name(const Syntax& syntax, Type expected) {
        if (!syntax.quoted) {
            for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
                if (scope->variable != syntax.text) continue;
                return add({.op = Operator::variable, .type = scope->type, .value = scope->slot},
                           syntax);
            }
        }
        if (expected == Type::load) return load_name(syntax);
        const auto host = std::ranges::find(names_.hosts, syntax.text, &HostSpec::name);
        if (host == names_.hosts.end()) return given_name(syntax, expected);
        if (expected != Type::database && expected != Type::proxy) {
            return complain(syntax, fmt::format("`{}` is a host; {} must stand here", syntax.text,
                                                expected == Type::none ? "a condition or a value"
                                                                       : type_words(expected)));
        }
        const bool proxy = expected == Type::proxy;
        if (proxy ? !host->proxy.has_value() : !host->database.has_value()) {
            return complain(
                syntax,
                fmt::format("there is no {} on {}", proxy ? "proxy" : "database", host->name),
                who_has(names_, expected));
        }
        const std::int64_t id = proxy ? host->proxy->value : host->database->value;
        return add({.op = Operator::name, .type = expected, .value = id}, syntax);
    }
    /// What an action's target turned out to be, or a name that nobody knows.
    std::uint32_t given_name(const Syntax& syntax, Type expected) {
        const auto given = std::ranges::find(names_.given, syntax.text);
        const bool host = expected == Type::database || expected == Type::proxy;
        if (given != names_.given.end() && host) {
            const std::int64_t index = given - names_.given.begin();
            return add({.op = Operator::bound, .type = expected, .value = index}, syntax);
        }
        return complain(syntax, fmt::format("unknown {} `{}`", host ? "host" : "name", syntax.text),
                        did_you_mean(syntax.text, valid_names(names_, expected)));
    }
    std::uint32_t load_name(const Syntax& syntax) {
        const auto load = std::ranges::find(names_.loads, syntax.text, &Load::name);
        if (load != names_.loads.end()) {
            return add(
                {.op = Operator::name, .type = Type::load, .value = load - names_.loads.begin()},
                syntax);
        }
        return complain(syntax, fmt::format("unknown load `{}`", syntax.text),
                        names_.loads.empty()
                            ? "loads are declared by [[load]]"
                            : did_you_mean(syntax.text, valid_names(names_, Type::load)));
    }

    // ---- calls --------------------------------------------------------------------------------

    /// A call's arguments, sorted out.
    struct Arguments {
        const Syntax* by = nullptr;
        std::vector<const Syntax*> plain;
    };
    std::optional<Arguments> arguments(const Syntax& syntax) {
        Arguments found;
        for (const Syntax& child : syntax.children) {
            if (child.kind != Kind::keyword) {
                found.plain.push_back(&child);
            } else if (child.text != "by" || found.by != nullptr) {
                complain(child,
                         fmt::format("`{}=` is no argument of `{}`", child.text, syntax.text),
                         child.text == "by" ? "" : "did you mean `by=`?");
                return std::nullopt;
            } else {
                found.by = &child;
            }
        }
        return found;
    }

    std::uint32_t call(const Syntax& syntax) {
        const auto given = arguments(syntax);
        if (!given) return failed;
        const FunctionRule* rule = find_function(syntax.text, given->by != nullptr);
        if (rule == nullptr) return unknown_function(syntax);
        if (rule->source == Source::belief && given->by == nullptr) {
            return complain(syntax,
                            fmt::format("`{}` is what a proxy believes: which proxy?", syntax.text),
                            fmt::format("{}; `by=*` for all", rule->text.signature));
        }
        if (rule->source != Source::belief && given->by != nullptr) {
            return complain(*given->by,
                            fmt::format("`{}` is no belief: it has no `by=`", syntax.text),
                            std::string(rule->text.signature));
        }
        if (rule->source == Source::truth) out_.only_beliefs = false;
        const Function function = rule->text.function;
        if (is_quantifier(function)) return quantifier(syntax, *rule, *given);
        if (function == Function::changes) return changes(syntax, *rule, *given);
        return plain_call(syntax, *rule, *given);
    }
    std::uint32_t unknown_function(const Syntax& syntax) {
        std::vector<std::string_view> valid;
        for (const FunctionText& text : functions()) valid.push_back(text.name);
        return complain(syntax, fmt::format("unknown function `{}`", syntax.text),
                        did_you_mean(syntax.text, valid));
    }
    bool wrong_count(const Syntax& syntax, const FunctionRule& rule, std::size_t given,
                     std::size_t wanted) {
        if (given == wanted) return false;
        complain(syntax,
                 fmt::format("`{}` takes {}, not {}", syntax.text,
                             wanted == 0 ? "no argument" : "one argument", given),
                 std::string(rule.text.signature));
        return true;
    }
    std::uint32_t plain_call(const Syntax& syntax, const FunctionRule& rule,
                             const Arguments& given) {
        const std::size_t wanted = rule.argument == Type::none ? 0 : 1;
        if (wrong_count(syntax, rule, given.plain.size(), wanted)) return failed;
        Node made{.op = Operator::call, .type = rule.text.result, .function = rule.text.function};
        if (made.type == Type::set) made.value = static_cast<std::int64_t>(rule.element);
        bool good = true;
        if (wanted == 1) {
            const std::uint32_t argument = want(*given.plain[0], rule.argument);
            good = argument != failed;
            made.children.push_back(argument);
        }
        if (given.by != nullptr) {
            const std::uint32_t by = want(given.by->children[0], Type::proxy);
            good = good && by != failed;
            made.by = static_cast<std::int32_t>(by);
        }
        return good ? add(std::move(made), syntax) : failed;
    }
    std::uint32_t changes(const Syntax& syntax, const FunctionRule& rule, const Arguments& given) {
        if (wrong_count(syntax, rule, given.plain.size(), 1)) return failed;
        if (!names_.in_step) {
            return complain(syntax, "`changes` counts from a step's beginning; there is none here",
                            "observe it in a step: expect, check, hold or never");
        }
        const Syntax& inner = *given.plain[0];
        const bool asks = inner.kind == Kind::call;
        const std::uint32_t index = asks ? call(inner) : failed;
        if (asks && index == failed) return failed;
        const bool plain = asks && !is_quantifier(out_.expression.nodes[index].function) &&
                           out_.expression.nodes[index].function != Function::changes &&
                           type_of(index) != Type::set;
        if (!plain) {
            return complain(inner, "`changes` counts the changes of one call",
                            "like changes(status(node103, by=node101))");
        }
        return add({.op = Operator::call,
                    .type = Type::number,
                    .function = Function::changes,
                    .children = {index}},
                   syntax);
    }

    std::uint32_t quantifier(const Syntax& syntax, const FunctionRule& rule,
                             const Arguments& given) {
        if (wrong_count(syntax, rule, given.plain.size(), 1)) return failed;
        const Syntax& inner = *given.plain[0];
        Node made{.op = Operator::call, .type = rule.text.result, .function = rule.text.function};
        if (inner.kind == Kind::binding) return over_set(syntax, inner, std::move(made));
        scopes_.emplace_back();
        const std::uint32_t condition = node(inner, Type::boolean);
        const Scope scope = std::move(scopes_.back());
        scopes_.pop_back();
        if (condition == failed) return failed;
        made.children = {condition};
        if (type_of(condition) == Type::set && made.function == Function::count) {
            return add(std::move(made), syntax);
        }
        if (type_of(condition) != Type::boolean) {
            return complain(inner, fmt::format("a condition must stand here, this is {}",
                                               type_words(type_of(condition))));
        }
        if (scope.binders.empty()) {
            return complain(syntax, fmt::format("`{}` ranges over nothing", syntax.text),
                            fmt::format("use `*`, or write {}(x in databases(): …)", syntax.text));
        }
        if (scope.combinations > limits::condition_combinations) {
            return complain(syntax, fmt::format("more than {} combinations of `*`",
                                                limits::condition_combinations));
        }
        made.children.insert(made.children.end(), scope.binders.begin(), scope.binders.end());
        return add(std::move(made), syntax);
    }
    std::uint32_t over_set(const Syntax& syntax, const Syntax& binding, Node made) {
        const Syntax& source = binding.children[0];
        const std::uint32_t set = want(source, Type::set);
        if (set == failed) return failed;
        const auto element = static_cast<Type>(out_.expression.nodes[set].value);
        if (members(names_, element) == 0) return complain(source, "this set is always empty");
        scopes_.push_back({.variable = binding.text, .slot = slots_++, .type = element});
        const std::int64_t slot = scopes_.back().slot;
        const std::uint32_t condition = want(binding.children[1], Type::boolean);
        const Scope scope = std::move(scopes_.back());
        scopes_.pop_back();
        if (condition == failed) return failed;
        const std::uint32_t binder = add(
            {.op = Operator::variable, .type = element, .value = slot, .children = {set}}, binding);
        made.children = {condition, binder};
        made.children.insert(made.children.end(), scope.binders.begin(), scope.binders.end());
        return add(std::move(made), syntax);
    }

    std::string_view text_;
    const KnownNames& names_;
    Condition& out_;
    std::vector<Scope> scopes_;
    std::int64_t slots_ = 0;
};

}  // namespace

Condition compile_condition(std::string_view text, const KnownNames& names) {
    Condition condition;
    condition.expression.source = std::string(text);
    const SyntaxResult syntax = parse_condition(text);
    if (!syntax.root) {
        condition.problems.push_back({syntax.offset, 1, syntax.message, syntax.help});
        return condition;
    }
    Checker(text, names, condition).root(*syntax.root);
    return condition;
}

}  // namespace sim::scenario
