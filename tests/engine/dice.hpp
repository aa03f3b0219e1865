// Random numbers for tests that try many cases: the same ones in every run, on every compiler,
// and without <random>.
#pragma once

#include <cstdint>

namespace engine::test {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    /// Evenly in [0, n), near enough. REQUIRES: n > 0.
    std::uint64_t below(std::uint64_t n) {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t word = state_;
        word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
        word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
        return (word ^ (word >> 31U)) % n;
    }

  private:
    std::uint64_t state_;
};

}  // namespace engine::test
