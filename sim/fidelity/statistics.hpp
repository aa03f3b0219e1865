// The tests that two samples of delays are put to. Sums and comparisons of integers, but for the
// one constant of the Kolmogorov–Smirnov distribution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sim::fidelity {

using Sample = std::vector<std::int64_t>;

/// The middle value, of an even number the mean of both. REQUIRES: not empty.
[[nodiscard]] std::int64_t median(Sample sample);

/// The smallest value that at least `percent` of a hundred do not exceed. REQUIRES: not empty.
[[nodiscard]] std::int64_t quantile(Sample sample, std::size_t percent);

/// The largest distance between both samples' distribution functions, as a fraction.
struct Distance {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;  ///< size of one sample times size of the other
};
[[nodiscard]] Distance kolmogorov_smirnov(Sample a, Sample b);

/// Whether samples of one distribution lie so far apart, or farther, less often than once in a
/// hundred: D > c √((n + m) / nm), c = √(ln(2 / 0.01) / 2) (the asymptotic two-sided bound).
[[nodiscard]] bool differ_at_one_percent(const Sample& a, const Sample& b);

}  // namespace sim::fidelity
