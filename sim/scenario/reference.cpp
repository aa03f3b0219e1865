// The reference of the format, from the tables that check files: it cannot be out of date.
#include <fmt/format.h>

#include <string>

#include "sim/scenario/functions.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/verbs.hpp"

namespace sim::scenario {

namespace {

void print_key(std::string& out, const Key& key) {
    const std::string takes =
        key.choices.empty() ? std::string(form_words(key.form)) : std::string(key.choices);
    out += fmt::format("  {:<18} {}\n", key.name, key.meaning);
    out += fmt::format("  {:<18}   takes {}", "", takes);
    if (key.required)
        out += "; required";
    else if (!key.fallback.empty())
        out += fmt::format("; default {}", key.fallback);
    out += '\n';
}

void print_sections(std::string& out) {
    for (const Section* section : sections()) {
        out += fmt::format("{}: {}\n", section->name, section->meaning);
        for (const Key& key : section->keys) print_key(out, key);
        if (!section->free.empty()) out += fmt::format("  … and {}\n", section->free);
        out += '\n';
    }
}

void print_actions(std::string& out) {
    out += "Actions, in `do`\n";
    for (const VerbRule& rule : verb_rules()) {
        out += fmt::format("  {:<22} {}{}\n", rule.name, rule.meaning,
                           rule.modelled ? "" : " (not modelled yet)");
        std::string keys;
        for (const std::string_view option : rule.options) {
            if (!option.empty()) keys += fmt::format(" {}", option);
        }
        if (rule.lasting) keys += " for";
        out += fmt::format("  {:<22}   takes {}{}{}\n", "", takes_words(rule.takes),
                           keys.empty() ? "" : "; keys:", keys);
    }
    out += "\nKeys of actions\n";
    for (const Key& key : action_options()) print_key(out, key);
    out += '\n';
}

void print_functions(std::string& out) {
    out +=
        "Conditions: and, or, not, == != < <= > >=, parentheses; names of hosts, quoted if they\n"
        "hold other characters than letters, digits and _: 'db-1'. `*` stands for every database\n"
        "or proxy, each `*` by itself, inside of all, any, none and count.\n";
    for (const FunctionRule& rule : function_rules()) {
        out += fmt::format("  {}\n      {}\n", rule.text.signature, rule.text.meaning);
    }
    out += "  words:";
    for (const WordValue& word : word_values()) out += fmt::format(" {}", word.word);
    out += "\n\n";
}

void print_units(std::string& out) {
    out += "Spans: numbers with units, larger units first:";
    for (const SpanUnit& unit : span_units()) out += fmt::format(" {}", unit.name);
    out += "; ranges like \"2s..5s\" are drawn. Bytes: B kB MB GB.\n\n";
    out += fmt::format(
        "Limits: a file of {} bytes, {} hosts, {} steps, {} actions in a step, {} variants,\n"
        "conditions of {} characters, brackets {} deep.\n",
        limits::file_bytes, limits::hosts, limits::steps, limits::actions_of_step, limits::variants,
        limits::condition_characters, limits::nesting);
}

}  // namespace

std::string reference() {
    std::string out = "The scenario format\n\n";
    print_sections(out);
    print_actions(out);
    print_functions(out);
    print_units(out);
    return out;
}

}  // namespace sim::scenario
