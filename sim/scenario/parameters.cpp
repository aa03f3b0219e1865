// The product's own parameters of a proxy, in the product's units, and the commands it runs.
#include "sim/scenario/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

using failover::Parameter;
using failover::ParameterKind;
using failover::ParameterValue;

/// Nanoseconds in the unit of a kind that is a span; else 1.
std::int64_t unit_of(ParameterKind kind) {
    switch (kind) {
        case ParameterKind::seconds:
            return 1'000'000'000;
        case ParameterKind::milliseconds:
            return 1'000'000;
        case ParameterKind::boolean:
        case ParameterKind::integer:
        case ParameterKind::bytes:
        case ParameterKind::text:
        case ParameterKind::words:
        case ParameterKind::weight:
            return 1;
    }
    return 1;
}

std::string_view takes(ParameterKind kind) {
    switch (kind) {
        case ParameterKind::boolean:
            return "on or off: true or false";
        case ParameterKind::integer:
            return "a whole number";
        case ParameterKind::seconds:
            return "a bare number of seconds, as the product's file does";
        case ParameterKind::milliseconds:
            return "a bare number of milliseconds, as the product's file does";
        case ParameterKind::bytes:
            return "a bare number of bytes, as the product's file does";
        case ParameterKind::text:
            return "a text";
        case ParameterKind::words:
            return "one of a few words";
        case ParameterKind::weight:
            return "a number like 0.5";
    }
    return "";
}

/// "on", "true", "yes", "1" and their opposites, as the product's file takes them.
std::optional<std::int64_t> switch_of(std::string_view text) {
    constexpr std::array<std::string_view, 4> on{"on", "true", "yes", "1"};
    constexpr std::array<std::string_view, 4> off{"off", "false", "no", "0"};
    if (std::ranges::find(on, text) != on.end()) return 1;
    if (std::ranges::find(off, text) != off.end()) return 0;
    return std::nullopt;
}

std::optional<std::int64_t> choice_of(const Parameter& parameter, std::string_view text) {
    const auto words = split_choices(parameter.choices);
    const auto found = std::ranges::find(words, text);
    if (found == words.end()) return std::nullopt;
    return found - words.begin();
}

/// The value that stands where the file gives none (scenario-format, Defaults).
ParameterValue fallback_of(const Parameter& parameter, bool several_proxies) {
    std::string_view text = parameter.fallback;
    if (parameter.name == "master_slave_mode") text = "on";
    if (parameter.name == "master_slave_sub_mode") text = "stream";
    if (parameter.name == "use_watchdog") text = several_proxies ? "on" : "off";
    switch (parameter.kind) {
        case ParameterKind::text:
            return std::string(text);
        case ParameterKind::boolean:
            return switch_of(text).value_or(0);
        case ParameterKind::words:
            return choice_of(parameter, text).value_or(0);
        case ParameterKind::weight:
            return read_millionths(text).value.value_or(0);
        case ParameterKind::integer:
        case ParameterKind::seconds:
        case ParameterKind::milliseconds:
        case ParameterKind::bytes:
            return read_integer(text).value_or(0) * unit_of(parameter.kind);
    }
    return std::int64_t{0};
}

std::optional<ParameterValue> number_of(Reader& reader, const Parameter& parameter,
                                        const Entry& value) {
    const std::int64_t unit = unit_of(parameter.kind);
    const std::int64_t most =
        unit == 1 ? parameter.most : std::min(parameter.most, limits::span.count() / unit);
    if (value.number < parameter.least || value.number > most) {
        reader.complain(value.spot, fmt::format("`{}` must be between {} and {}", parameter.name,
                                                parameter.least, most));
        return std::nullopt;
    }
    return value.number * unit;
}

}  // namespace

