// Words that all parts of a scenario share: ids, where something stands in a file, spans.
// Names are ids and spans are nanoseconds once a file is checked.
#pragma once

#include <cstdint>

#include "engine/time.hpp"
#include "failover/words/ids.hpp"
#include "sim/facts/facts.hpp"

namespace sim::scenario {

using engine::Duration;
using facts::DatabaseId;
using facts::HostId;
using failover::ProxyId;

/// Where something stands in its file; line and column from 1.
struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    bool operator==(const Place&) const = default;
};

/// A span, or a range that is drawn.
struct Span {
    Duration least{};
    Duration most{};
    bool operator==(const Span&) const = default;
};

}  // namespace sim::scenario
