// The grammar of conditions (scenario-format, Truth and belief), rule by rule. The one translation
// unit that includes PEGTL.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/parse_tree.hpp>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/syntax.hpp"

namespace sim::scenario {

namespace {

namespace peg = tao::pegtl;

// ---- tokens -----------------------------------------------------------------------------------

struct blank : peg::star<peg::space> {};
struct word_end : peg::not_at<peg::identifier_other> {};
template <class Word>
struct token : peg::seq<Word, word_end, blank> {};
template <char C>
struct sign : peg::seq<peg::one<C>, blank> {};

struct or_word : token<TAO_PEGTL_STRING("or")> {};
struct and_word : token<TAO_PEGTL_STRING("and")> {};
struct not_word : token<TAO_PEGTL_STRING("not")> {};
struct in_word : token<TAO_PEGTL_STRING("in")> {};
struct reserved : peg::sor<or_word, and_word, not_word, in_word> {};

struct bare_word : peg::seq<peg::alpha, peg::star<peg::identifier_other>> {};
struct word : peg::seq<peg::not_at<reserved>, bare_word> {};

// ---- literals, longest first ------------------------------------------------------------------

struct digits : peg::plus<peg::digit> {};
struct decimal : peg::seq<digits, peg::opt<peg::one<'.'>, digits>> {};
struct lsn : peg::seq<peg::plus<peg::xdigit>, peg::one<'/'>, peg::plus<peg::xdigit>, word_end> {};
struct byte_unit : peg::seq<peg::opt<peg::one<'k', 'M', 'G'>>, peg::one<'B'>> {};
struct bytes : peg::seq<decimal, byte_unit, word_end> {};
struct span : peg::seq<peg::plus<decimal, peg::plus<peg::alpha>>, word_end> {};
struct number : peg::seq<digits, word_end> {};

struct literal_word
    : peg::seq<
          peg::sor<TAO_PEGTL_STRING("true"), TAO_PEGTL_STRING("false"), TAO_PEGTL_STRING("none"),
                   TAO_PEGTL_STRING("unused"), TAO_PEGTL_STRING("waiting"),
                   TAO_PEGTL_STRING("connected"), TAO_PEGTL_STRING("up"), TAO_PEGTL_STRING("down"),
                   TAO_PEGTL_STRING("primary"), TAO_PEGTL_STRING("standby"),
                   TAO_PEGTL_STRING("exists"), TAO_PEGTL_STRING("edge"), TAO_PEGTL_STRING("absent"),
                   TAO_PEGTL_STRING("failover"), TAO_PEGTL_STRING("failback"),
                   TAO_PEGTL_STRING("follow_master")>,
          word_end> {};
struct literal : peg::sor<lsn, bytes, span, number, literal_word> {};

// ---- the grammar ------------------------------------------------------------------------------

struct condition;
struct quoted : peg::seq<peg::one<'\''>, peg::plus<peg::not_one<'\''>>, peg::one<'\''>> {};
struct name : peg::sor<quoted, word> {};
struct star_sign : peg::one<'*'> {};
struct call;
struct call_token : peg::seq<call, blank> {};
struct binding : peg::seq<word, blank, in_word, call_token, sign<':'>, condition> {};
struct keyword : peg::seq<word, blank, peg::one<'='>, peg::not_at<peg::one<'='>>, blank,
                          peg::sor<peg::seq<star_sign, blank>, condition>> {};
struct argument : peg::sor<binding, keyword, condition, peg::seq<star_sign, blank>> {};
struct call_word : peg::seq<bare_word, peg::at<blank, peg::one<'('>>> {};
struct arguments : peg::opt<argument, peg::star<sign<','>, argument>> {};
struct call
    : peg::seq<peg::not_at<reserved>, call_word, blank, sign<'('>, arguments, peg::one<')'>> {};
struct parentheses : peg::seq<sign<'('>, condition, peg::one<')'>> {};
struct term : peg::seq<peg::sor<call, literal, name, parentheses>, blank> {};
struct comparison : peg::sor<TAO_PEGTL_STRING("=="), TAO_PEGTL_STRING("!="), TAO_PEGTL_STRING("<="),
                             TAO_PEGTL_STRING(">="), TAO_PEGTL_STRING("<"), TAO_PEGTL_STRING(">")> {
};
struct relation : peg::seq<term, peg::opt<comparison, blank, term>> {};
struct negation : peg::seq<peg::opt<not_word>, relation> {};
struct conjunction : peg::list<negation, and_word> {};
struct condition : peg::list<conjunction, or_word> {};
struct whole : peg::seq<blank, condition, peg::eof> {};

// ---- the tree ---------------------------------------------------------------------------------

/// Inner rules that matched one alternative only leave no node of their own.
struct fold_one : peg::parse_tree::apply<fold_one> {
    template <class Node, class... States>
    static void transform(std::unique_ptr<Node>& node, States&&... /*unused*/) {
        if (node->children.size() == 1) node = std::move(node->children.front());
    }
};

template <class Rule>
using selector = peg::parse_tree::selector<
    Rule,
    peg::parse_tree::store_content::on<not_word, comparison, call_word, call, binding, keyword,
                                       bare_word, quoted, star_sign, lsn, bytes, span, number,
                                       literal_word>,
    fold_one::on<negation, relation, conjunction, condition>>;

/// The furthest place where any rule failed: that is where a reader would look.
struct Furthest {
    std::size_t offset = 0;
};

template <class Rule>
struct control : peg::normal<Rule> {
    template <class Input, class... States>
    static void failure(const Input& in, Furthest& furthest, States&&... /*unused*/) {
        furthest.offset = std::max(furthest.offset, in.position().byte);
    }
};

using Node = peg::parse_tree::node;

Syntax make(const Node& node);

void adopt(Syntax& syntax, const Node& node, std::size_t first) {
    for (std::size_t i = first; i < node.children.size(); ++i) {
        syntax.children.push_back(make(*node.children[i]));
    }
}

Syntax leaf(const Node& node, Syntax::Kind kind) {
    Syntax syntax;
    syntax.kind = kind;
    syntax.text = node.string();
    syntax.offset = node.begin().byte;
    syntax.length = syntax.text.size();
    return syntax;
}

/// A node whose first child is its word: call, binding, keyword.
Syntax worded(const Node& node, Syntax::Kind kind) {
    Syntax syntax = leaf(*node.children.front(), kind);
    adopt(syntax, node, 1);
    return syntax;
}

Syntax relation_of(const Node& node) {
    Syntax syntax = leaf(*node.children[1], Syntax::Kind::relation);
    syntax.children.push_back(make(*node.children[0]));
    syntax.children.push_back(make(*node.children[2]));
    return syntax;
}

Syntax make(const Node& node) {
    using Kind = Syntax::Kind;
    if (node.is_type<call>()) return worded(node, Kind::call);
    if (node.is_type<binding>()) return worded(node, Kind::binding);
    if (node.is_type<keyword>()) return worded(node, Kind::keyword);
    if (node.is_type<star_sign>()) return leaf(node, Kind::star);
    if (node.is_type<lsn>()) return leaf(node, Kind::lsn);
    if (node.is_type<bytes>()) return leaf(node, Kind::bytes);
    if (node.is_type<span>()) return leaf(node, Kind::span);
    if (node.is_type<number>()) return leaf(node, Kind::number);
    if (node.is_type<literal_word>()) return leaf(node, Kind::word_literal);
    if (node.is_type<relation>()) return relation_of(node);
    if (node.is_type<quoted>()) {
        Syntax syntax = leaf(node, Kind::name);
        syntax.text = syntax.text.substr(1, syntax.text.size() - 2);
        syntax.quoted = true;
        return syntax;
    }
    if (node.is_type<negation>()) return worded(node, Kind::negation);
    if (node.is_type<conjunction>() || node.is_type<condition>()) {
        Syntax syntax;
        syntax.kind = node.is_type<condition>() ? Kind::disjunction : Kind::conjunction;
        syntax.offset = node.begin().byte;
        adopt(syntax, node, 0);
        return syntax;
    }
    return leaf(node, Kind::name);
}

/// Parentheses inside each other, so that no text can use up the stack.
std::optional<std::size_t> too_deep(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '(' && ++depth > limits::condition_depth) return at;
        if (text[at] == ')' && depth > 0) --depth;
    }
    return std::nullopt;
}

