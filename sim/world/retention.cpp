#include "sim/world/retention.hpp"

#include <algorithm>

#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// From where on the slots of its standbys keep WAL.
std::uint64_t kept_by_slots(const World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    const std::uint64_t end = server.wal.end();
    std::uint64_t kept = end;
    if (!server.slots) return kept;
    const auto& limit = database_spec(world, database).slot_bytes;
    for (std::int32_t d = 0; d < static_cast<std::int32_t>(world.databases.size()); ++d) {
        if (!database_spec(world, d).slot || d == database) continue;
        const std::uint64_t has = position(world, d, world.kernel.now());
        const bool lost = limit && end - std::min(end, has) > static_cast<std::uint64_t>(*limit);
        if (!lost) kept = std::min(kept, has);
    }
    return kept;
}

void remove_wal(World& world, std::int32_t database, std::uint64_t redo) {
    Database& server = database_at(world, database);
    const auto wanted = static_cast<std::uint64_t>(database_spec(world, database).kept_wal_bytes);
    const std::uint64_t end = server.wal.end();
    const std::uint64_t kept =
        std::min({redo, kept_by_slots(world, database), end - std::min(end, wanted)});
    server.oldest_wal = std::max(server.oldest_wal, segment_of(kept));
}

// So much WAL since the last checkpoint brings the next one: with completion targets of 0.5 before
// version 11, which kept two checkpoints, and 0.9 since.
std::uint64_t between_checkpoints(const scenario::DatabaseSpec& spec) {
    constexpr std::int32_t keeps_one = 11;
    const std::int64_t tenths = spec.version >= keeps_one ? 19 : 25;
    return static_cast<std::uint64_t>(spec.max_wal_bytes * 10 / tenths);
}

bool has_no_room(const World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    const scenario::DatabaseSpec& spec = database_spec(world, database);
    if (server.out_of_space) return true;
    if (!spec.disk_bytes) return false;
    const std::uint64_t used =
        static_cast<std::uint64_t>(spec.size_bytes) + server.wal.end() - server.oldest_wal;
    return used > static_cast<std::uint64_t>(*spec.disk_bytes);
}

}  // namespace

void write_checkpoint(World& world, std::int32_t database) {
    Database& server = database_at(world, database);
    constexpr std::int32_t keeps_one = 11;
    const std::uint64_t before = server.checkpoint;
    server.checkpoint = server.wal.end();
    write_wal(world, database, world.kernel.now(), durations::checkpoint_bytes);
    server.checkpoint = server.wal.end();
    const bool one = database_spec(world, database).version >= keeps_one;
    remove_wal(world, database, one ? server.checkpoint : before);
}

void note_growth(World& world, std::int32_t database) {
    const Database& server = database_at(world, database);
    if (server.wal.end() - server.checkpoint >
        between_checkpoints(database_spec(world, database))) {
        write_checkpoint(world, database);
    }
    if (has_no_room(world, database)) run_out_of_space(world, database);
}

Duration load_bulk(World& world, std::int32_t database, std::uint64_t bytes) {
    if (!database_at(world, database).writable()) return Duration{0};
    constexpr std::uint64_t pieces = 32;
    const Duration takes = at_rate(bytes, durations_of(world, database).loaded_bytes_a_second);
    const TrueTime now = world.kernel.now();
    for (std::uint64_t piece = 1; piece <= pieces; ++piece) {
        if (!database_at(world, database).writable()) break;
        write_wal(world, database, now + takes * static_cast<std::int64_t>(piece) / pieces,
                  bytes / pieces);
        note_growth(world, database);
    }
    plan_snapshot(world, database, now + takes);
    return takes;
}

void run_out_of_space(World& world, std::int32_t database) {
    database_at(world, database).out_of_space = true;
    if (database_at(world, database).role == DatabaseRole::primary) kill_database(world, database);
}

void regain_space(World& world, std::int32_t database) {
    database_at(world, database).out_of_space = false;
}

}  // namespace sim::world
