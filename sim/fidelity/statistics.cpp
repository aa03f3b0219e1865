#include "sim/fidelity/statistics.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/assert.hpp"

namespace sim::fidelity {

std::int64_t median(Sample sample) {
    SIM_ASSERT(!sample.empty());
    std::sort(sample.begin(), sample.end());
    const std::size_t middle = sample.size() / 2;
    return sample.size() % 2 == 1 ? sample[middle] : (sample[middle - 1] + sample[middle]) / 2;
}

std::int64_t quantile(Sample sample, std::size_t percent) {
    SIM_ASSERT(!sample.empty());
    std::sort(sample.begin(), sample.end());
    const std::size_t rank = (sample.size() * percent + 99) / 100;
    return sample[std::clamp<std::size_t>(rank, 1, sample.size()) - 1];
}

Distance kolmogorov_smirnov(Sample a, Sample b) {
    SIM_ASSERT(!a.empty() && !b.empty());
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    const auto n = static_cast<std::int64_t>(a.size());
    const auto m = static_cast<std::int64_t>(b.size());
    Distance distance{0, n * m};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const std::int64_t at = std::min(a[i], b[j]);
        while (i < a.size() && a[i] == at) ++i;
        while (j < b.size() && b[j] == at) ++j;
        const std::int64_t apart =
            static_cast<std::int64_t>(i) * m - static_cast<std::int64_t>(j) * n;
        distance.numerator = std::max(distance.numerator, std::abs(apart));
    }
    return distance;
}

bool differ_at_one_percent(const Sample& a, const Sample& b) {
    // c² = ln(200) / 2 = 2.6491587, so D² nm > c² (n + m), in integers: numerator² > c² nm (n + m).
    constexpr std::int64_t c_squared_times_ten_million = 26'491'587;
    const Distance distance = kolmogorov_smirnov(a, b);
    const auto sizes = static_cast<std::int64_t>(a.size() + b.size());
    return distance.numerator * distance.numerator >
           c_squared_times_ten_million * distance.denominator / 10'000'000 * sizes;
}

}  // namespace sim::fidelity
