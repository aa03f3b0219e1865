#include "sim/fidelity/timings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "sim/fidelity/delays.hpp"

namespace sim::fidelity {
namespace {

constexpr std::size_t enough_for_a_test = 10;

Sample all_of(const Delays& delays, const std::string& name) {
    Sample sample;
    for (const auto& [key, values] : delays) {
        if (key.name == name) sample.insert(sample.end(), values.begin(), values.end());
    }
    return sample;
}

void compare_samples(const Sample& recorded, const Sample& simulated, Part& part) {
    const std::int64_t real = median(recorded);
    const std::int64_t ours = median(simulated);
    const std::int64_t apart = std::abs(real - ours);
    if (apart * 100 <= 15 * real || apart <= 1) {
        ++part.equal;
    } else {
        part.different.push_back(fmt::format("median of {}: recorded {} ms, simulated {} ms",
                                             recorded.size(), real, ours));
    }
    if (!differ_at_one_percent(recorded, simulated)) {
        ++part.equal;
        return;
    }
    const Distance distance = kolmogorov_smirnov(recorded, simulated);
    part.different.push_back(
        fmt::format("Kolmogorov–Smirnov at 1 %: the distributions lie {} % apart",
                    distance.numerator * 100 / distance.denominator));
}

void compare_value(const DelayKey& key, std::int64_t recorded, const Delays& simulated,
                   Part& part) {
    const auto found = simulated.find(key);
    const std::string where =
        fmt::format("{} pgpool{}, {}.", key.story, key.proxy + 1, key.nth + 1);
    if (found == simulated.end()) {
        part.different.push_back(where + " was never simulated");
        return;
    }
    const std::int64_t least = quantile(found->second, 1);
    const std::int64_t most = quantile(found->second, 99);
    if (least <= recorded && recorded <= most) {
        ++part.equal;
    } else {
        part.different.push_back(
            fmt::format("{}: recorded {} ms, simulated {} to {} ms", where, recorded, least, most));
    }
}

}  // namespace

void add_delays(const std::string& story, const std::vector<Log>& logs, Delays& into) {
    for (std::size_t proxy = 0; proxy < logs.size(); ++proxy) {
        std::map<std::string, std::size_t> count;
        for (const Delay& delay : delays(logs[proxy])) {
            if (delay.nominal) continue;
            into[{delay.name, story, proxy, count[delay.name]++}].push_back(delay.measured);
        }
    }
}

std::vector<Part> compare_timings(const Delays& recorded, const Delays& simulated) {
    std::set<std::string> names;
    for (const auto& [key, values] : recorded) names.insert(key.name);
    std::vector<Part> parts;
    for (const std::string& name : names) {
        Part part{name, "tests", 0, 0, 0, {}};
        const Sample real = all_of(recorded, name);
        const Sample ours = all_of(simulated, name);
        if (real.size() >= enough_for_a_test && !ours.empty()) {
            compare_samples(real, ours, part);
        } else {
            for (const auto& [key, values] : recorded) {
                if (key.name == name) compare_value(key, values.front(), simulated, part);
            }
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace sim::fidelity
