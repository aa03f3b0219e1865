// A proxy's status file on its host's disk: truncated, written, then synced, with a window between
// these in which it can be torn or lost (semantics-3.6 §2.3); disks that are full or slow.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/words.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

/// What a proxy finds when it starts, and a save that may not be on the disk yet.
struct StatusDisk {
    std::optional<failover::StatusFile> file;  ///< as whoever reads it sees it
    std::optional<failover::StatusFile> old;   ///< what the disk still has, until `synced`
    std::uint32_t writer = UINT32_MAX;         ///< process index
    TrueTime written;                          ///< before that it is truncated
    TrueTime synced;
};

/// Writes a proxy's file from `at` on; returns when the process goes on. A disk that takes nothing
/// leaves an empty file, and the process hears of it.
TrueTime save_file(World& world, std::uint32_t process, TrueTime at, failover::StatusFile file);
/// Its writer was killed: a file that was truncated stays empty.
void tear_file(World& world, std::int32_t proxy, std::uint32_t process);
/// What was not synced is gone, as after a loss of power: the old file, an empty or a torn one.
void lose_unsynced(World& world, std::int32_t proxy);
/// Says `lines` from now on, or is cut off in the middle.
void corrupt_file(World& world, std::int32_t proxy,
                  const std::optional<std::vector<std::string>>& lines);
void set_disk(World& world, HostId host, facts::DiskState state, scenario::Span save_takes);

}  // namespace sim::world
