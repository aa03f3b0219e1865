// Packets: on the wire, held up by a path that carries nothing, arriving.
#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/clients.hpp"
#include "sim/world/folds.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/message_rows.hpp"
#include "sim/world/postgres.hpp"
#include "sim/world/processes.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/wire.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// First retransmission after a lost segment; doubles (postgres-model §2.3).
constexpr Duration first_retransmission = std::chrono::milliseconds{200};
// Packets of one connection keep their order: the next one arrives at least this much later.
constexpr Duration packet_gap = std::chrono::nanoseconds{200};

std::uint32_t take_packet(Network& network) {
    if (network.free_packets.empty()) {
        network.in_flight.emplace_back();
        return static_cast<std::uint32_t>(network.in_flight.size() - 1);
    }
    const std::uint32_t slot = network.free_packets.back();
    network.free_packets.pop_back();
    return slot;
}

// Its connection was freed while a cut link held it up.
bool outlived(const World& world, const InFlight& packet) {
    const Connection& connection = world.network.connections[packet.connection];
    return connection.state == Connection::State::unused ||
           connection.generation != packet.generation;
}

// A path that is closed: a firewall that rejects answers, and its own resets get through it; else
// the packet is held.
bool stops_here(World& world, std::uint32_t slot) {
    InFlight& packet = world.network.in_flight[slot];
    const std::uint32_t index = packet.connection;
    if (is_rejected(world, world.network.connections[index])) {
        if (packet.ends == static_cast<std::int32_t>(Ending::reset)) return false;
        free_packet(world, slot);
        reset_both(world, index);
        return true;
    }
    packet.held = true;
    expect_give_up(world, slot);
    return true;
}

// Puts a packet on the wire; if it cannot get through it is held until the link is healed.
void put_on_wire(World& world, std::uint32_t slot, TrueTime at) {
    InFlight& packet = world.network.in_flight[slot];
    Connection& connection = world.network.connections[packet.connection];
    if (!both_ways(world, connection) && stops_here(world, slot)) return;
    packet.held = false;
    TrueTime& last = connection.last_arrival[static_cast<std::size_t>(packet.to)];
    const Duration travels = latency(world, connection, packet.to, packet.message.kind);
    const Duration again = sent_again(world, connection, packet.to);
    const TrueTime arrival = std::max(at + travels + again, last + packet_gap);
    last = arrival;
    const EventKind kind = packet.ends < 0 ? EventKind::message_arrives : EventKind::end_arrives;
    const Sequence cause = world.kernel.cause();
    world.kernel.set_cause(packet.record);
    world.kernel.plan(std::max(arrival, world.kernel.now()),
                      event(kind, packet.connection, connection.generation, slot));
    world.kernel.set_cause(cause);
}

// A FIN or RST on its way to `to`.
void send_end(World& world, Port to, TrueTime at, Ending how) {
    const Connection& connection = world.network.connections[to.connection];
    const std::uint32_t slot = take_packet(world.network);
    InFlight& packet = world.network.in_flight[slot];
    packet.used = true;
    packet.to = to.side;
    packet.connection = to.connection;
    packet.generation = connection.generation;
    packet.ends = static_cast<std::int32_t>(how);
    packet.sent = at;
    packet.record = world.kernel.record_at(
        at, Kind::sent,
        {static_cast<std::uint32_t>(connection.plane) | 0xffffU << 16U,
         holder_word(connection.end(other(to.side))), holder_word(connection.end(to.side)),
         to.connection, static_cast<std::uint32_t>(how)});
    packet.message = Message{};
    put_on_wire(world, slot, at);
}

}  // namespace

void free_packet(World& world, std::uint32_t slot) {
    InFlight& packet = world.network.in_flight[slot];
    packet.used = false;
    packet.held = false;
    world.network.free_packets.push_back(slot);
}

// The last ones before the limit are told, so that the loop can be named.
void count_row(World& world, const RowEnd& end) {
    if (end.length <= world.longest_row) return;
    world.longest_row = end.length;
    const std::uint32_t most = world.limits.messages_in_a_row;
    if (end.length + limits::messages_told > most) {
        world.kernel.fact(Kind::in_a_row,
                          {end.message, static_cast<std::uint32_t>(end.from.value),
                           static_cast<std::uint32_t>(end.to.value), end.length, 0});
    }
    if (end.length >= most) world.limit = facts::Limit::messages_in_a_row;
}

TrueTime retransmission(TrueTime sent, TrueTime now) {
    Duration wait = first_retransmission;
    TrueTime at = sent + wait;
    while (at < now) {
        wait = std::min(wait * 2, Duration{std::chrono::seconds{120}});
        at = at + wait;
    }
    return at;
}

