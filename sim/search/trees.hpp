// Values of a scenario's tree, made rather than read: what plans and shrunk stories are written
// with. They stand nowhere in a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"

namespace sim::search {

inline scenario::Entry made(scenario::Entry::Kind kind) {
    scenario::Entry entry;
    entry.kind = kind;
    return entry;
}
inline scenario::Entry text(std::string_view words) {
    scenario::Entry entry = made(scenario::Entry::Kind::string);
    entry.text = words;
    return entry;
}
inline scenario::Entry number(std::int64_t value) {
    scenario::Entry entry = made(scenario::Entry::Kind::integer);
    entry.number = value;
    return entry;
}
inline scenario::Entry flag(bool value) {
    scenario::Entry entry = made(scenario::Entry::Kind::boolean);
    entry.number = value ? 1 : 0;
    return entry;
}
inline scenario::Entry list_of(const std::vector<std::string>& words) {
    scenario::Entry list = made(scenario::Entry::Kind::array);
    for (const std::string& word : words) list.elements.push_back(text(word));
    return list;
}
/// Sets a key of a table.
inline void put(scenario::Entry& table, std::string_view key, scenario::Entry value) {
    if (scenario::Entry* old = table.find(key)) {
        *old = std::move(value);
    } else {
        table.fields.push_back({std::string(key), {}, std::move(value)});
    }
}
/// A span as a file has it, exact: "1min30.25s", "250ms".
[[nodiscard]] std::string written_span(engine::Duration span);

}  // namespace sim::search
