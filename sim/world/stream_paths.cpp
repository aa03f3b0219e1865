#include "sim/world/stream_paths.hpp"

#include "sim/world/disturbances.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

bool link_open(const World& world, std::int32_t a, std::int32_t b) {
    const auto& specs = world.plan->scenario.databases;
    const HostId from = specs[static_cast<std::size_t>(a)].host;
    const HostId to = specs[static_cast<std::size_t>(b)].host;
    return both_ways(world, from, to, Plane::replication);
}

bool link_rejects(const World& world, std::int32_t a, std::int32_t b) {
    const auto& specs = world.plan->scenario.databases;
    const HostId from = specs[static_cast<std::size_t>(a)].host;
    const HostId to = specs[static_cast<std::size_t>(b)].host;
    return path_rejects(world, from, to, Plane::replication) ||
           path_rejects(world, to, from, Plane::replication);
}

Duration distance_of(const World& world, std::int32_t database) {
    const auto& specs = world.plan->scenario.databases;
    const std::int32_t upstream = database_at(world, database).upstream;
    return usual_distance(world, specs[static_cast<std::size_t>(upstream)].host,
                          specs[static_cast<std::size_t>(database)].host, Plane::replication);
}

}  // namespace sim::world