void set_link(World& world, Link link, Traffic traffic) {
    const auto [from, to, plane] = link;
    const std::size_t hosts = world.plan->scenario.hosts.size();
    const std::size_t path =
        static_cast<std::size_t>(from.value) * hosts + static_cast<std::size_t>(to.value);
    const std::uint8_t mask =
        plane == Link::all_planes ? 0xff : static_cast<std::uint8_t>(1U << plane);
    const auto mark = [mask](std::uint8_t& planes, bool yes) {
        planes = static_cast<std::uint8_t>(yes ? planes | mask : planes & ~mask);
    };
    mark(world.network.cut[path], traffic == Traffic::dropped);
    mark(world.network.rejected[path], traffic == Traffic::rejected);
    const bool open = traffic == Traffic::passes;
    const std::uint32_t rejects = traffic == Traffic::rejected ? 1 : 0;
    world.kernel.fact(Kind::link,
                      {static_cast<std::uint32_t>(from.value), static_cast<std::uint32_t>(to.value),
                       plane, open ? 1U : 0U, rejects});
    on_paths_changed(world);
    if (open) release_held(world);
}

void release_held(World& world) {
    for (std::uint32_t slot = 0; slot < world.network.in_flight.size(); ++slot) {
        const InFlight& packet = world.network.in_flight[slot];
        if (!packet.used || !packet.held) continue;
        if (outlived(world, packet)) {
            free_packet(world, slot);
            continue;
        }
        if (!both_ways(world, world.network.connections[packet.connection])) continue;
        put_on_wire(world, slot, retransmission(packet.sent, world.kernel.now()));
    }
}

void release_backlog(World& world, std::uint32_t connection) {
    const Network& network = world.network;
    for (std::uint32_t slot = 0; slot < network.in_flight.size(); ++slot) {
        const InFlight& packet = network.in_flight[slot];
        if (!packet.used || !packet.held || packet.connection != connection) continue;
        // What a cut link still holds of the slot's former connection is not for this one.
        if (outlived(world, packet)) {
            free_packet(world, slot);
        } else {
            put_on_wire(world, slot, world.kernel.now());
        }
    }
}

void send(World& world, Port port, TrueTime at, Message message) {
    const auto [index, from] = port;
    Connection& connection = world.network.connections[index];
    if (connection.state == Connection::State::unused || !connection.end(from).open) return;
    if (connection.end(from).forgotten) return;
    const End& far = connection.end(other(from));
    if (!far.open && !far.forgotten) {
        // The kernel of the other side answers with a reset: the next write fails.
        connection.end(from).broken = both_ways(world, connection);
        return;
    }
    const Sequence record = world.kernel.record_at(
        at, Kind::sent,
        {static_cast<std::uint32_t>(connection.plane) | std::uint32_t{message.kind} << 16U,
         holder_word(connection.end(from)), holder_word(far), index,
         static_cast<std::uint32_t>(message.words[0])});
    const std::uint32_t slot = take_packet(world.network);
    InFlight& packet = world.network.in_flight[slot];
    packet.used = true;
    packet.to = other(from);
    packet.connection = index;
    packet.generation = connection.generation;
    packet.ends = -1;
    packet.sent = at;
    packet.record = record;
    packet.message = std::move(message);
    packet.in_a_row = world.kernel.in_a_row() + 1;
    count_row(world,
              {packet.message.kind | static_cast<std::uint32_t>(connection.plane) << 16U,
               connection.end(from).host, connection.end(other(from)).host, packet.in_a_row});
    put_on_wire(world, slot, at);
}

void close(World& world, Port port, TrueTime at, Ending how) {
    const auto [index, side] = port;
    Connection& connection = world.network.connections[index];
    if (connection.state == Connection::State::unused || !connection.end(side).open) return;
    connection.end(side).open = false;
    if (connection.state == Connection::State::connecting || !connection.end(other(side)).open) {
        free_connection(world, index);
        return;
    }
    // A kernel that has given the connection up has nothing more to say on it.
    if (!connection.end(side).forgotten) send_end(world, {index, other(side)}, at, how);
}

void send_reset(World& world, Port to) { send_end(world, to, world.kernel.now(), Ending::reset); }

namespace {

// A client's packet for a connection that lies in the backlog stays in the kernel's buffer; one
// that meets nobody is sent again, or answered with a reset.
bool goes_no_further(World& world, const Event& event_) {
    if (stale(world, event_)) return false;
    if (meets_nobody(world, event_)) return true;
    InFlight& packet = world.network.in_flight[event_.b];
    const End& end = world.network.connections[event_.target].end(packet.to);
    if (end.who != End::Who::nobody || !end.open) return false;
    packet.held = true;
    return true;
}

}  // namespace

