// A running hash of everything that happened, kept on every run: equal fingerprints, equal runs.
// Lanes tell where two runs part. Explicit little-endian words, so it is one value everywhere.
#pragma once

#include <array>
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
        std::uint64_t event = words.size() ^ salts_[0];
        std::size_t next = 0;
        for (; next + 1 < words.size(); next += 2) {
            event = multiply_fold(words[next] ^ event, words[next + 1] ^ salts_[1]);
        }
        if (next < words.size()) event = multiply_fold(words[next] ^ event, salts_[2]);
        whole_ = multiply_fold(whole_ ^ event, factor_);
        std::uint64_t& own = lanes_[static_cast<std::size_t>(lane)];
        own = multiply_fold(own ^ event, factor_);
    }

    [[nodiscard]] std::uint64_t value() const { return whole_; }
    [[nodiscard]] std::uint64_t lane(Lane lane) const {
        return lanes_[static_cast<std::size_t>(lane)];
    }
    bool operator==(const Fingerprint&) const = default;

  private:
    // Numbers without pattern: the fractions of square roots of primes.
    static constexpr std::array<std::uint64_t, 3> salts_{0xbb67ae8584caa73bU, 0x9b05688c2b3e6c1fU,
                                                         0x510e527fade682d1U};
    static constexpr std::uint64_t factor_ = 0xa54ff53a5f1d36f1U;

    std::uint64_t whole_ = 0x6a09e667f3bcc908U;
    std::array<std::uint64_t, lane_count> lanes_{};
};

}  // namespace engine
