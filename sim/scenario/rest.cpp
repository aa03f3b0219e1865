// The head of a file, loads, pinned choices, waivers and the conditions of the whole run.
#include <fmt/format.h>

#include <algorithm>

#include "engine/choices.hpp"
#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

/// 2024-01-01T00:00:00Z, where the file gives no date.
constexpr std::int64_t usual_date = 1'704'067'200;

void compile_date(Context& context, const Entry& root) {
    Scenario& scenario = context.scenario;
    scenario.date_seconds = usual_date;
    const Entry* date = root.find("date");
    if (date == nullptr || date->kind != Kind::date) return;
    if (!date->date.offset_seconds) {
        context.reader.complain(date->spot, "a date needs an offset from UTC",
                                "like 2023-08-04T16:20:00+08:00");
        return;
    }
    scenario.date_offset_seconds = *date->date.offset_seconds;
    scenario.date_seconds = date->date.seconds - *date->date.offset_seconds;
}

/// The id of an oracle that exists, or a complaint.
bool is_oracle(Context& context, const Spot& spot, std::string_view id) {
    const auto& oracles = context.catalogues.oracles;
    if (oracles.empty() || std::ranges::find(oracles, id) != oracles.end()) return true;
    context.reader.complain(spot, fmt::format("there is no oracle `{}`", id),
                            did_you_mean(id, oracles));
    return false;
}

void compile_outcome(Context& context, const Entry& root) {
    const Entry* outcome = root.find("outcome");
    if (outcome == nullptr || outcome->kind != Kind::string || outcome->text.empty()) return;
    constexpr std::string_view prefix = "violates:";
    if (!outcome->text.starts_with(prefix)) {
        context.reader.complain(outcome->spot, "an outcome is \"violates:<oracle>\"",
                                fmt::format("\"violates:{}\"?", outcome->text));
        return;
    }
    const std::string id = outcome->text.substr(prefix.size());
    if (is_oracle(context, outcome->spot, id)) context.scenario.outcome = id;
}

void compile_waivers(Context& context, const Entry& root) {
    const Entry* table = root.find("waive");
    if (table == nullptr || table->kind != Kind::table) return;
    for (const Field& field : table->fields) {
        if (!is_oracle(context, field.spot, field.key)) continue;
        if (field.value.kind != Kind::string || field.value.text.empty()) {
            context.reader.complain(field.value.spot, "a waiver needs its reason, as a text");
            continue;
        }
        context.scenario.waivers.push_back({field.key, field.value.text, field.spot.place});
    }
}

/// What a pinned choice answers: a host, a span, true, false or a number.
std::optional<std::int64_t> answer_of(Context& context, const Entry& value) {
    if (value.kind == Kind::integer || value.kind == Kind::boolean) return value.number;
    if (value.kind != Kind::string) {
        context.reader.complain(value.spot, "an answer is a host, a span, true, false or a number");
        return std::nullopt;
    }
    std::vector<std::string_view> hosts;
    for (const HostSpec& host : context.scenario.hosts) {
        if (host.name == value.text && host.database) return host.database->value;
        if (host.name == value.text && host.proxy) return host.proxy->value;
        hosts.push_back(host.name);
    }
    if (!value.text.empty() && value.text[0] >= '0' && value.text[0] <= '9') {
        const auto span = context.reader.take(value, read_span(value.text));
        if (!span) return std::nullopt;
        return span->count();
    }
    context.reader.complain(value.spot,
                            fmt::format("`{}` is neither a host nor a span", value.text),
                            did_you_mean(value.text, hosts));
    return std::nullopt;
}

/// How fast a load goes on: one of `rate` and `think`; after a cut `retry`; `hold` where it
/// belongs.
void pace(Context& context, const Entry& table, Load& load) {
    Reader& reader = context.reader;
    const Entry* rate = table.find("rate");
    if (rate != nullptr && rate->kind == Kind::string) {
        load.every = reader.take(*rate, read_rate(rate->text)).value_or(Duration{1});
    }
    load.think = reader.range(table, "think").value_or(Span{});
    const Field* think = table.field("think");
    if (rate != nullptr && think != nullptr) {
        reader.complain(think->spot, "`rate` and `think` both say when the next one begins");
    } else if (rate == nullptr && think == nullptr) {
        reader.complain(table.spot, "a load needs `rate` or `think`: how many transactions?",
                        "rate = \"20/s\"");
    }
    constexpr Span usual{std::chrono::seconds{1}, std::chrono::seconds{1}};
    load.retry = reader.range(table, "retry").value_or(usual);
    if (load.retry.least.count() == 0) {
        reader.complain(table.find("retry")->spot, "`retry` needs a span above 0s");
    }
    load.holds = reader.range(table, "hold").value_or(Span{});
    const Field* hold = table.field("hold");
    const bool holds = load.kind == Load::Kind::hold;
    if (holds && hold == nullptr) {
        reader.complain(table.spot, "a load of kind `hold` needs `hold`: how long?",
                        "hold = \"30s\"");
    } else if (!holds && hold != nullptr) {
        reader.complain(hold->spot, "`hold` belongs to loads of kind `hold`");
    }
}