void on_message_arrives(World& world, const Event& event_) {
    if (goes_no_further(world, event_)) return;
    const auto slot = static_cast<std::uint32_t>(event_.b);
    Message message = std::move(world.network.in_flight[slot].message);
    const Side to = world.network.in_flight[slot].to;
    world.kernel.set_in_a_row(world.network.in_flight[slot].in_a_row);
    free_packet(world, slot);
    fold_message(world, message);
    if (stale(world, event_)) return;
    Connection& connection = world.network.connections[event_.target];
    const End end = connection.end(to);
    if (!end.open) {
        connection.end(other(to)).broken = true;
        return;
    }
    ++world.messages;
    const Sequence record = world.kernel.record(
        Kind::delivered,
        {static_cast<std::uint32_t>(connection.plane) | std::uint32_t{message.kind} << 16U,
         holder_word(connection.end(other(to))), holder_word(end), event_.target,
         static_cast<std::uint32_t>(message.words[0])});
    world.kernel.set_cause(record);
    if (end.who == End::Who::process) {
        deliver(world, end.index,
                failover::Received{failover::ConnectionId{end.number}, std::move(message)}, record);
    } else if (end.who == End::Who::database) {
        on_database_message(world, static_cast<std::int32_t>(end.index), event_.target, message);
    } else if (end.who == End::Who::client) {
        on_client_message(world, end.index, message);
    }
}

void on_end_arrives(World& world, const Event& event_) {
    if (goes_no_further(world, event_)) return;
    const auto slot = static_cast<std::uint32_t>(event_.b);
    const Side to = world.network.in_flight[slot].to;
    const auto how = static_cast<Ending>(world.network.in_flight[slot].ends);
    free_packet(world, slot);
    world.kernel.fold(FoldOf::more, engine::Lane::network,
                      {static_cast<std::uint64_t>(to), static_cast<std::uint64_t>(how)});
    if (!stale(world, event_)) hear_end(world, {event_.target, to}, how);
}

void hear_end(World& world, Port port, Ending how) {
    Connection& connection = world.network.connections[port.connection];
    const End end = connection.end(port.side);
    if (!end.open) return;
    if (how != Ending::closed) connection.end(port.side).forgotten = true;
    const Sequence record = world.kernel.record(
        Kind::ended, {port.connection, static_cast<std::uint32_t>(how), holder_word(end), 0, 0});
    world.kernel.set_cause(record);
    if (end.who == End::Who::process) {
        deliver(world, end.index, failover::Ended{failover::ConnectionId{end.number}, how}, record);
        return;
    }
    connection.end(port.side).open = false;
    if (end.who == End::Who::database) {
        on_database_peer_gone(world, static_cast<std::int32_t>(end.index), port.connection);
    }
    // An end that does not know yet will be told when it sends something.
    if (!connection.end(other(port.side)).open) free_connection(world, port.connection);
    if (end.who == End::Who::client) on_client_ended(world, end.index, how);
}

namespace {

void send_one_datagram(World& world, Route route, TrueTime at, const Message& message) {
    const auto [from_proxy, to_proxy] = route;
    Connection path;
    path.plane = Plane::lifecheck;
    path.end(Side::opener).host = host_of(world, from_proxy);
    path.end(Side::acceptor).host = host_of(world, to_proxy);
    const Duration travels = latency(world, path, Side::acceptor, message.kind);
    const Duration held = waits_behind(world, path);
    const std::uint32_t slot = take_packet(world.network);
    InFlight& packet = world.network.in_flight[slot];
    packet.used = true;
    packet.connection = UINT32_MAX;
    packet.from_proxy = from_proxy;
    packet.message = message;
    packet.record = world.kernel.record_at(
        at, Kind::sent,
        {static_cast<std::uint32_t>(Plane::lifecheck), static_cast<std::uint32_t>(from_proxy),
         static_cast<std::uint32_t>(to_proxy), UINT32_MAX, 0});
    if (is_lost(world, path, Side::acceptor)) return free_packet(world, slot);
    world.kernel.plan(at + travels + held, event(EventKind::datagram_arrives,
                                                 static_cast<std::size_t>(to_proxy), 0, slot));
}

}  // namespace

void send_datagram(World& world, Route route, TrueTime at, const Message& message) {
    Connection path;
    path.plane = Plane::lifecheck;
    path.end(Side::opener).host = host_of(world, route.from);
    path.end(Side::acceptor).host = host_of(world, route.to);
    if (!path_open(world, path.ends[0].host, path.ends[1].host, Plane::lifecheck)) return;
    send_one_datagram(world, route, at, message);
    if (is_doubled(world, path)) send_one_datagram(world, route, at, message);
}

void on_datagram_arrives(World& world, const Event& event_) {
    const auto slot = static_cast<std::uint32_t>(event_.b);
    Message message = std::move(world.network.in_flight[slot].message);
    const std::int32_t from = world.network.in_flight[slot].from_proxy;
    const Sequence sent = world.network.in_flight[slot].record;
    free_packet(world, slot);
    world.kernel.fold(FoldOf::more, engine::Lane::network, {static_cast<std::uint64_t>(from)});
    fold_message(world, message);
    if (!host_up(world, host_of(world, static_cast<std::int32_t>(event_.target)))) return;
    ++world.messages;
    // Each receiver hears its own peer only; which is its, the logic knows.
    const failover::Input heard{failover::Datagram{failover::ProxyId{from}, std::move(message)},
                                {}};
    const auto listeners = world.proxies[event_.target].datagram_listeners;
    for (const std::uint32_t process : listeners) {
        if (would_take(world, process, heard)) deliver(world, process, heard.what, sent);
    }
}

}  // namespace sim::world
