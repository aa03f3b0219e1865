#include "sim/fidelity/allowed.hpp"

#include <sstream>
#include <stdexcept>
#include <string_view>

#include "sim/fidelity/texts.hpp"

namespace sim::fidelity {
namespace {

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
    constexpr std::string_view arrow = " => ";
    std::size_t begin = 0;
    for (std::size_t end = 0; end != std::string::npos; begin = end + arrow.size()) {
        end = allowed.pattern.find(arrow, begin);
        allowed.texts.emplace_back(allowed.pattern.substr(begin, end - begin));
    }
    return allowed;
}

/// The messages from `at` on that `allowed` matches, as places in `entries`; empty: it does not.
std::vector<std::size_t> matched(const Allowed& allowed, const std::vector<Entry>& entries,
                                 std::size_t at) {
    std::vector<std::size_t> places;
    if (allowed.process != entries[at].process) return places;
    for (std::size_t next = at; next < entries.size(); ++next) {
        if (entries[next].pid != entries[at].pid) continue;
        if (!std::regex_match(entries[next].text, allowed.texts[places.size()])) return {};
        places.push_back(next);
        if (places.size() == allowed.texts.size()) return places;
    }
    return {};
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
    std::vector<bool> dropped(log.entries.size());
    for (std::size_t at = 0; at < log.entries.size(); ++at) {
        for (Allowed& allowed : table) {
            if (dropped[at]) break;
            for (const std::size_t place : matched(allowed, log.entries, at)) {
                dropped[place] = true;
                ++allowed.lines;
            }
        }
        if (!dropped[at]) left.entries.push_back(log.entries[at]);
    }
    return left;
}

}  // namespace sim::fidelity
