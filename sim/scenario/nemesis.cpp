#include "sim/scenario/nemesis.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

constexpr Duration hour = std::chrono::hours{1};

/// The value as a file would have it: a text between quotes, a boolean, or a whole number.
Entry written(std::string_view text) {
    Entry value;
    if (text == "true" || text == "false") {
        value.kind = Kind::boolean;
        value.number = text == "true" ? 1 : 0;
    } else if (text.starts_with('"')) {
        value.kind = Kind::string;
        value.text = text.substr(1, text.size() - 2);
    } else {
        value.kind = Kind::integer;
        value.number = read_integer(text).value_or(0);
    }
    return value;
}

void take_preset(Chaos& chaos, const ChaosPreset& preset) {
    chaos.preset = preset.name;
    chaos.budget = preset.budget;
    chaos.half_of_them = preset.half_of_them;
    for (const Course& course : preset.courses) {
        Nemesis nemesis;
        nemesis.item = find_menu_item(course.item);
        nemesis.every = hour / course.per_hour;
        nemesis.length = nemesis.item->length;
        chaos.nemeses.push_back(nemesis);
    }
    for (const Variation& variation : preset.variations) {
        Vary vary{std::string(variation.path), {}};
        for (const std::string_view value : variation.values) {
            if (!value.empty()) vary.values.push_back(written(value));
        }
        chaos.variations.push_back(std::move(vary));
    }
}

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
    std::vector<std::string_view> names;
    for (const auto& row : table) names.push_back(row.name);
    return names;
}

void read_budget(Reader& reader, const Entry& table, Budget& budget) {
    const auto most = [&](std::string_view key, std::int64_t& into) {
        into =
            reader.integer(table, key, 0, static_cast<std::int64_t>(limits::steps)).value_or(into);
    };
    most("db_down", budget.db_down);
    most("proxy_down", budget.proxy_down);
    most("open_faults", budget.open_faults);
    budget.min_gap = reader.span(table, "min_gap").value_or(budget.min_gap);
    const auto wish = [&](std::string_view key, bool& into) {
        into = reader.boolean(table, key).value_or(into);
    };
    wish("majority_connected", budget.majority_connected);
    wish("no_operator_needed", budget.no_operator_needed);
    wish("keep_a_copy", budget.keep_a_copy);
}

void read_variations(Reader& reader, const Entry& table, Chaos& chaos) {
    const Entry* vary = table.find("vary");
    if (vary == nullptr || vary->kind != Kind::table) return;
    for (const Field& field : vary->fields) {
        if (field.value.kind != Kind::array || field.value.elements.empty()) {
            reader.complain(field.value.spot, "what is varied takes a list of values",
                            "\"proxy.health_check_period\" = [5, 10, 30]");
            continue;
        }
        std::erase_if(chaos.variations, [&](const Vary& one) { return one.path == field.key; });
        chaos.variations.push_back({field.key, field.value.elements});
    }
}

/// Kind, rate and length; nothing where they make no fault.
std::optional<Nemesis> read_nemesis(Reader& reader, const Entry& table) {
    reader.check(table, schema::nemesis);
    const Entry* kind = table.find("kind");
    if (kind == nullptr || kind->kind != Kind::string) return std::nullopt;
    Nemesis nemesis;
    nemesis.item = find_menu_item(kind->text);
    if (nemesis.item == nullptr) {
        reader.complain(kind->spot, fmt::format("the menu has no `{}`", kind->text),
                        did_you_mean(kind->text, names_of(menu())));
        return std::nullopt;
    }
    nemesis.every = hour;
    if (const Entry* rate = table.find("rate"); rate != nullptr && rate->kind == Kind::string) {
        nemesis.every = reader.take(*rate, read_rate(rate->text)).value_or(hour);
    }
    nemesis.length = reader.range(table, "length").value_or(nemesis.item->length);
    if (table.find("length") != nullptr && nemesis.item->length.most.count() == 0) {
        reader.complain(table.find("length")->spot,
                        fmt::format("`{}` does not last", nemesis.item->name));
    }
    nemesis.repeat = reader.integer(table, "repeat", 1, 100).value_or(1);
    nemesis.gap = reader.span(table, "gap").value_or(Duration{std::chrono::seconds{10}});
    nemesis.during = reader.boolean(table, "during_recovery").value_or(false);
    if (const auto align = reader.text(table, "align")) {
        const auto timers = product_timers();
        const auto found = std::ranges::find(timers, *align, &ProductTimer::name);
        if (found != timers.end()) {
            nemesis.align = &*found;
        } else {
            reader.complain(table.find("align")->spot,
                            fmt::format("there is no timer `{}`", *align),
                            did_you_mean(*align, names_of(timers)));
        }
    }
    if (const Entry* targets = table.find("targets"); targets != nullptr) {
        for (const Entry& target : targets->elements) nemesis.targets.push_back(target.text);
    }
    return nemesis;
}

}  // namespace

Chaos read_chaos(Reader& reader, const Entry& root, std::string_view preset) {
    Chaos chaos;
    const Entry* table = root.find("chaos");
    if (table != nullptr && table->kind != Kind::table) table = nullptr;
    if (table != nullptr) reader.check(*table, schema::chaos);
    const Entry* list = root.find("nemesis");
    const Entry* named = table != nullptr ? table->find("preset") : nullptr;
    std::string name(preset);
    if (name.empty() && named != nullptr && named->kind == Kind::string) name = named->text;
    const ChaosPreset* found = find_chaos_preset(name);
    if (found == nullptr && !name.empty() && named != nullptr) {
        reader.complain(named->spot, fmt::format("there is no preset `{}`", name),
                        did_you_mean(name, names_of(chaos_presets())));
    }
    // A menu of one's own stands alone; without one there are the gentle faults.
    if (found == nullptr && list == nullptr) found = find_chaos_preset("gentle");
    if (found != nullptr) take_preset(chaos, *found);
    if (table != nullptr) {
        chaos.span = reader.span(*table, "span").value_or(chaos.span);
        read_budget(reader, *table, chaos.budget);
        read_variations(reader, *table, chaos);
    }
    if (list == nullptr || list->kind != Kind::array) return chaos;
    for (const Entry& element : list->elements) {
        if (element.kind != Kind::table) continue;
        if (auto nemesis = read_nemesis(reader, element)) chaos.nemeses.push_back(*nemesis);
    }
    return chaos;
}

}  // namespace sim::scenario
