// Delays that the product leaves to the machine: recorded values against those of many simulated
// runs of the same stories.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/fidelity/recording.hpp"
#include "sim/fidelity/report.hpp"
#include "sim/fidelity/statistics.hpp"

namespace sim::fidelity {

/// Which delay it is: its name, and within one story its log and which of that name in it.
struct DelayKey {
    std::string name;
    std::string story;
    std::size_t proxy = 0;
    std::size_t nth = 0;
    auto operator<=>(const DelayKey&) const = default;
};
using Delays = std::map<DelayKey, Sample>;

/// Adds the delays without a nominal value that one run's logs show.
void add_delays(const std::string& story, const std::vector<Log>& logs, Delays& delays);

/// Names with ten recorded values or more: the median within 15 % (or a millisecond, as finely as
/// logs tell), and a two-sample Kolmogorov–Smirnov test at 1 %. With fewer: each recorded value
/// lies between the 1 % and the 99 % quantile of its own simulated ones.
[[nodiscard]] std::vector<Part> compare_timings(const Delays& recorded, const Delays& simulated);

}  // namespace sim::fidelity
