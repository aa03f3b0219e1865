#include "reports/actions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/clock.hpp"
#include "reports/text.hpp"
#include "sim/checks/ledger.hpp"
#include "sim/facts/answers.hpp"
#include "sim/facts/facts.hpp"

namespace reports {
namespace {

using sim::facts::Kind;

/// "pcp_attach_node 2 on node101"
std::string words_of(const Deed& deed, const Script& script) {
    if (deed.step >= script.steps.size()) return {};
    const auto& actions = script.steps[deed.step].actions;
    return deed.action < actions.size() ? actions[deed.action] : std::string();
}

/// `host port statuscode weight statusname`, or a line for each (semantics-3.6 §10).
std::string node_info_text(const failover::MessageArguments& info, const Cluster& cluster,
                           bool verbose) {
    const BackendNames* backend = cluster.backend(info[0]);
    const std::string host = backend != nullptr ? backend->address : "?";
    const std::string weight = fmt::format("{}.{:06}", info[3] / 1'000'000, info[3] % 1'000'000);
    const auto status = sim::checks::to_string(static_cast<failover::Status>(info[2]));
    if (!verbose) return fmt::format("{} {} {} {} {}", host, info[1], info[2], weight, status);
    return fmt::format(
        "Hostname   : {}\nPort       : {}\nStatus     : {}\nWeight     : {}\nStatus Name: {}", host,
        info[1], info[2], weight, status);
}

std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) line += c == '\n' ? std::string("; ") : std::string(1, c);
    return line;
}

Answer answer_of(const engine::Record& record, const std::string& command) {
    const auto id = static_cast<failover::MessageId>(record.words[2]);
    if (id == 0 && command.starts_with("pcp_node_info")) {
        return {id, sim::facts::node_info_of(record.words[3], record.words[4])};
    }
    return {
        id,
        {static_cast<std::int32_t>(record.words[3]), static_cast<std::int32_t>(record.words[4])}};
}

/// What a pcp tool says of its own (semantics-3.6 §10).
std::string tool_text(const std::string& tool, const Answer& answer, const Cluster& cluster) {
    using sim::facts::ToolText;
    switch (static_cast<ToolText>(answer.id - sim::facts::first_tool_text)) {
        case ToolText::not_connected: {
            const ProxyNames* proxy = cluster.proxy(answer.arguments[0]);
            return fmt::format(
                "ERROR: connection to host \"{}\" failed with error \"{}\"",
                proxy != nullptr ? proxy->address : "?",
                sim::facts::refusal_words[static_cast<std::size_t>(answer.arguments[1])]);
        }
        case ToolText::missing_id:
            return fmt::format("{0}: missing node-id\nTry \"{0} --help\" for more information.",
                               tool);
        case ToolText::invalid_id:
            break;
    }
    return fmt::format("{}: Invalid node-id \"{}\", must be between 0 and 128", tool,
                       answer.arguments[0]);
}

}  // namespace

std::vector<Deed> deeds(std::span<const engine::Record> records) {
    std::vector<Deed> list;
    const auto open = [&](const engine::Record& record) -> Deed* {
        const auto found = std::find_if(list.begin(), list.end(), [&](const Deed& deed) {
            return deed.step == record.words[0] && deed.action == record.words[1] && !deed.done;
        });
        return found != list.end() ? &*found : nullptr;
    };
    for (const engine::Record& record : records) {
        const Kind kind{record.kind};
        if (kind == Kind::action_began) {
            Deed deed;
            deed.step = record.words[0];
            deed.action = record.words[1];
            deed.began = record.number;
            deed.at = record.at();
            list.push_back(deed);
        } else if (kind == Kind::answer) {
            if (Deed* deed = open(record)) deed->answer = record;
        } else if (kind == Kind::action_done) {
            if (Deed* deed = open(record)) {
                deed->done = record.at();
                deed->exit_status = static_cast<std::int32_t>(record.words[2]);
            }
        }
    }
    return list;
}

std::string client_message(failover::MessageId id, const failover::MessageArguments& arguments,
                           const Telling& telling, std::string_view before_detail) {
    const failover::Catalogue* catalogue = telling.cluster.catalogue;
    if (catalogue == nullptr || id >= catalogue->messages.size()) {
        return fmt::format("message {}", id);
    }
    const failover::MessageText& message = catalogue->messages[id];
    const auto words = [&](std::string_view text) {
        return telling.dialect.words(fill(text, arguments, telling.cluster, failover::no_proxy));
    };
    std::string text = fmt::format("{}:  {}", severity_text(message.severity), words(message.text));
    if (!message.detail.empty())
        text += fmt::format("{}DETAIL:  {}", before_detail, words(message.detail));
    return text;
}

std::string answer_text(const std::string& action, const Answer& answer, const Telling& telling) {
    const std::string command = action.substr(0, action.find(' '));
    if (answer.id >= sim::facts::first_tool_text) {
        return tool_text(command, answer, telling.cluster);
    }
    if (answer.id != 0) return client_message(answer.id, answer.arguments, telling);
    const bool verbose = action.find(" --verbose") != std::string::npos;
    if (command == "pcp_node_count") {
        return fmt::format("{}{}", verbose ? "Node Count\n____________\n " : "",
                           answer.arguments[0]);
    }
    if (command == "pcp_node_info") {
        return node_info_text(answer.arguments, telling.cluster, verbose);
    }
    return command + " -- Command Successful";
}

std::string printed_by(const Deed& deed, const Telling& telling) {
    if (!deed.answer) return {};
    const std::string words = words_of(deed, telling.script);
    const Answer answer = answer_of(*deed.answer, words);
    const bool of_the_proxy = answer.id != 0 && answer.id < sim::facts::first_tool_text;
    return of_the_proxy ? client_message(answer.id, answer.arguments, telling, "\n")
                        : answer_text(words, answer, telling);
}

std::string outcome_of(const Deed& deed, const Telling& telling) {
    if (!deed.done) return "has not returned";
    std::string text;
    if (deed.answer) {
        const std::string words = words_of(deed, telling.script);
        text = on_one_line(answer_text(words, answer_of(*deed.answer, words), telling)) + ", ";
    }
    const engine::Duration took = *deed.done - deed.at;
    if (deed.exit_status != 0) text += fmt::format("exit {}, ", deed.exit_status);
    return text + (took.count() == 0 ? "at once" : "after " + span_text(took));
}

}  // namespace reports
