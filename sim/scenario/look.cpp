// What a step asks for when its observations have settled, and the log lines that it expects.
#include <fmt/format.h>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

void add_look(Context& context, TableKind kind, const Field& field, Step& step) {
    Reader& reader = context.reader;
    const HostSpec* host = find_host_of_key(context, field);
    if (host == nullptr) return;
    const bool of_database = kind == TableKind::stat_replication;
    if (of_database ? !host->database.has_value() : !host->proxy.has_value()) {
        reader.complain(field.spot, fmt::format("there is no {} on {}",
                                                of_database ? "database" : "proxy", host->name));
        return;
    }
    Look look;
    look.kind = kind;
    look.target = of_database ? host->database->value : host->proxy->value;
    look.place = field.spot.place;
    const Entry* table = &field.value;
    bool partial = false;
    if (field.value.kind == Entry::Kind::table) {
        reader.check(field.value, schema::look);
        partial = reader.boolean(field.value, "partial").value_or(false);
        look.peek = reader.boolean(field.value, "peek").value_or(false);
        if (look.peek && kind == TableKind::watchdog_info) {
            reader.complain(field.value.find("peek")->spot,
                            "nobody can see watchdog_info without asking the watchdog");
        }
        table = field.value.find("table");
    }
    if (table != nullptr && table->kind == Entry::Kind::string) {
        look.expected = compile_table(context, *table, kind, partial);
    } else if (table != nullptr && (table->kind != Entry::Kind::boolean || table->number == 0)) {
        reader.complain(table->spot, "a look takes a pasted table, or true",
                        "or { table = \"\"\"…\"\"\", partial = true, peek = true }");
    }
    step.looks.push_back(std::move(look));
}

void add_log(Context& context, const Field& field, Step& step) {
    Reader& reader = context.reader;
    const HostSpec* host = find_host_of_key(context, field);
    if (host == nullptr) return;
    if (!host->proxy) {
        reader.complain(field.spot, fmt::format("there is no proxy on {}", host->name));
        return;
    }
    if (!reader.fits(field.value, Form::texts, "log." + field.key)) return;
    LogExpectation log;
    log.proxy = *host->proxy;
    log.place = field.spot.place;
    if (field.value.elements.empty())
        reader.complain(field.value.spot, "an empty list of messages");
    if (field.value.elements.size() > limits::log_lines) {
        reader.complain(field.spot, fmt::format("more than {} messages", limits::log_lines));
        return;
    }
    for (const Entry& line : field.value.elements) {
        if (auto compiled = compile_line(context, line)) log.lines.push_back(std::move(*compiled));
    }
    step.logs.push_back(std::move(log));
}

}  // namespace

void compile_looks(Context& context, const Entry& step_table, Step& step) {
    for (const Field& asked : step_table.fields) {
        if (asked.value.kind != Entry::Kind::table) continue;
        for (const Field& field : asked.value.fields) {
            if (asked.key == "pool_nodes") add_look(context, TableKind::pool_nodes, field, step);
            if (asked.key == "stat_replication") {
                add_look(context, TableKind::stat_replication, field, step);
            }
            if (asked.key == "watchdog_info") {
                add_look(context, TableKind::watchdog_info, field, step);
            }
            if (asked.key == "log") add_log(context, field, step);
        }
    }
}

}  // namespace sim::scenario
