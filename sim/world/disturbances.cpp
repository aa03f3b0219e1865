// Links that delay, lose, double or reorder packets: those that the scenario's map of the network
// says, and those that an action has disturbed. An undisturbed link asks no question.
#include "sim/world/disturbances.hpp"

#include <algorithm>
#include <array>

#include "sim/world/replication.hpp"
#include "sim/world/wire.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::LinkQuality;

constexpr std::int64_t whole = 1'000'000;

/// One direction of a connection.
struct Way {
    HostId from;
    HostId to;
    Plane plane = Plane::client;
};

Way way_of(const Connection& connection, Side to) {
    return {connection.end(other(to)).host, connection.end(to).host, connection.plane};
}

bool is_plain(const LinkQuality& quality) { return quality == LinkQuality{}; }

// An action's disturbance stands in for what the map of the network says.
const LinkQuality* quality_of(const World& world, const Way& way) {
    const auto& map = world.plan->qualities;
    if (map.empty() && world.network.disturbed.empty()) return nullptr;
    for (const Disturbance& one : world.network.disturbed) {
        const bool plane = one.link.plane == Link::all_planes ||
                           one.link.plane == static_cast<std::uint8_t>(way.plane);
        if (plane && one.link.from == way.from && one.link.to == way.to) return &one.quality;
    }
    if (map.empty() || way.from == way.to) return nullptr;
    const std::size_t hosts = world.plan->scenario.hosts.size();
    const LinkQuality& quality = map[static_cast<std::size_t>(way.from.value) * hosts +
                                     static_cast<std::size_t>(way.to.value)];
    return is_plain(quality) ? nullptr : &quality;
}

Question question_of(const World& world, const Way& way, std::string_view what) {
    const Plan& plan = *world.plan;
    return plan.host_names[static_cast<std::size_t>(way.from.value)] /
           plan.host_segments[static_cast<std::size_t>(way.to.value)] / engine::segment(what);
}

std::string name_of(const World& world, const Way& way, std::string_view what) {
    const auto& hosts = world.plan->scenario.hosts;
    return "link/" + hosts[static_cast<std::size_t>(way.from.value)].name + "/" +
           hosts[static_cast<std::size_t>(way.to.value)].name + "/" + std::string(what);
}

bool happens(World& world, const Way& way, std::int64_t share, std::string_view what) {
    if (share == 0) return false;
    constexpr std::array<std::int64_t, 2> no_yes{0, 1};
    const std::array<std::uint64_t, 2> weights{static_cast<std::uint64_t>(whole - share),
                                               static_cast<std::uint64_t>(share)};
    return world.kernel.pick(question_of(world, way, what), {no_yes, weights},
                             [&] { return name_of(world, way, what); }) == 1;
}

Duration between(World& world, const Way& way, const scenario::Span& span, std::string_view what) {
    if (span.least == span.most) return span.least;
    return world.kernel.draw_between(question_of(world, way, what), span.least, span.most,
                                     [&] { return name_of(world, way, what); });
}

}  // namespace

Duration distance(World& world, const Connection& connection, Side to) {
    const Way way = way_of(connection, to);
    const LinkQuality* quality = quality_of(world, way);
    return quality == nullptr ? Duration{} : between(world, way, quality->latency, "distance");
}

bool is_lost(World& world, const Connection& connection, Side to) {
    const Way way = way_of(connection, to);
    const LinkQuality* quality = quality_of(world, way);
    return quality != nullptr && happens(world, way, quality->loss, "lost");
}

Duration sent_again(World& world, const Connection& connection, Side to) {
    constexpr int at_most = 15;  // as often as TCP sends again
    TrueTime sent;
    for (int times = 0; times < at_most && is_lost(world, connection, to); ++times) {
        sent = retransmission(TrueTime{}, sent + Duration{1});
    }
    return sent - TrueTime{};
}

bool is_doubled(World& world, const Connection& path) {
    const Way way = way_of(path, Side::acceptor);
    const LinkQuality* quality = quality_of(world, way);
    return quality != nullptr && happens(world, way, quality->duplicate, "doubled");
}

Duration waits_behind(World& world, const Connection& path) {
    // Long enough for the next heartbeat to overtake it [assumed].
    constexpr scenario::Span longer{std::chrono::seconds{1}, std::chrono::seconds{5}};
    const Way way = way_of(path, Side::acceptor);
    const LinkQuality* quality = quality_of(world, way);
    if (quality == nullptr || !happens(world, way, quality->reorder, "reordered")) return {};
    return between(world, way, longer, "held_back");
}

Duration usual_distance(const World& world, HostId from, HostId to, Plane plane) {
    const LinkQuality* quality = quality_of(world, {from, to, plane});
    return quality == nullptr ? Duration{} : (quality->latency.least + quality->latency.most) / 2;
}

Duration round_trip_more(World& world, std::uint32_t index) {
    const Connection& connection = world.network.connections[index];
    Duration more{};
    for (const Side to : {Side::acceptor, Side::opener}) {
        more += distance(world, connection, to);
        more += sent_again(world, connection, to);
    }
    return more;
}

void disturb_link(World& world, Link link, const LinkQuality& quality) {
    std::erase_if(world.network.disturbed, [&](const Disturbance& one) {
        return one.link.from == link.from && one.link.to == link.to &&
               (link.plane == Link::all_planes || one.link.plane == link.plane);
    });
    const bool disturbs = !is_plain(quality);
    if (disturbs) world.network.disturbed.push_back({link, quality});
    world.kernel.fact(Kind::link_quality, {static_cast<std::uint32_t>(link.from.value),
                                           static_cast<std::uint32_t>(link.to.value), link.plane,
                                           disturbs ? 1U : 0U, 0});
    on_distances_changed(world);
}

}  // namespace sim::world
