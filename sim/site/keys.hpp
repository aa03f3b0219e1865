// Every key of the product's configuration file (semantics-3.6 §13 and its sample file), with what
// each takes and whether it matters for failover here. The failover logic's own parameters come
// from its catalogue; this table has all the others.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "failover/catalogue.hpp"

namespace sim::site {

enum class Matter : std::uint8_t {
    cluster,     ///< hosts, ports, peers, weights: the shape of the cluster
    irrelevant,  ///< does not matter for failover
};

struct KnownKey {
    failover::Parameter takes;  ///< its fallback is what is compiled into the product
    Matter matter = Matter::irrelevant;
    bool numbered = false;  ///< stands with a number behind it: backend_port0
};

[[nodiscard]] std::span<const KnownKey> known_keys();

/// What is compiled into the product for a parameter of the logic's catalogue; the catalogue's own
/// fallback is the sample file's.
[[nodiscard]] std::string_view compiled_default(const failover::Parameter& parameter);

/// A key taken apart: "backend_port12" is `backend_port` and 12. -1: there is no number.
struct KeyParts {
    std::string_view stem;
    int number = -1;
};
[[nodiscard]] KeyParts split_key(std::string_view key);

/// The entry of that key; nullptr: there is none. A numbered key needs its number, and only it.
[[nodiscard]] const KnownKey* find_key(std::string_view key);

/// Highest number of a numbered key (semantics-3.6 §0: ids 0 to 127).
inline constexpr int highest_number = 127;

}  // namespace sim::site
