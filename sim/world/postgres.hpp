// What a database server says and writes: answers to its clients, and WAL as positions that are
// functions of time (postgres-model §1, §2): asked for when somebody looks, no event per record.
// Its life is in database_life.hpp, streaming in replication.hpp, promotion in promotion.hpp.
#pragma once

#include <string_view>

#include "engine/choices.hpp"
#include "failover/words/database.hpp"
#include "sim/world/database.hpp"
#include "sim/world/kernel.hpp"

namespace sim::world {

/// One server of a world.
[[nodiscard]] Database& database_at(World& world, std::int32_t database);
[[nodiscard]] const Database& database_at(const World& world, std::int32_t database);
/// What the file says of it.
[[nodiscard]] const scenario::DatabaseSpec& database_spec(const World& world,
                                                          std::int32_t database);
/// A span of a server's own, drawn under the name "<host>/database/<what>".
Duration draw_span(World& world, std::int32_t database, std::string_view what,
                   engine::Quantiles spread);
Duration draw_between(World& world, std::int32_t database, std::string_view what,
                      const scenario::Span& range);

/// Whether a TCP connect is answered at all (the port is open).
[[nodiscard]] bool port_open(const Database& database);
/// Position that a standby has replayed, or a primary written, at `at`.
[[nodiscard]] std::uint64_t position(const World& world, std::int32_t database, TrueTime at);
/// Where its WAL ends now.
[[nodiscard]] WalPoint end_of_wal(const World& world, std::int32_t database);
[[nodiscard]] std::uint32_t timeline(const World& world, std::int32_t database);
/// Records that its WAL is on another branch than before.
void note_branch(World& world, std::int32_t database);
/// WAL that a primary writes: on its disk at `flushed`.
void write_wal(World& world, std::int32_t database, TrueTime flushed, std::uint64_t bytes);
/// Position up to which a server has applied what it has.
[[nodiscard]] std::uint64_t replayed(const World& world, std::int32_t database, TrueTime at);
/// A transaction that commits at `at`: the asker is told when its record is as safe as
/// synchronous_commit wants it (synchronous.cpp).
void commit(World& world, std::int32_t database, const Asker& asker, TrueTime at);
/// A running-transactions record follows what was written at `at`.
void plan_snapshot(World& world, std::int32_t database, TrueTime at);
/// A primary that accepts writes a checkpoint every five minutes from now on.
void begin_checkpoints(World& world, std::int32_t database);

void on_database_message(World& world, std::int32_t database, std::uint32_t connection,
                         const Message& message);
void on_database_peer_gone(World& world, std::int32_t database, std::uint32_t connection);
void on_wal_tick(World& world, const Event& event);

}  // namespace sim::world
