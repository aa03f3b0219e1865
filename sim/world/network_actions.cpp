#include "sim/world/network_actions.hpp"

#include "sim/world/actions.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

void set_links(World& world, std::uint32_t activity, bool open) {
    const std::vector<Link> links = activity_at(world, activity).links;
    for (const Link& link : links) set_link(world, link, open);
}

}  // namespace

void act_cut(World& world, std::uint32_t activity) {
    set_links(world, activity, false);
    on_activity_done(world, activity);
}

void act_heal(World& world, std::uint32_t activity) {
    if (activity_at(world, activity).links.empty()) {
        heal_everything(world);
    } else {
        set_links(world, activity, true);
    }
    on_activity_done(world, activity);
}

void undo_cut(World& world, std::uint32_t activity) { set_links(world, activity, true); }

void heal_everything(World& world) {
    const auto hosts = static_cast<std::int32_t>(world.plan->scenario.hosts.size());
    for (std::int32_t from = 0; from < hosts; ++from) {
        for (std::int32_t to = 0; to < hosts; ++to) {
            if (world.network.cut[static_cast<std::size_t>(from * hosts + to)] == 0) continue;
            set_link(world, {HostId{from}, HostId{to}}, true);
        }
    }
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        resume_database(world, static_cast<std::int32_t>(d));
    }
}

}  // namespace sim::world
