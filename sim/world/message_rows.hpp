// Rows of messages, each sent because of the one before. One that does not end is a livelock, and
// is named by the last that were told.
#pragma once

#include <cstdint>

#include "sim/facts/facts.hpp"

namespace sim::world {

using facts::HostId;

struct World;

/// The end of a row of messages, each sent because of the one before: a message, or a timer that is
/// no pause (limits::shortest_pause).
struct RowEnd {
    std::uint32_t message = 0;  ///< kind | plane << 16
    HostId from;
    HostId to;
    std::uint32_t length = 0;
};
inline constexpr std::uint32_t no_message = UINT32_MAX;
/// A row that goes on for ever is a livelock: it ends the run.
void count_row(World& world, const RowEnd& end);

}  // namespace sim::world
