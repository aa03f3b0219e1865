#include "engine/fingerprint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace engine {
namespace {

using Words = std::vector<std::uint64_t>;

std::uint64_t of(const Words& words) {
    Fingerprint fingerprint;
    fingerprint.fold(Lane::network, words);
    return fingerprint.value();
}

TEST(Fingerprint, ChangesWithEveryBitOfEveryWord) {
    for (std::size_t size = 1; size <= 8; ++size) {
        const Words plain(size, 0x0123456789abcdefU);
        std::vector<std::uint64_t> seen{of(plain)};
        for (std::size_t word = 0; word < size; ++word) {
            for (unsigned bit = 0; bit < 64; ++bit) {
                Words flipped = plain;
                flipped[word] ^= std::uint64_t{1} << bit;
                seen.push_back(of(flipped));
            }
        }
        std::sort(seen.begin(), seen.end());
        EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end()) << size << " words";
    }
}

TEST(Fingerprint, ChangesWithTheNumberOfWords) {
    std::vector<std::uint64_t> seen;
    for (std::size_t size = 0; size <= 16; ++size) seen.push_back(of(Words(size, 0)));
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST(Fingerprint, ChangesWithTheOrderOfWordsAndOfEvents) {
    EXPECT_NE(of({1, 2}), of({2, 1}));
    EXPECT_NE(of({1, 2, 3, 4}), of({3, 4, 1, 2}));
    Fingerprint one;
    Fingerprint other;
    const std::array<std::uint64_t, 1> first{1};
    const std::array<std::uint64_t, 1> second{2};
    one.fold(Lane::disk, first);
    one.fold(Lane::disk, second);
    other.fold(Lane::disk, second);
    other.fold(Lane::disk, first);
    EXPECT_NE(one.value(), other.value());
    EXPECT_NE(one.lane(Lane::disk), other.lane(Lane::disk));
}

TEST(Fingerprint, ALaneKnowsOnlyItsOwnEvents) {
    Fingerprint fingerprint;
    const std::array<std::uint64_t, 2> words{1, 2};
    fingerprint.fold(Lane::disk, words);
    const Fingerprint before = fingerprint;
    fingerprint.fold(Lane::clients, words);
    EXPECT_EQ(fingerprint.lane(Lane::disk), before.lane(Lane::disk));
    EXPECT_NE(fingerprint.lane(Lane::clients), before.lane(Lane::clients));
    EXPECT_NE(fingerprint.value(), before.value());
    EXPECT_NE(fingerprint, before);
}

/// Guards against a change of the function and against compilers that disagree.
TEST(Fingerprint, IsTheSameEverywhere) {
    Fingerprint fingerprint;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const std::array<std::uint64_t, 5> words{i, ~i, i * i, i << 40U, 7};
        fingerprint.fold(static_cast<Lane>(i % lane_count),
                         std::span<const std::uint64_t>{words}.first(i % 6));
    }
    EXPECT_EQ(fingerprint.value(), 17991066950853228426U);
    EXPECT_EQ(fingerprint.lane(Lane::watchdog), 5246095900133682629U);
}

}  // namespace
}  // namespace engine
