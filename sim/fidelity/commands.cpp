#include "sim/fidelity/commands.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "sim/fidelity/texts.hpp"

namespace sim::fidelity {
namespace {

/// Between the first and the last of `mark` on a line.
std::string between(const std::string& line, char mark) {
    const std::size_t first = line.find(mark);
    const std::size_t last = line.rfind(mark);
    return first < last ? line.substr(first + 1, last - first - 1) : std::string();
}

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::istringstream text(line);
    for (std::string word; text >> word;) words.push_back(word);
    return words;
}

/// "rc=0, took 0.018 s, output:"
void read_result(const std::string& line, Step& step) {
    step.exit_status = std::stoi(line.substr(line.find("rc=") + 3));
    const std::string took = line.substr(line.find("took ") + 5);
    step.took = std::stoll(took) * 1000 + std::stoll(took.substr(took.find('.') + 1, 3));
}

/// "attach_node -n 2 --verbose" as the simulator writes it: "pcp_attach_node 2".
std::string pcp_words(const std::vector<std::string>& words) {
    std::string result = "pcp_" + words.front();
    for (std::size_t at = 1; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (word == "--verbose" || word == "-v" || word == "-n") continue;
        // The tools read what is no number as 0 (README.md §3 i).
        const bool id = words[at - 1] == "-n" && word.find_first_of("0123456789") == word.npos;
        result += " " + (id ? "0" : word);
    }
    return result;
}

/// Of other queries the simulator knows no values.
std::string psql_words(const std::vector<std::string>& words) {
    const bool nodes = words == std::vector<std::string>{"show", "pool_nodes"};
    return nodes ? "psql show pool_nodes" : "psql";
}

/// What stands below "-- via pgpool1", "-- pcp_watchdog_info --verbose via pgpool1 at …".
void split_by_proxy(const std::string& text, const Command& like, std::vector<Command>& commands) {
    std::istringstream lines(text);
    std::vector<Command> parts;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("-- ") && line.find("via ") != std::string::npos) {
            Command command = like;
            command.of_snapshot = true;
            command.proxy = proxy_in(line);
            if (const auto time = time_in(line)) command.time = *time;
            parts.push_back(command);
        } else if (line.starts_with("-- ")) {
            parts.push_back({});  // something else, such as who has the virtual address
        } else if (!parts.empty()) {
            parts.back().output += line + "\n";
        }
    }
    for (Command& part : parts) {
        if (part.proxy == 0) continue;
        part.output = tidy_output(part.output);
        if (part.output.starts_with("ERROR: connection to host")) part.exit_status = 1;
        commands.push_back(std::move(part));
    }
}

}  // namespace

std::string tidy_output(const std::string& text) {
    std::istringstream lines(text);
    std::string result;
    for (std::string line; std::getline(lines, line);) {
        while (!line.empty() && line.back() == ' ') line.pop_back();
        result += line + "\n";
    }
    while (result.ends_with("\n")) result.pop_back();
    return result;
}

std::vector<Step> read_steps(const std::string& text) {
    constexpr std::string_view indent = "          ";
    std::vector<Step> steps;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t step = line.find(" STEP: ");
        if (line.starts_with("- ") && step != std::string::npos) {
            steps.push_back({});
            steps.back().time = time_in(line.substr(0, step)).value_or(0);
            steps.back().title = line.substr(step + 7);
        } else if (line.starts_with("- ")) {
            steps.push_back({});  // a note: nothing of the step before goes on
        } else if (steps.empty()) {
            continue;
        } else if (line.starts_with("    - cmd: ")) {
            steps.back().command = between(line, '`');
        } else if (line.starts_with("    - rc=")) {
            read_result(line, steps.back());
        } else if (line.starts_with(indent)) {
            steps.back().output += line.substr(indent.size()) + "\n";
        }
    }
    std::erase_if(steps, [](const Step& step) { return step.command.empty(); });
    for (Step& step : steps) step.output = tidy_output(step.output);
    return steps;
}

std::vector<Command> typed_commands(const std::vector<Step>& steps) {
    std::vector<Command> commands;
    for (const Step& step : steps) {
        Command command;
        command.time = step.time;
        command.exit_status = step.exit_status;
        const std::vector<std::string> words = words_of(step.command);
        if (step.command == "wdinfo") {
            command.words = "pcp_watchdog_info";
            command.exit_status = 0;
            split_by_proxy(step.output, command, commands);
        } else if (words.size() > 3 && words[1] == "pcp" && words[2].size() == 1) {
            command.proxy = words[2].front() - '0';
            command.words = pcp_words({words.begin() + 3, words.end()});
            command.output = step.output;
            commands.push_back(command);
        } else if (words.size() > 3 && words[0] == "pcpx") {
            // pcpx PASSWORD_FILE TOOL -h ADDRESS …: how it logs in is not among the words.
            command.proxy = words[4].back() - '0';
            command.words = words[2];
            command.output = step.output;
            commands.push_back(command);
        } else if (words.size() > 3 && words[1] == "q") {
            command.proxy = words[2].front() - '0';
            command.words = psql_words({words.begin() + 3, words.end()});
            command.output = step.output;
            commands.push_back(command);
        }
    }
    return commands;
}

std::vector<Command> watchdog_infos(const std::string& text) {
    std::vector<Command> commands;
    Command like;
    like.words = "pcp_watchdog_info";
    split_by_proxy(text, like, commands);
    return commands;
}

}  // namespace sim::fidelity
