// Machines and the network between them: what a [[host]] says of its machine, the [[link]]s, and
// the keys of actions that disturb either.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/context.hpp"
#include "sim/scenario/verbs.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

constexpr std::int64_t whole = 1'000'000;

std::int64_t share(Reader& reader, const Entry& table, std::string_view key) {
    const std::int64_t value = reader.millionths(table, key).value_or(0);
    if (value < 0 || value >= whole) {
        reader.complain(table.find(key)->spot,
                        fmt::format("`{}` is a share of the packets: from 0 to below 1", key));
    }
    return std::clamp<std::int64_t>(value, 0, whole - 1);
}

/// The hosts that a name of a [[link]] means: one, or those of a zone.
std::vector<HostId> hosts_at(Context& context, const Entry& name) {
    std::vector<HostId> found;
    const auto& hosts = context.scenario.hosts;
    for (std::size_t at = 0; at < hosts.size(); ++at) {
        if (hosts[at].name != name.text && hosts[at].zone != name.text) continue;
        found.push_back(HostId{static_cast<std::int32_t>(at)});
    }
    if (!found.empty()) return found;
    std::vector<std::string_view> valid;
    for (const HostSpec& host : hosts) {
        valid.push_back(host.name);
        if (!host.zone.empty()) valid.push_back(host.zone);
    }
    context.reader.complain(name.spot, fmt::format("there is no host or zone `{}`", name.text),
                            did_you_mean(name.text, valid));
    return found;
}

void compile_link(Context& context, const Entry& table) {
    Reader& reader = context.reader;
    reader.check(table, schema::link);
    const Entry* between = table.find("between");
    if (between == nullptr || between->kind != Kind::array) return;
    const auto is_text = [](const Entry& one) { return one.kind == Kind::string; };
    const auto& ends = between->elements;
    if (ends.size() != 2 || !std::ranges::all_of(ends, is_text)) {
        return reader.complain(between->spot, "a link lies between two hosts or zones",
                               "between = [\"north\", \"south\"]");
    }
    LinkSpec link;
    link.one = hosts_at(context, ends[0]);
    link.other = hosts_at(context, ends[1]);
    link.quality = compile_quality(context, table);
    context.scenario.links.push_back(std::move(link));
}

/// `from` of a tool: the host that it is run on.
void compile_whence(Context& context, const Entry& table, Action& action) {
    const Entry* from = table.find("from");
    if (from == nullptr || from->kind != Kind::string) return;
    if (const HostSpec* host = find_host(context, *from)) {
        action.client_host =
            HostId{static_cast<std::int32_t>(host - context.scenario.hosts.data())};
    }
}

void compile_clock(Reader& reader, const Entry& table, const VerbRule& rule, Action& action) {
    const std::string_view key = rule.verb == Verb::jump_clock ? "by" : "gains";
    const auto amount = reader.span(table, key, true);
    if (!amount) {
        reader.complain(table.field(rule.name)->spot,
                        fmt::format("`{}` needs `{}`", rule.name, key),
                        fmt::format("{} = \"-30s\"", key));
    }
    action.amount = amount.value_or(Duration{});
}

}  // namespace

LinkQuality compile_quality(Context& context, const Entry& table) {
    Reader& reader = context.reader;
    LinkQuality quality;
    quality.latency = reader.range(table, "latency").value_or(Span{});
    quality.loss = share(reader, table, "loss");
    quality.duplicate = share(reader, table, "duplicate");
    quality.reorder = share(reader, table, "reorder");
    return quality;
}

void compile_machine(Context& context, const Entry& table, HostSpec& host) {
    Reader& reader = context.reader;
    host.zone = reader.text(table, "zone").value_or("");
    if (const auto boot = reader.range(table, "boot")) host.boot = *boot;
    host.clock_ahead = reader.span(table, "clock", true).value_or(Duration{});
    constexpr std::size_t nothing = 3;
    const auto starts = reader.word(table, "starts_at_boot", "both|database|proxy|nothing");
    host.starts_database = starts.value_or(0) != 2 && starts.value_or(0) != nothing;
    host.starts_proxy = starts.value_or(0) != 1 && starts.value_or(0) != nothing;
}

void compile_links(Context& context, const Entry& root) {
    const Entry* list = root.find("link");
    if (list == nullptr || list->kind != Kind::array) return;
    for (const Entry& table : list->elements) {
        if (table.kind == Kind::table) compile_link(context, table);
    }
}

void compile_disturbance(Context& context, const Entry& table, const VerbRule& rule,
                         Action& action) {
    Reader& reader = context.reader;
    compile_whence(context, table, action);
    action.rejects = reader.boolean(table, "reject").value_or(false);
    if (rule.verb == Verb::jump_clock || rule.verb == Verb::drift_clock) {
        compile_clock(reader, table, rule, action);
    }
    if (rule.verb == Verb::slow_disk) {
        constexpr Span usual{std::chrono::seconds{1}, std::chrono::seconds{1}};
        action.waits = reader.range(table, "takes").value_or(usual);
    }
    const Entry* lines = table.find("lines");
    if (lines == nullptr || lines->kind != Kind::array) return;
    action.lines.emplace();
    for (const Entry& line : lines->elements) {
        if (line.kind == Kind::string) action.lines->push_back(line.text);
    }
}

}  // namespace sim::scenario
