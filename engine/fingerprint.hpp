// A running hash of everything that happened, kept on every run: equal fingerprints, equal runs.
// Lanes tell where two runs part. Explicit little-endian words, so it is one value everywhere.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/wide.hpp"

namespace engine {

enum class Lane : std::uint8_t { network, disk, database, watchdog, clients, other };
inline constexpr std::size_t lane_count = 6;

/// Multiply-fold hash over 64-bit words; order matters.
class Fingerprint {
  public:
    /// Folds the words of one event or output into its lane and into the whole. What they come
    /// to is computed apart from both, so that an event waits for one step of the one before.
    void fold(Lane lane, std::span<const std::uint64_t> words) {
        std::uint64_t even = words.size();
        std::uint64_t odd = 0;
        for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
            even = multiply_fold(even ^ words[i] ^ salts_[0], factors_[0]);
            odd = multiply_fold(odd ^ words[i + 1] ^ salts_[1], factors_[1]);
        }
        if (words.size() % 2 != 0) {
            even = multiply_fold(even ^ words.back() ^ salts_[0], factors_[0]);
        }
        const std::uint64_t event = even ^ std::rotl(odd, 32);
        whole_ = multiply_fold(whole_ ^ event, factors_[2]);
        std::uint64_t& own = lanes_[static_cast<std::size_t>(lane)];
        own = multiply_fold(own ^ event ^ salts_[2], factors_[2]);
    }

    [[nodiscard]] std::uint64_t value() const { return whole_; }
    [[nodiscard]] std::uint64_t lane(Lane lane) const {
        return lanes_[static_cast<std::size_t>(lane)];
    }
    bool operator==(const Fingerprint&) const = default;

  private:
    // Odd numbers without pattern: the fractions of square roots of primes.
    static constexpr std::array<std::uint64_t, 3> factors_{0xbb67ae8584caa73bU, 0x3c6ef372fe94f82bU,
                                                           0xa54ff53a5f1d36f1U};
    static constexpr std::array<std::uint64_t, 3> salts_{0x510e527fade682d1U, 0x9b05688c2b3e6c1fU,
                                                         0x1f83d9abfb41bd6bU};

    std::uint64_t whole_ = 0x6a09e667f3bcc908U;
    std::array<std::uint64_t, lane_count> lanes_{};
};

}  // namespace engine
