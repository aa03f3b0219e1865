#include "sim/scenario/literal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/scenario/functions.hpp"

namespace sim::scenario {

namespace {

template <class T>
Read<Node> node_of(Type type, const Read<T>& read) {
    if (!read.value) return {std::nullopt, read.offset, read.message, read.help};
    Node node;
    node.type = type;
    if constexpr (std::is_same_v<T, Duration>)
        node.value = read.value->count();
    else
        node.value = static_cast<std::int64_t>(*read.value);
    return {std::move(node), 0, {}, {}};
}

Read<std::int64_t> number_of(std::string_view text) {
    const auto number = read_integer(text);
    if (!number) return {std::nullopt, 0, "a number too large", {}};
    return {*number, 0, {}, {}};
}

bool has(const HostSpec& host, Type type) {
    return type == Type::proxy ? host.proxy.has_value() : host.database.has_value();
}

}  // namespace

Read<Node> literal_node(const Syntax& syntax) {
    using Kind = Syntax::Kind;
    if (syntax.kind == Kind::lsn) return node_of(Type::lsn, read_lsn(syntax.text));
    if (syntax.kind == Kind::bytes) return node_of(Type::bytes, read_bytes(syntax.text));
    if (syntax.kind == Kind::span) return node_of(Type::span, read_span(syntax.text));
    if (syntax.kind == Kind::number) return node_of(Type::number, number_of(syntax.text));
    const auto words = word_values();
    const auto found = std::ranges::find(words, syntax.text, &WordValue::word);
    SIM_ASSERT(found != words.end());
    return node_of(found->type, Read<std::int64_t>{found->value, 0, {}, {}});
}

std::size_t members(const KnownNames& names, Type type) {
    return static_cast<std::size_t>(
        std::ranges::count_if(names.hosts, [type](const HostSpec& h) { return has(h, type); }));
}

std::string who_has(const KnownNames& names, Type type) {
    std::string list;
    for (const HostSpec& host : names.hosts) {
        if (has(host, type)) list += (list.empty() ? "" : ", ") + host.name;
    }
    if (list.empty()) return {};
    return fmt::format("{} on: {}", type == Type::proxy ? "proxies" : "databases", list);
}

std::vector<std::string_view> valid_names(const KnownNames& names, Type type) {
    std::vector<std::string_view> valid;
    if (type == Type::load) {
        for (const Load& load : names.loads) valid.push_back(load.name);
        return valid;
    }
    valid.assign(names.given.begin(), names.given.end());
    for (const HostSpec& host : names.hosts) valid.push_back(host.name);
    for (const WordValue& word : word_values()) {
        if (word.type == type || type == Type::none) valid.push_back(word.word);
    }
    return valid;
}

}  // namespace sim::scenario