SyntaxResult stopped(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(std::min(offset, text.size()));
    SyntaxResult result;
    result.offset = offset;
    if (rest.empty()) {
        result.message = "the condition ends too early";
        return result;
    }
    const auto symbol = [](char c) {
        return std::string_view(" \t\n(),:'=!<>*").find(c) != std::string_view::npos;
    };
    std::size_t end = 1;
    while (end < rest.size() && !symbol(rest[0]) && !symbol(rest[end])) ++end;
    result.message = fmt::format("`{}` cannot stand here", rest.substr(0, end));
    if (rest.starts_with("&&")) result.help = "did you mean `and`?";
    if (rest.starts_with("||")) result.help = "did you mean `or`?";
    if (rest.starts_with('!')) result.help = "did you mean `not`?";
    if (rest.starts_with('=') && !rest.starts_with("==")) result.help = "did you mean `==`?";
    if (rest.starts_with('-'))
        result.help = "names with other characters stand between quotes: 'db-1'";
    return result;
}

}  // namespace

bool is_literal_word(std::string_view word) {
    peg::memory_input in(word.data(), word.size(), "");
    return peg::parse<peg::seq<literal_word, peg::eof>>(in);
}

SyntaxResult parse_condition(std::string_view text) {
    if (text.size() > limits::condition_characters) {
        return {{},
                0,
                fmt::format("a condition of more than {} characters", limits::condition_characters),
                {}};
    }
    if (const auto at = too_deep(text)) {
        return {
            {}, *at, fmt::format("parentheses nested deeper than {}", limits::condition_depth), {}};
    }
    peg::memory_input in(text.data(), text.size(), "");
    Furthest furthest;
    const auto tree =
        peg::parse_tree::parse<whole, Node, selector, peg::nothing, control>(in, furthest);
    if (!tree || tree->children.empty()) return stopped(text, furthest.offset);
    SyntaxResult result;
    result.root = make(*tree->children.front());
    return result;
}

}  // namespace sim::scenario
