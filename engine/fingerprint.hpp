// A running hash of everything that happened, kept on every run: equal fingerprints, equal runs.
// Lanes tell where two runs part. Explicit little-endian words, so it is one value everywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace engine {

enum class Lane : std::uint8_t { network, disk, database, watchdog, clients, other };
inline constexpr std::size_t lane_count = 6;

/// Multiply-fold hash over 64-bit words; order matters.
class Fingerprint {
  public:
    /// Folds the words of one event or output into its lane and into the whole.
    void fold(Lane lane, std::span<const std::uint64_t> words);

    [[nodiscard]] std::uint64_t value() const { return whole_; }
    [[nodiscard]] std::uint64_t lane(Lane lane) const {
        return lanes_[static_cast<std::size_t>(lane)];
    }
    bool operator==(const Fingerprint&) const = default;

  private:
    std::uint64_t whole_ = 0x6a09e667f3bcc908U;
    std::array<std::uint64_t, lane_count> lanes_{};
};

}  // namespace engine
