// Small questions to the tree of a file.
#include <algorithm>

#include "sim/scenario/document.hpp"

namespace sim::scenario {

const Field* Entry::field(std::string_view key) const {
    const auto found = std::ranges::find(fields, key, &Field::key);
    return found == fields.end() ? nullptr : &*found;
}

const Entry* Entry::find(std::string_view key) const {
    const Field* found = field(key);
    return found == nullptr ? nullptr : &found->value;
}

Entry* Entry::find(std::string_view key) {
    const auto found = std::ranges::find(fields, key, &Field::key);
    return found == fields.end() ? nullptr : &found->value;
}

namespace {

/// The fields of a table by key: a file may hold very many.
std::vector<const Field*> by_key(const Entry& table) {
    std::vector<const Field*> fields;
    for (const Field& field : table.fields) fields.push_back(&field);
    std::ranges::sort(fields, {}, &Field::key);
    return fields;
}

}  // namespace

bool same(const Entry& a, const Entry& b) {
    if (a.kind != b.kind || a.text != b.text || a.number != b.number) return false;
    const auto same_field = [](const Field* one, const Field* other) {
        return one->key == other->key && same(one->value, other->value);
    };
    return std::ranges::equal(by_key(a), by_key(b), same_field) &&
           std::ranges::equal(a.elements, b.elements, same);
}

std::string_view kind_words(Entry::Kind kind) {
    switch (kind) {
        case Entry::Kind::table:
            return "a table";
        case Entry::Kind::array:
            return "a list";
        case Entry::Kind::string:
            return "a text";
        case Entry::Kind::integer:
            return "a number";
        case Entry::Kind::decimal:
            return "a decimal number";
        case Entry::Kind::boolean:
            return "true or false";
        case Entry::Kind::date:
            return "a date";
        case Entry::Kind::other:
            return "something else";
    }
    return "";
}

}  // namespace sim::scenario
