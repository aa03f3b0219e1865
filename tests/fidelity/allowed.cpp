#include "tests/fidelity/allowed.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace fidelity {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Allowed read_line(const std::string& line, std::size_t number) {
    const std::size_t first = line.find(" | ");
    const std::size_t second = line.rfind(" | ");
    if (first == std::string::npos || first == second) {
        throw std::runtime_error("allowed.txt:" + std::to_string(number) +
                                 ": PROCESS | pattern | reason");
    }
    Allowed allowed;
    allowed.process = trimmed(line.substr(0, first));
    allowed.pattern = trimmed(line.substr(first + 3, second - first - 3));
    allowed.reason = trimmed(line.substr(second + 3));
    allowed.line = number;
    const std::size_t arrow = allowed.pattern.find(" => ");
    allowed.pair = arrow != std::string::npos;
    allowed.text = allowed.pattern.substr(0, arrow);
    if (allowed.pair) allowed.next = allowed.pattern.substr(arrow + 4);
    return allowed;
}

/// The next message of the same process; nullptr: none.
const Entry* next_of(const std::vector<Entry>& entries, std::size_t at) {
    for (std::size_t next = at + 1; next < entries.size(); ++next) {
        if (entries[next].pid == entries[at].pid) return &entries[next];
    }
    return nullptr;
}

bool allows(const Allowed& allowed, const Entry& entry, const Entry* next) {
    if (allowed.process != entry.process || !std::regex_match(entry.text, allowed.text)) {
        return false;
    }
    return !allowed.pair || (next != nullptr && std::regex_match(next->text, allowed.next));
}

}  // namespace

std::vector<Allowed> read_allowed(const std::string& text) {
    std::vector<Allowed> table;
    std::istringstream lines(text);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!line.empty() && line[0] != '#') table.push_back(read_line(line, number));
    }
    return table;
}

Log without_allowed(const Log& log, std::vector<Allowed>& table) {
    Log left;
    left.strange = log.strange;
    std::vector<const Entry*> dropped;
    for (std::size_t at = 0; at < log.entries.size(); ++at) {
        const Entry& entry = log.entries[at];
        const Entry* next = next_of(log.entries, at);
        bool keep = std::find(dropped.begin(), dropped.end(), &entry) == dropped.end();
        for (Allowed& allowed : table) {
            if (!keep || !allows(allowed, entry, next)) continue;
            allowed.used = true;
            keep = false;
            if (allowed.pair) dropped.push_back(next);
        }
        if (keep) left.entries.push_back(entry);
    }
    return left;
}

}  // namespace fidelity
