#include "sim/fidelity/tables.hpp"

#include <sstream>

#include "sim/fidelity/texts.hpp"

namespace sim::fidelity {
namespace {

Row cells(const std::string& line) {
    Row row;
    std::istringstream parts(line);
    for (std::string part; std::getline(parts, part, '|');) row.push_back(trimmed(part));
    return row;
}

bool is_row(const std::string& line) { return line.find('|') != std::string::npos; }

bool is_heading(const std::string& line) { return line.starts_with("== "); }

}  // namespace

Table read_table(const std::string& text) {
    Table table;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (is_row(line)) table.push_back(cells(line));
    }
    return table;
}

std::vector<Snapshot> read_snapshots(const std::string& text) {
    std::vector<Snapshot> snapshots;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (is_heading(line)) {
            snapshots.push_back({proxy_in(line), time_in(line).value_or(0), {}});
        } else if (is_row(line) && !snapshots.empty()) {
            snapshots.back().table.push_back(cells(line));
        }
    }
    return snapshots;
}

std::vector<StatusText> read_status_files(const std::string& text) {
    std::vector<StatusText> files;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (is_heading(line)) {
            files.push_back({proxy_in(line), time_in(line).value_or(0), {}});
        } else if (line.ends_with('$') && !files.empty()) {
            files.back().lines.push_back(line.substr(0, line.size() - 1));
        }
    }
    return files;
}

std::vector<ReplicationView> read_replication(const std::string& text) {
    std::vector<ReplicationView> views;
    std::int64_t time = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (is_heading(line)) {
            time = time_in(line).value_or(0);
        } else if (line.starts_with("-- node ")) {
            views.push_back({line[8] - '0', time, {}, {}});
        } else if (!views.empty() && is_row(line)) {
            views.back().table.push_back(cells(line));
        } else if (!views.empty() && (line == "t" || line == "f")) {
            views.back().in_recovery = line;
        }
    }
    return views;
}

std::vector<Script> read_scripts(const std::string& text) {
    std::vector<Script> scripts;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find(" ppid=") == std::string::npos) continue;  // what the script says of itself
        std::istringstream words(line);
        Script script;
        std::string date;
        std::string time;
        words >> date >> time >> script.host;
        script.time = time_in(time).value_or(0);
        script.host = script.host.substr(script.host.find('=') + 1);
        bool arguments = false;
        for (std::string word; words >> word;) {
            const bool name = word.ends_with(".sh");
            if (name) arguments = word.starts_with("fail") || word.starts_with("follow");
            if (!arguments) continue;
            script.command += name ? word : " " + word.substr(word.find('=') + 1);
        }
        if (script.command.find(' ') != std::string::npos) scripts.push_back(script);
    }
    return scripts;
}

}  // namespace sim::fidelity
