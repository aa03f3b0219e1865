// How long a primary keeps WAL: until a checkpoint has made it superfluous and neither
// wal_keep_size nor a slot wants it. What is removed cannot be streamed any more; what is kept can
// fill the disk (postgres-model §5.5, §5.6).
#pragma once

#include "sim/world/postgres.hpp"

namespace sim::world {

/// Where the segment begins that a position is in.
[[nodiscard]] constexpr std::uint64_t segment_of(std::uint64_t position) {
    constexpr std::uint64_t segment = 16 << 20;
    return position / segment * segment;
}

/// A checkpoint ends: its record is written, WAL that nobody needs is removed.
void write_checkpoint(World& world, std::int32_t database);
/// WAL was written: so much since the last checkpoint brings another one, and so much in all that
/// there is no room ends the server.
void note_growth(World& world, std::int32_t database);
/// A bulk load of that size; how long it takes.
Duration load_bulk(World& world, std::int32_t database, std::uint64_t bytes);

/// Its file system is full: a PANIC of a primary, and so is each start until there is room again.
void run_out_of_space(World& world, std::int32_t database);
void regain_space(World& world, std::int32_t database);

}  // namespace sim::world
