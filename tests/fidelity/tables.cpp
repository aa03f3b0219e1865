#include "tests/fidelity/tables.hpp"

#include <regex>
#include <sstream>

namespace fidelity {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Row cells(const std::string& line) {
    Row row;
    std::istringstream parts(line);
    for (std::string part; std::getline(parts, part, '|');) row.push_back(trimmed(part));
    return row;
}

bool is_row(const std::string& line) { return line.find('|') != std::string::npos; }

/// The word that begins with "pgpool" in "== show pool_nodes via pgpool1 (…)".
std::string proxy_in(const std::string& heading) {
    std::istringstream words(heading);
    for (std::string word; words >> word;) {
        if (word.starts_with("pgpool") && word.find('_') == std::string::npos) return word;
    }
    return {};
}

/// The time of day at the end of "… at 2026-11-22 07:24:01.043".
std::int64_t time_in(const std::string& heading) {
    static const std::regex time(R"((\d\d):(\d\d):(\d\d)\.(\d{3})$)");
    std::smatch parts;
    if (!std::regex_search(heading, parts, time)) return 0;
    const auto number = [&](std::size_t at) { return std::int64_t{std::stoi(parts[at].str())}; };
    return ((number(1) * 60 + number(2)) * 60 + number(3)) * 1000 + number(4);
}

}  // namespace

std::vector<Row> read_table(const std::string& text) {
    std::vector<Row> table;
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
        if (line.starts_with("== ")) {
            snapshots.push_back({proxy_in(line), time_in(line), {}});
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
        if (line.starts_with("== ")) {
            files.push_back({proxy_in(line), time_in(line), {}});
        } else if (line.ends_with('$') && !files.empty()) {
            files.back().lines.push_back(line.substr(0, line.size() - 1));
        }
    }
    return files;
}

}  // namespace fidelity