void compile_load(Context& context, const Entry& table) {
    Reader& reader = context.reader;
    reader.check(table, schema::load);
    Load load;
    load.name = reader.text(table, "name").value_or("");
    for (const Load& other : context.scenario.loads) {
        if (other.name == load.name) {
            reader.complain(table.spot, fmt::format("there is already a load `{}`", load.name));
        }
    }
    const auto kind = reader.word(table, "kind", "write|read|hold");
    load.kind = static_cast<Load::Kind>(kind.value_or(0));
    if (const Entry* via = table.find("via"); via != nullptr && via->kind == Kind::string) {
        load.via = find_proxy(context, *via).value_or(failover::no_proxy);
    }
    if (const Entry* from = table.find("from"); from != nullptr && from->kind == Kind::string) {
        if (const HostSpec* host = find_host(context, *from)) {
            load.from = HostId{static_cast<std::int32_t>(host - context.scenario.hosts.data())};
        }
    }
    pace(context, table, load);
    context.scenario.loads.push_back(std::move(load));
}

}  // namespace

void compile_head(Context& context, const Entry& root) {
    Reader& reader = context.reader;
    Scenario& scenario = context.scenario;
    reader.check(root, schema::top);
    const Entry* version = root.find("version");
    if (version != nullptr && version->kind == Kind::integer && version->number != 1) {
        reader.complain(version->spot,
                        fmt::format("this program reads version 1, not {}", version->number));
    }
    scenario.title = reader.text(root, "title").value_or("");
    scenario.source = reader.text(root, "source").value_or("");
    const auto seed = reader.integer(root, "seed", 0, INT64_MAX);
    scenario.seed = static_cast<std::uint64_t>(seed.value_or(0));
    scenario.serving_at_start = reader.word(root, "start", "serving|cold").value_or(0) == 0;
    scenario.settle = reader.word(root, "settle", "on|off").value_or(0) == 0;
    compile_date(context, root);
    compile_outcome(context, root);
    compile_waivers(context, root);
}

void compile_loads(Context& context, const Entry& root) {
    const Entry* list = root.find("load");
    if (list == nullptr || list->kind != Kind::array) return;
    if (list->elements.size() > limits::loads) {
        context.reader.complain(list->spot, fmt::format("more than {} loads", limits::loads));
        return;
    }
    for (const Entry& table : list->elements) {
        if (table.kind == Kind::table) compile_load(context, table);
    }
}

void compile_choices(Context& context, const Entry& root) {
    const Entry* table = root.find("choices");
    if (table == nullptr || table->kind != Kind::table) return;
    if (table->fields.size() > limits::choices) {
        context.reader.complain(table->spot, fmt::format("more than {} choices", limits::choices));
        return;
    }
    for (const Field& field : table->fields) {
        if (field.value.kind == Kind::table) {
            context.reader.complain(field.spot, "the name of a choice stands between quotes",
                                    "\"node101/session/operator#1/load_balance\" = \"node103\"");
            continue;
        }
        const auto answer = answer_of(context, field.value);
        if (!answer) continue;
        const engine::Name name = engine::parse_name(field.key);
        for (const PinSpec& other : context.scenario.pins) {
            if (other.pin.key != name.question.key || other.pin.nth != name.nth) continue;
            context.reader.complain(field.spot,
                                    fmt::format("this is the same choice as `{}`", other.name));
        }
        context.scenario.pins.push_back(
            {field.key, {name.question.key, name.nth, *answer}, field.spot.place});
    }
}

namespace {

/// The condition of an element of [[always]], [[never]] or [[sometimes]].
std::optional<Observation> condition_of_run(Context& context, const Entry& table,
                                            Observation::Kind kind) {
    const Entry* value = table.find("condition");
    if (value == nullptr || value->kind != Kind::string) return std::nullopt;
    auto condition = compile_when(context, *value);
    if (!condition) return std::nullopt;
    return Observation{kind, std::move(*condition), std::nullopt, value->spot.place};
}

void compile_sometimes(Context& context, const Entry& table) {
    constexpr std::int64_t whole = 1'000'000;
    context.reader.check(table, schema::sometimes);
    const std::int64_t share = context.reader.millionths(table, "share").value_or(0);
    if (share < 0 || share > whole) {
        context.reader.complain(table.find("share")->spot, "a share lies between 0 and 1");
    }
    if (auto seen = condition_of_run(context, table, Observation::Kind::expect)) {
        context.scenario.sometimes.push_back({std::move(*seen), share});
    }
}

}  // namespace

void compile_conditions_of_run(Context& context, const Entry& root) {
    for (const std::string_view key : {"always", "never", "sometimes"}) {
        const Entry* list = root.find(key);
        if (list == nullptr || list->kind != Kind::array) continue;
        for (const Entry& table : list->elements) {
            if (table.kind != Kind::table) continue;
            if (key == "sometimes") {
                compile_sometimes(context, table);
                continue;
            }
            context.reader.check(table, schema::always);
            const bool always = key == "always";
            const auto kind = always ? Observation::Kind::hold : Observation::Kind::never;
            if (auto observation = condition_of_run(context, table, kind)) {
                auto& out = always ? context.scenario.always : context.scenario.never;
                out.push_back(std::move(*observation));
            }
        }
    }
}

}  // namespace sim::scenario
