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
