// 128-bit integers and the multiply-fold step that the fingerprint and the choices are made of.
// Both compilers have the type; only its name is not in the standard.
#pragma once

#include <cstdint>

namespace engine {

__extension__ typedef unsigned __int128 Wide;

/// The whole product of two words, its halves folded onto each other.
[[nodiscard]] constexpr std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace engine
