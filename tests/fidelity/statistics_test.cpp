// Medians, quantiles and the Kolmogorov–Smirnov test on samples whose answers are known.
#include "sim/fidelity/statistics.hpp"

#include <gtest/gtest.h>

namespace sim::fidelity {
namespace {

Sample counting(std::int64_t from, std::int64_t to) {
    Sample sample;
    for (std::int64_t value = from; value <= to; ++value) sample.push_back(value);
    return sample;
}

TEST(FidelityStatistics, TheMedianIsTheMiddleOrTheMeanOfBothMiddles) {
    EXPECT_EQ(median({9, 1, 5}), 5);
    EXPECT_EQ(median({9, 1, 5, 7}), 6);
}

TEST(FidelityStatistics, AQuantileIsTheSmallestValueThatSoManyDoNotExceed) {
    const Sample hundred = counting(1, 100);
    EXPECT_EQ(quantile(hundred, 1), 1);
    EXPECT_EQ(quantile(hundred, 99), 99);
    EXPECT_EQ(quantile({4}, 99), 4);
}

TEST(FidelityStatistics, TheDistanceOfEqualSamplesIsNothingAndOfDisjointOnesAll) {
    EXPECT_EQ(kolmogorov_smirnov({1, 2, 2}, {1, 2, 2}).numerator, 0);
    const Distance all = kolmogorov_smirnov({1, 2}, {3, 4, 5});
    EXPECT_EQ(all.numerator, all.denominator);
    const Distance half = kolmogorov_smirnov({1, 2, 3, 4}, {3, 4, 5, 6});
    EXPECT_EQ(half.numerator * 2, half.denominator);
}

TEST(FidelityStatistics, OnePercentIsWhereTheTablesSayItIs) {
    // n = m = 100: D must exceed 1.6276 √(2 / 100) = 0.2302.
    EXPECT_FALSE(differ_at_one_percent(counting(1, 100), counting(24, 123)));
    EXPECT_TRUE(differ_at_one_percent(counting(1, 100), counting(25, 124)));
}

}  // namespace
}  // namespace sim::fidelity
