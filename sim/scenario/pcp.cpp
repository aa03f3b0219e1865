#include "sim/scenario/pcp.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/facts/answers.hpp"

namespace sim::scenario {

namespace {

using Form = ExpectedAnswer::Form;

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string_view> words;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
        if (text.empty()) return words;
        const std::size_t end = std::min(text.find_first_of(blanks), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

/// A number alone, or below `Node Count` and a rule.
bool read_count(std::string_view text, ExpectedAnswer& expected) {
    std::vector<std::string_view> words = words_of(text);
    const bool verbose = words.size() == 4 && words[0] == "Node" && words[1] == "Count";
    if (verbose) words.erase(words.begin(), words.begin() + 3);
    const auto number = words.size() == 1 ? read_integer(words.front()) : std::nullopt;
    if (!number) return false;
    expected.form = Form::count;
    expected.arguments[0] = static_cast<std::int32_t>(*number);
    return true;
}

/// The lines of -v, `Hostname   : 192.168.1.101`, without what stands before the colons.
std::string without_labels(std::string_view text) {
    constexpr std::string_view labels[] = {"Hostname", "Port", "Status Name", "Status", "Weight"};
    if (!text.starts_with(labels[0])) return std::string(text);
    std::string values;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t colon = line.find(':');
        const bool known = std::ranges::any_of(
            labels, [&](std::string_view label) { return line.starts_with(label); });
        if (known && colon != std::string_view::npos) values += line.substr(colon + 1);
    }
    return values;
}

/// `host port statuscode weight statusname`.
bool read_node_info(const Context& context, std::string_view text, ExpectedAnswer& expected) {
    const std::string values = without_labels(text);
    const std::vector<std::string_view> words = words_of(values);
    if (words.size() < 4) return false;
    const auto& hosts = context.scenario.hosts;
    const auto host = std::ranges::find(hosts, words[0], &HostSpec::address);
    const auto port = read_integer(words[1]);
    const auto status = read_integer(words[2]);
    const auto weight = read_millionths(words[3]);
    if (host == hosts.end() || !host->database || !port || !status || !weight.value) return false;
    expected.form = Form::node_info;
    expected.arguments = {host->database->value, static_cast<std::int32_t>(*port),
                          static_cast<std::int32_t>(*status),
                          static_cast<std::int32_t>(*weight.value)};
    return true;
}

void tool_says(ExpectedAnswer& expected, facts::ToolText text,
               std::initializer_list<std::int32_t> arguments) {
    expected.form = Form::message;
    expected.id = facts::id_of(text);
    std::copy(arguments.begin(), arguments.end(), expected.arguments.begin());
    expected.given = (1U << arguments.size()) - 1U;
}

/// `ERROR: connection to host "%s" failed with error "%s"`.
bool read_not_connected(const Context& context, std::string_view text, ExpectedAnswer& expected) {
    const auto& scenario = context.scenario;
    for (std::size_t p = 0; p < scenario.proxies.size(); ++p) {
        const auto host = static_cast<std::size_t>(scenario.proxies[p].host.value);
        for (std::size_t why = 0; why < facts::refusal_words.size(); ++why) {
            if (text != fmt::format("ERROR: connection to host \"{}\" failed with error \"{}\"",
                                    scenario.hosts[host].address, facts::refusal_words[why])) {
                continue;
            }
            tool_says(expected, facts::ToolText::not_connected,
                      {static_cast<std::int32_t>(p), static_cast<std::int32_t>(why)});
            return true;
        }
    }
    return false;
}

/// `pcp_attach_node: missing node-id` and what follows, or `… Invalid node-id "-1", …`.
bool read_complaint(std::string_view tool, std::string_view text, ExpectedAnswer& expected) {
    if (text.starts_with(fmt::format("{}: missing node-id", tool))) {
        tool_says(expected, facts::ToolText::missing_id, {});
        return true;
    }
    const std::string invalid = fmt::format("{}: Invalid node-id \"", tool);
    if (!text.starts_with(invalid)) return false;
    const std::string_view rest = text.substr(invalid.size());
    const std::string_view number = rest.substr(0, rest.find('"'));
    const auto id = read_integer(number);
    if (!id || rest.substr(number.size()) != "\", must be between 0 and 128") return false;
    tool_says(expected, facts::ToolText::invalid_id, {static_cast<std::int32_t>(*id)});
    return true;
}

}  // namespace

void compile_tool_call(Context& context, const Entry& table, Action& action) {
    Reader& reader = context.reader;
    PcpCall& call = action.pcp;
    call.gracefully = reader.boolean(table, "gracefully").value_or(false);
    call.verbose = reader.boolean(table, "verbose").value_or(false);
    const auto port = reader.integer(table, "pcp_port", 1, 65'535);
    call.port = static_cast<std::int32_t>(port.value_or(0));
    const auto login =
        reader.word(table, "login", "right|wrong_password|no_password_file|unknown_user");
    call.login = static_cast<Login>(login.value_or(0));
    action.killed_after = reader.span(table, "killed_after");
    action.connect_timeout = reader.span(table, "connect_timeout");
}

bool read_tool_text(const Context& context, std::string_view tool, std::string_view text,
                    ExpectedAnswer& expected) {
    while (text.ends_with('\n') || text.ends_with(' ')) text.remove_suffix(1);
    if (tool == "pcp_node_count" && read_count(text, expected)) return true;
    if (tool == "pcp_node_info" && read_node_info(context, text, expected)) return true;
    return read_not_connected(context, text, expected) || read_complaint(tool, text, expected);
}

}  // namespace sim::scenario
