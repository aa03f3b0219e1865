// From a failing story to a small one that still fails in the same way: steps, hosts, loads and
// settings are left out, spans are made shorter and rounder, as long as the failure stays.
#pragma once

#include <cstddef>
#include <functional>

#include "sim/scenario/document.hpp"

namespace sim::search {

/// Whether a story still fails as it did.
using StillFails = std::function<bool(const scenario::Entry& story)>;

struct Shrunk {
    scenario::Entry story;
    std::size_t tried = 0;   ///< stories run
    bool exhausted = false;  ///< `most` were tried: it might become smaller still
};

/// The story made small: no step, host, load or setting of it can be left out alone. `most`: how
/// many stories may be run. REQUIRES: still_fails(story).
[[nodiscard]] Shrunk shrink(scenario::Entry story, const StillFails& still_fails, std::size_t most);

}  // namespace sim::search