std::optional<ParameterValue> parameter_value(Reader& reader, const Parameter& parameter,
                                              const Entry& value) {
    using Kind = Entry::Kind;
    const auto wrong = [&](std::string help = {}) -> std::optional<ParameterValue> {
        reader.complain(value.spot,
                        fmt::format("`{}` takes {}", parameter.name, takes(parameter.kind)),
                        std::move(help));
        return std::nullopt;
    };
    switch (parameter.kind) {
        case ParameterKind::boolean:
            if (value.kind == Kind::boolean) return value.number;
            if (value.kind == Kind::string) {
                if (const auto on = switch_of(value.text)) return *on;
            }
            return wrong();
        case ParameterKind::text:
            if (value.kind == Kind::string) return value.text;
            return wrong("put it between quotes");
        case ParameterKind::words: {
            if (value.kind != Kind::string) return wrong();
            if (const auto index = choice_of(parameter, value.text)) return *index;
            const auto words = split_choices(parameter.choices);
            std::string help = did_you_mean(value.text, words);
            if (help.empty()) help = fmt::format("one of: {}", fmt::join(words, ", "));
            reader.complain(value.spot,
                            fmt::format("`{}` cannot be `{}`", parameter.name, value.text),
                            std::move(help));
            return std::nullopt;
        }
        case ParameterKind::weight:
            if (value.kind == Kind::integer) return value.number * 1'000'000;
            if (value.kind != Kind::decimal) return wrong();
            if (const auto weight = reader.take(value, read_millionths(value.text))) return *weight;
            return std::nullopt;
        case ParameterKind::integer:
        case ParameterKind::seconds:
        case ParameterKind::milliseconds:
        case ParameterKind::bytes:
            if (value.kind == Kind::integer) return number_of(reader, parameter, value);
            return wrong(value.kind == Kind::string ? "without quotes and unit" : "");
    }
    return std::nullopt;
}

