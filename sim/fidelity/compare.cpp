#include "sim/fidelity/compare.hpp"

#include <algorithm>
#include <map>

namespace sim::fidelity {
namespace {

const std::string nothing = "(nothing)";

std::string line_at(const std::vector<Line>& lines, std::size_t at) {
    return at < lines.size() ? lines[at].text : nothing;
}

void compare_stream(const std::string& name, const std::vector<Line>& recorded,
                    const std::vector<Line>& simulated, Comparison& comparison) {
    const std::size_t longest = std::max(recorded.size(), simulated.size());
    for (std::size_t at = 0; at < longest; ++at) {
        if (at < recorded.size() && at < simulated.size() && recorded[at] == simulated[at]) {
            comparison.equal.push_back({recorded[at].entry, simulated[at].entry});
            continue;
        }
        comparison.differences.push_back(
            {name, at, line_at(recorded, at), line_at(simulated, at), longest - at});
        return;
    }
}

std::map<std::string, std::vector<Line>> by_name(const std::vector<Stream>& streams) {
    std::map<std::string, std::vector<Line>> result;
    for (const Stream& stream : streams) result[stream.name] = stream.lines;
    return result;
}

}  // namespace

Comparison compare(const std::vector<Stream>& recorded, const std::vector<Stream>& simulated) {
    Comparison comparison;
    const auto left = by_name(recorded);
    auto right = by_name(simulated);
    for (const auto& [name, lines] : left) {
        compare_stream(name, lines, right[name], comparison);
        right.erase(name);
    }
    for (const auto& [name, lines] : right) compare_stream(name, {}, lines, comparison);
    return comparison;
}

std::string describe(const Difference& difference) {
    return difference.stream + ", line " + std::to_string(difference.at + 1) +
           "\n    recorded:  " + difference.recorded + "\n    simulated: " + difference.simulated +
           "\n";
}

}  // namespace sim::fidelity
