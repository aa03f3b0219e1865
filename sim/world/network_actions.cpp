#include "sim/world/network_actions.hpp"

#include "sim/world/actions.hpp"
#include "sim/world/addresses.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/host_actions.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

void set_links(World& world, std::uint32_t activity, Traffic traffic) {
    const std::vector<Link> links = activity_at(world, activity).links;
    for (const Link& link : links) set_link(world, link, traffic);
}

void disturb_links(World& world, std::uint32_t activity, const scenario::LinkQuality& quality) {
    const std::vector<Link> links = activity_at(world, activity).links;
    for (const Link& link : links) disturb_link(world, link, quality);
}

void heal_network(World& world) {
    const auto hosts = static_cast<std::int32_t>(world.plan->scenario.hosts.size());
    for (std::int32_t from = 0; from < hosts; ++from) {
        for (std::int32_t to = 0; to < hosts; ++to) {
            const auto path = static_cast<std::size_t>(from * hosts + to);
            if ((world.network.cut[path] | world.network.rejected[path]) == 0) continue;
            set_link(world, {HostId{from}, HostId{to}}, Traffic::passes);
        }
    }
    while (!world.network.disturbed.empty()) {
        disturb_link(world, world.network.disturbed.back().link, {});
    }
}

void set_interfaces(World& world, std::uint32_t activity, bool up) {
    each_target(world, activity,
                [&](std::int32_t host) { set_interface(world, HostId{host}, up); });
}

}  // namespace

void act_cut(World& world, std::uint32_t activity) {
    const bool rejects = action_of(world, activity_at(world, activity)).rejects;
    set_links(world, activity, rejects ? Traffic::rejected : Traffic::dropped);
    on_activity_done(world, activity);
}

void act_heal(World& world, std::uint32_t activity) {
    if (activity_at(world, activity).links.empty()) {
        heal_network(world);
    } else {
        set_links(world, activity, Traffic::passes);
        disturb_links(world, activity, {});
    }
    on_activity_done(world, activity);
}

void act_link(World& world, std::uint32_t activity) {
    disturb_links(world, activity, action_of(world, activity_at(world, activity)).quality);
    on_activity_done(world, activity);
}

void undo_cut(World& world, std::uint32_t activity) { set_links(world, activity, Traffic::passes); }

void undo_link(World& world, std::uint32_t activity) { disturb_links(world, activity, {}); }

void act_disable_interface(World& world, std::uint32_t activity) {
    set_interfaces(world, activity, false);
    on_activity_done(world, activity);
}

void act_enable_interface(World& world, std::uint32_t activity) {
    set_interfaces(world, activity, true);
    on_activity_done(world, activity);
}

void undo_disable_interface(World& world, std::uint32_t activity) {
    set_interfaces(world, activity, true);
}

void act_remove_vip(World& world, std::uint32_t activity) {
    each_target(world, activity,
                [&](std::int32_t proxy) { set_virtual_address(world, proxy, false); });
    on_activity_done(world, activity);
}

void heal_everything(World& world) {
    const auto hosts = static_cast<std::int32_t>(world.plan->scenario.hosts.size());
    for (std::int32_t host = 0; host < hosts; ++host) set_interface(world, HostId{host}, true);
    heal_network(world);
    heal_hosts(world);
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        resume_database(world, static_cast<std::int32_t>(d));
    }
}

}  // namespace sim::world