namespace {

/// One of our own keys: ports, priority, names. True if `key` was one.
void own_keys(Context& context, ProxySpec& proxy, const Entry& table) {
    Reader& reader = context.reader;
    const auto port = [&](std::string_view key, std::int32_t& to) {
        if (const auto number = reader.integer(table, key, 1, 65'535)) {
            to = static_cast<std::int32_t>(*number);
        }
    };
    port("port", proxy.port);
    port("wd_port", proxy.wd_port);
    port("pcp_port", proxy.pcp_port);
    if (const auto number = reader.integer(table, "wd_priority", 0, INT32_MAX)) {
        proxy.wd_priority = static_cast<std::int32_t>(*number);
    }
    if (auto name = reader.text(table, "wd_hostname")) proxy.wd_hostname = *name;
    if (auto path = reader.text(table, "status_path")) proxy.status_path = *path;
    const Entry* file = table.find("status_file");
    if (file == nullptr || file->kind != Entry::Kind::array) return;
    proxy.status_file.emplace();
    constexpr std::array<std::string_view, 3> words{"up", "down", "unused"};
    for (const Entry& line : file->elements) {
        if (line.kind != Entry::Kind::string) continue;
        if (std::ranges::find(words, line.text) == words.end()) {
            reader.complain(line.spot, fmt::format("`{}` is no word of a status file", line.text),
                            did_you_mean(line.text, words));
        }
        proxy.status_file->lines.push_back(line.text);
    }
}

std::optional<std::size_t> index_of(const Context& context, std::string_view name) {
    if (context.catalogue == nullptr) return std::nullopt;
    const auto& parameters = context.catalogue->parameters;
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    if (found == parameters.end()) return std::nullopt;
    return static_cast<std::size_t>(found - parameters.begin());
}

void add_command(Context& context, ProxySpec& proxy, const Field& field) {
    Reader& reader = context.reader;
    if (field.value.kind != Entry::Kind::table) return;
    reader.check(field.value, schema::command);
    const std::string parameter = field.key + "_command";
    auto index = index_of(context, parameter);
    if (const auto other = index_of(context, field.key + "_cmd"); !index && other) index = other;
    if (!index) {
        if (context.catalogue != nullptr) {
            reader.complain(field.spot, fmt::format("the logic `{}` has no {}",
                                                    context.scenario.logic, parameter));
        }
        return;
    }
    CommandSpec command;
    command.parameter = static_cast<std::int16_t>(*index);
    constexpr Duration usual = std::chrono::milliseconds{15};
    command.takes = reader.range(field.value, "takes").value_or(Span{usual, usual});
    const auto does =
        reader.word(field.value, "does", "nothing|promote_new_master|follow_new_master");
    command.does = static_cast<CommandSpec::Does>(does.value_or(0));
    command.after = reader.span(field.value, "after").value_or(Duration{});
    const auto exit = reader.integer(field.value, "exit", 0, 255);
    command.exit_status = static_cast<std::int32_t>(exit.value_or(0));
    std::erase_if(proxy.commands,
                  [&](const CommandSpec& old) { return old.parameter == command.parameter; });
    proxy.commands.push_back(command);
    const auto line = reader.text(field.value, "line");
    auto* text = std::get_if<std::string>(&proxy.parameters[*index]);
    if (text == nullptr) return;
    if (line) *text = *line;
    if (text->empty()) {
        *text = fmt::format("/usr/local/bin/{}.sh %d %h %p %D %m %H %M %P %r %R", field.key);
    }
}

void add_commands(Context& context, ProxySpec& proxy, const Entry& table) {
    const Entry* commands = table.find("commands");
    if (commands == nullptr || commands->kind != Entry::Kind::table) return;
    context.reader.check(*commands, schema::commands);
    for (const Field& field : commands->fields) {
        if (std::ranges::find(schema::commands.keys, field.key, &Key::name) !=
            schema::commands.keys.end()) {
            add_command(context, proxy, field);
        }
    }
}

/// A value that the product would heed and this model does not is no value for a story.
void refuse_missing(Context& context, const Field& field, const Parameter& parameter,
                    const ParameterValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    const bool off = text != nullptr ? text->empty() : std::get<std::int64_t>(value) == 0;
    const bool usual = value == fallback_of(parameter, context.several_proxies);
    if (parameter.here != failover::Effect::missing || off || usual) return;
    context.reader.complain(field.spot, fmt::format("`{}` has no effect here yet", parameter.name),
                            fmt::format("it would mean: {}", parameter.effect));
}

void apply(Context& context, ProxySpec& proxy, const Entry& table) {
    std::vector<std::string_view> names;
    if (context.catalogue != nullptr) {
        for (const Parameter& parameter : context.catalogue->parameters) {
            names.push_back(parameter.name);
        }
        const Section* const one[] = {&schema::proxy};
        context.reader.check(table, one, names);
    }
    for (const Field& field : table.fields) {
        const auto index = index_of(context, field.key);
        if (!index) continue;
        const Parameter& parameter = context.catalogue->parameters[*index];
        if (auto value = parameter_value(context.reader, parameter, field.value)) {
            refuse_missing(context, field, parameter, *value);
            proxy.parameters[*index] = std::move(*value);
        }
    }
    own_keys(context, proxy, table);
    add_commands(context, proxy, table);
}

}  // namespace

void compile_parameters(Context& context, ProxySpec& proxy, const Entry* common, const Entry* own) {
    if (context.catalogue != nullptr) {
        for (const Parameter& parameter : context.catalogue->parameters) {
            proxy.parameters.push_back(fallback_of(parameter, context.several_proxies));
        }
    }
    if (common != nullptr) apply(context, proxy, *common);
    if (own != nullptr) apply(context, proxy, *own);
}

void compile_changes(Context& context, const Entry& table,
                     std::vector<failover::ParameterChange>& out) {
    if (context.catalogue == nullptr || table.kind != Entry::Kind::table) return;
    std::vector<std::string_view> names;
    for (const Parameter& parameter : context.catalogue->parameters) {
        const bool text = parameter.kind == ParameterKind::text;
        if (parameter.taken == failover::TakenAt::reload && !text) names.push_back(parameter.name);
    }
    for (const Field& field : table.fields) {
        const auto index = index_of(context, field.key);
        if (std::ranges::find(names, field.key) == names.end()) {
            context.reader.complain(
                field.spot,
                index ? fmt::format("a running proxy does not take another `{}`", field.key)
                      : fmt::format("unknown parameter `{}`", field.key),
                did_you_mean(field.key, names));
            continue;
        }
        const Parameter& parameter = context.catalogue->parameters[*index];
        auto value = parameter_value(context.reader, parameter, field.value);
        if (!value) continue;
        refuse_missing(context, field, parameter, *value);
        out.push_back({static_cast<std::int16_t>(*index), std::move(*value)});
    }
}

}  // namespace sim::scenario
