// Variants and presets, as operations on the tree before anything is compiled.
#include "sim/scenario/variant.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

const std::string* name_of(const Entry& table) {
    const Entry* name = table.find("name");
    return name != nullptr && name->kind == Kind::string ? &name->text : nullptr;
}

Entry* element_named(Entry& list, std::string_view name) {
    for (Entry& element : list.elements) {
        const std::string* found = name_of(element);
        if (found != nullptr && *found == name) return &element;
    }
    return nullptr;
}

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts(1);
    bool quoted = false;
    for (const char c : path) {
        if (c == '\'')
            quoted = !quoted;
        else if (c == '.' && !quoted)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

/// `proxy = true` and `database = "primary"` as the tables that they stand for.
void widen(Entry& value, std::string_view key) {
    if (value.kind == Kind::table) return;
    Entry table;
    table.kind = Kind::table;
    table.spot = value.spot;
    if (key == "database" && value.kind == Kind::string) {
        table.fields.push_back({"role", value.spot, value});
    }
    value = std::move(table);
}

void put(Entry& table, const std::string& key, const Field& from) {
    if (Entry* old = table.find(key))
        *old = from.value;
    else
        table.fields.push_back({key, from.spot, from.value});
}

void lay_steps(Reader& reader, Entry& root, const Entry& list) {
    Entry* steps = root.find("step");
    for (const Entry& differs : list.elements) {
        const std::string* name = name_of(differs);
        Entry* step = steps == nullptr || name == nullptr ? nullptr : element_named(*steps, *name);
        if (step == nullptr) {
            std::vector<std::string_view> valid;
            if (steps != nullptr) {
                for (const Entry& s : steps->elements) {
                    if (const std::string* known = name_of(s)) valid.push_back(*known);
                }
            }
            reader.complain(differs.spot, "a variant's step names a step of the story",
                            name == nullptr ? "" : did_you_mean(*name, valid));
            continue;
        }
        for (const Field& field : differs.fields) put(*step, field.key, field);
    }
}

void merge_table(Entry& own, const Entry& preset) {
    for (const Field& field : preset.fields) {
        Entry* mine = own.find(field.key);
        if (mine == nullptr)
            own.fields.push_back(field);
        else if (mine->kind == Kind::table && field.value.kind == Kind::table) {
            merge_table(*mine, field.value);
        }
    }
}

}  // namespace

void set_path(Reader& reader, Entry& root, const Field& field) {
    const std::vector<std::string> parts = parts_of(field.key);
    Entry* at = &root;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const std::string& part = parts[i];
        Entry* next = at->kind == Kind::array ? element_named(*at, part) : at->find(part);
        if (next == nullptr && at->kind == Kind::table && i < 3 && part != "host") {
            Entry table;
            table.kind = Kind::table;
            table.spot = field.spot;
            at->fields.push_back({part, field.spot, std::move(table)});
            next = &at->fields.back().value;
        }
        if (next == nullptr) {
            reader.complain(field.spot, fmt::format("`{}`: there is no `{}`", field.key, part),
                            "like \"proxy.health_check_period\" or \"host.node103.database.port\"");
            return;
        }
        if (next->kind != Kind::array) widen(*next, part);
        at = next;
    }
    if (at->kind != Kind::table) {
        reader.complain(field.spot, fmt::format("`{}` leads to a list", field.key));
        return;
    }
    put(*at, parts.back(), field);
}

Entry with_variant(Reader& reader, const Entry& root, const Entry& variant) {
    Entry made = root;
    if (const Entry* set = variant.find("set"); set != nullptr && set->kind == Kind::table) {
        for (const Field& field : set->fields) set_path(reader, made, field);
    }
    if (const Field* outcome = variant.field("outcome")) put(made, "outcome", *outcome);
    if (const Field* waive = variant.field("waive")) {
        Entry* own = made.find("waive");
        if (own == nullptr || own->kind != Kind::table || waive->value.kind != Kind::table)
            put(made, "waive", *waive);
        else
            merge_table(*own, waive->value);
    }
    if (const Entry* steps = variant.find("step"); steps != nullptr && steps->kind == Kind::array) {
        lay_steps(reader, made, *steps);
    }
    return made;
}

void merge_preset(Entry& root, const Entry& preset) {
    for (const Field& field : preset.fields) {
        if (field.key == "version" || field.key == "title" || field.key == "source") continue;
        Entry* mine = root.find(field.key);
        if (mine == nullptr) {
            root.fields.push_back(field);
        } else if (mine->kind == Kind::table && field.value.kind == Kind::table) {
            merge_table(*mine, field.value);
        } else if (mine->kind == Kind::array && field.value.kind == Kind::array) {
            Entry list = field.value;
            for (const Entry& element : mine->elements) {
                const std::string* name = name_of(element);
                Entry* same = name == nullptr ? nullptr : element_named(list, *name);
                if (same == nullptr) {
                    list.elements.push_back(element);
                    continue;
                }
                Entry merged = element;
                merge_table(merged, *same);
                *same = std::move(merged);
            }
            mine->elements = std::move(list.elements);
        }
    }
}

}  // namespace sim::scenario
