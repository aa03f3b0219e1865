#include "sim/world/network.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/clients.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/postgres.hpp"
#include "sim/world/processes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// SYNs of a connect that nobody answers, in seconds after the first (semantics-3.6 §0, §16.10),
// and when the kernel gives up.
constexpr std::array<std::int64_t, 11> syn_seconds{0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67};
constexpr std::int64_t connect_gives_up_seconds = 131;
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

void free_packet(Network& network, std::uint32_t slot) {
    InFlight& packet = network.in_flight[slot];
    packet.used = false;
    packet.held = false;
    network.free_packets.push_back(slot);
}

std::uint32_t holder_word(const End& end) {
    return static_cast<std::uint32_t>(end.who) << 24U | end.index;
}

// Latency of one packet between two hosts; the question is named by the receiver's end and what
// is carried, so that a story can hold up just this one.
Duration latency(World& world, const Connection& connection, Side to, std::uint16_t kind) {
    const HostId from_host = connection.end(other(to)).host;
    const HostId to_host = connection.end(to).host;
    if (from_host == to_host) return durations::loopback;
    const Plan& plan = *world.plan;
    const auto host_name = [&plan](HostId host) -> const std::string& {
        return plan.scenario.hosts[static_cast<std::size_t>(host.value)].name;
    };
    const Question question = plan.host_names[static_cast<std::size_t>(from_host.value)] /
                              plan.host_segments[static_cast<std::size_t>(to_host.value)] /
                              plan.kind_segment(connection.plane, kind);
    return world.kernel.draw(question, durations::lan, [&] {
        return "link/" + host_name(from_host) + "/" + host_name(to_host) + "/" +
               std::string(plan.kind_name(connection.plane, kind));
    });
}

// When a segment lost at `sent` is sent again at or after `now`.
TrueTime retransmission(TrueTime sent, TrueTime now) {
    Duration wait = first_retransmission;
    TrueTime at = sent + wait;
    while (at < now) {
        wait = std::min(wait * 2, Duration{std::chrono::seconds{120}});
        at = at + wait;
    }
    return at;
}

bool both_ways(const World& world, const Connection& connection) {
    const HostId a = connection.ends[0].host;
    const HostId b = connection.ends[1].host;
    return path_open(world, a, b, connection.plane) && path_open(world, b, a, connection.plane);
}

// Puts a packet on the wire; if it cannot get through it is held until the link is healed.
void put_on_wire(World& world, std::uint32_t slot, TrueTime at) {
    InFlight& packet = world.network.in_flight[slot];
    Connection& connection = world.network.connections[packet.connection];
    if (!both_ways(world, connection)) {
        packet.held = true;
        return;
    }
    packet.held = false;
    TrueTime& last = connection.last_arrival[static_cast<std::size_t>(packet.to)];
    const TrueTime arrival =
        std::max(at + latency(world, connection, packet.to, packet.message.kind), last + packet_gap);
    last = arrival;
    const EventKind kind = packet.ends < 0 ? EventKind::message_arrives : EventKind::end_arrives;
    const Sequence cause = world.kernel.cause();
    world.kernel.set_cause(packet.record);
    world.kernel.plan(std::max(arrival, world.kernel.now()),
                      event(kind, packet.connection, connection.generation, slot));
    world.kernel.set_cause(cause);
}

void free_connection(World& world, std::uint32_t index) {
    Connection& connection = world.network.connections[index];
    if (connection.state == Connection::State::unused) return;
    connection.state = Connection::State::unused;
    ++connection.generation;
    world.network.free_connections.push_back(index);
}

bool stale(const World& world, const Event& event) {
    const Connection& connection = world.network.connections[event.target];
    return connection.state == Connection::State::unused || connection.generation != event.a;
}

// Which of a proxy's processes, or what else, accepts on this plane; refused if nobody does.
bool find_acceptor(World& world, Connection& connection) {
    End& end = connection.end(Side::acceptor);
    if (connection.plane == Plane::database) {
        if (!port_open(world.databases[static_cast<std::size_t>(connection.to)])) return false;
        end.who = End::Who::database;
        end.index = static_cast<std::uint32_t>(connection.to);
        end.open = true;
        return true;
    }
    ProxyHost& proxy = world.proxies[static_cast<std::size_t>(connection.to)];
    end.open = true;
    if (connection.plane == Plane::client) return proxy.clients_listen;
    const std::uint32_t process = proxy.listeners[static_cast<std::size_t>(connection.plane)];
    if (process == UINT32_MAX) return false;
    end.who = End::Who::process;
    end.index = process;
    end.generation = world.processes[process].generation;
    return true;
}

void tell_opener(World& world, std::uint32_t index, std::uint64_t result) {
    const Connection& connection = world.network.connections[index];
    world.kernel.plan_in(latency(world, connection, Side::opener, 0),
                         event(EventKind::connect_answered, index, connection.generation, result));
}

void hand_to_acceptor(World& world, std::uint32_t index) {
    Connection& connection = world.network.connections[index];
    if (connection.plane == Plane::client) {
        offer_client(world, connection.to, index);
        return;
    }
    const End& end = connection.end(Side::acceptor);
    if (end.who != End::Who::process) return;
    ProxyHost& proxy = world.proxies[static_cast<std::size_t>(connection.to)];
    const std::int32_t number = proxy.next_number++;
    connection.end(Side::acceptor).number = number;
    add_number(proxy, {number, index, Side::acceptor});
    const Sequence record = world.kernel.record(
        Kind::connected, {static_cast<std::uint32_t>(connection.plane),
                          holder_word(connection.end(Side::opener)), holder_word(end), index, 0});
    deliver(world, end.index,
            failover::Accepted{failover::ConnectionId{number}, connection.plane,
                               failover::ProxyId{opener_proxy(world, connection)},
                               connection.source_port},
            record);
}

}  // namespace

std::int32_t opener_proxy(const World& world, const Connection& connection) {
    const End& end = connection.end(Side::opener);
    return end.who == End::Who::process ? world.processes[end.index].proxy : -1;
}

bool path_open(const World& world, HostId from, HostId to, Plane plane) {
    if (from == to) return true;
    const std::size_t hosts = world.plan->scenario.hosts.size();
    const std::uint8_t cut = world.network.cut[static_cast<std::size_t>(from.value) * hosts +
                                               static_cast<std::size_t>(to.value)];
    return (cut >> static_cast<unsigned>(plane) & 1U) == 0;
}

void set_link(World& world, HostId from, HostId to, std::uint8_t plane, bool open) {
    const std::size_t hosts = world.plan->scenario.hosts.size();
    std::uint8_t& cut = world.network.cut[static_cast<std::size_t>(from.value) * hosts +
                                          static_cast<std::size_t>(to.value)];
    const std::uint8_t mask = plane == 255 ? 0xff : static_cast<std::uint8_t>(1U << plane);
    cut = static_cast<std::uint8_t>(open ? cut & ~mask : cut | mask);
    world.kernel.fact(Kind::link, {static_cast<std::uint32_t>(from.value),
                                   static_cast<std::uint32_t>(to.value), plane, open ? 1U : 0U, 0});
    if (!open) return;
    for (std::uint32_t slot = 0; slot < world.network.in_flight.size(); ++slot) {
        const InFlight& packet = world.network.in_flight[slot];
        if (!packet.used || !packet.held) continue;
        if (!both_ways(world, world.network.connections[packet.connection])) continue;
        put_on_wire(world, slot, retransmission(packet.sent, world.kernel.now()));
    }
}

void release_backlog(World& world, std::uint32_t connection) {
    const Network& network = world.network;
    for (std::uint32_t slot = 0; slot < network.in_flight.size(); ++slot) {
        const InFlight& packet = network.in_flight[slot];
        if (packet.used && packet.held && packet.connection == connection) {
            put_on_wire(world, slot, world.kernel.now());
        }
    }
}

std::uint32_t connect(World& world, TrueTime at, const Connection& wanted) {
    Network& network = world.network;
    std::uint32_t index = 0;
    if (network.free_connections.empty()) {
        index = static_cast<std::uint32_t>(network.connections.size());
        network.connections.emplace_back();
    } else {
        index = network.free_connections.back();
        network.free_connections.pop_back();
    }
    Connection& connection = network.connections[index];
    const std::uint32_t generation = connection.generation;
    connection = wanted;
    connection.generation = generation;
    connection.state = Connection::State::connecting;
    connection.since = at;
    connection.attempt = 0;
    connection.source_port = network.next_source_port;
    network.next_source_port = network.next_source_port >= 60999 ? 32768 : network.next_source_port + 1;
    connection.end(Side::opener).open = true;
    world.kernel.plan(at + latency(world, connection, Side::acceptor, 0),
                      event(EventKind::connect_arrives, index, generation));
    return index;
}

void on_connect_arrives(World& world, const Event& event_) {
    if (stale(world, event_)) return;
    const std::uint32_t index = event_.target;
    Connection& connection = world.network.connections[index];
    if (connection.state != Connection::State::connecting) return;
    if (!both_ways(world, connection)) {
        ++connection.attempt;
        const bool given_up = connection.attempt >= syn_seconds.size();
        const TrueTime next = connection.since +
            std::chrono::seconds{given_up ? connect_gives_up_seconds : syn_seconds[connection.attempt]};
        if (given_up) {
            world.kernel.plan(std::max(next, world.kernel.now()),
                              event(EventKind::connect_answered, index, connection.generation,
                                    1 + static_cast<std::uint64_t>(failover::Refusal::timed_out)));
        } else {
            world.kernel.plan(std::max(next, world.kernel.now()),
                              event(EventKind::connect_arrives, index, connection.generation));
        }
        return;
    }
    if (!find_acceptor(world, connection)) {
        tell_opener(world, index, 1 + static_cast<std::uint64_t>(failover::Refusal::refused));
        return;
    }
    connection.state = Connection::State::open;
    tell_opener(world, index, 0);
    hand_to_acceptor(world, index);
}

void on_connect_answered(World& world, const Event& event_) {
    if (stale(world, event_)) return;
    const std::uint32_t index = event_.target;
    const End end = world.network.connections[index].end(Side::opener);
    const bool connected = event_.b == 0;
    if (!connected) free_connection(world, index);
    if (!end.open) return;
    if (end.who == End::Who::client) {
        on_client_connected(world, end.index, connected);
    } else if (end.who == End::Who::process) {
        const failover::ConnectionId id{end.number};
        if (!connected) {
            forget_number(world.proxies[static_cast<std::size_t>(world.processes[end.index].proxy)],
                          end.number);
            deliver(world, end.index,
                    failover::ConnectFailed{id, static_cast<failover::Refusal>(event_.b - 1)},
                    event_.cause);
        } else {
            deliver(world, end.index, failover::Connected{id}, event_.cause);
        }
    }
}

void send(World& world, std::uint32_t index, Side from, TrueTime at, Message message) {
    Connection& connection = world.network.connections[index];
    if (connection.state == Connection::State::unused || !connection.end(from).open) return;
    if (!connection.end(other(from)).open) return;
    const Sequence record = world.kernel.record_at(
        at, Kind::sent,
        {static_cast<std::uint32_t>(connection.plane) | std::uint32_t{message.kind} << 16U,
         holder_word(connection.end(from)), holder_word(connection.end(other(from))), index,
         static_cast<std::uint32_t>(message.words[0])});
    const std::uint32_t slot = take_packet(world.network);
    InFlight& packet = world.network.in_flight[slot];
    packet.used = true;
    packet.to = other(from);
    packet.connection = index;
    packet.ends = -1;
    packet.sent = at;
    packet.record = record;
    packet.message = std::move(message);
    put_on_wire(world, slot, at);
}

void close(World& world, std::uint32_t index, Side side, TrueTime at, Ending how) {
    Connection& connection = world.network.connections[index];
    if (connection.state == Connection::State::unused || !connection.end(side).open) return;
    connection.end(side).open = false;
    if (connection.state == Connection::State::connecting || !connection.end(other(side)).open) {
        free_connection(world, index);
        return;
    }
    const std::uint32_t slot = take_packet(world.network);
    InFlight& packet = world.network.in_flight[slot];
    packet.used = true;
    packet.to = other(side);
    packet.connection = index;
    packet.ends = static_cast<std::int32_t>(how);
    packet.sent = at;
    packet.record = world.kernel.record_at(
        at, Kind::sent,
        {static_cast<std::uint32_t>(connection.plane) | 0xffffU << 16U,
         holder_word(connection.end(side)), holder_word(connection.end(other(side))), index,
         static_cast<std::uint32_t>(how)});
    packet.message = Message{};
    put_on_wire(world, slot, at);
}

namespace {

// A client's packet for a connection that lies in the backlog stays in the kernel's buffer.
bool held_in_backlog(World& world, const Event& event_) {
    InFlight& packet = world.network.in_flight[event_.b];
    if (stale(world, event_)) return false;
    const End& end = world.network.connections[event_.target].end(packet.to);
    if (end.who != End::Who::nobody || !end.open) return false;
    packet.held = true;
    return true;
}

}  // namespace

void on_message_arrives(World& world, const Event& event_) {
    if (held_in_backlog(world, event_)) return;
    const auto slot = static_cast<std::uint32_t>(event_.b);
    Message message = std::move(world.network.in_flight[slot].message);
    const Side to = world.network.in_flight[slot].to;
    free_packet(world.network, slot);
    fold_message(world, message);
    if (stale(world, event_)) return;
    const Connection& connection = world.network.connections[event_.target];
    const End end = connection.end(to);
    if (!end.open) return;
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
    if (held_in_backlog(world, event_)) return;
    const auto slot = static_cast<std::uint32_t>(event_.b);
    const Side to = world.network.in_flight[slot].to;
    const auto how = static_cast<Ending>(world.network.in_flight[slot].ends);
    free_packet(world.network, slot);
    if (stale(world, event_)) return;
    Connection& connection = world.network.connections[event_.target];
    const End end = connection.end(to);
    if (!end.open) return;
    const Sequence record = world.kernel.record(
        Kind::ended, {event_.target, static_cast<std::uint32_t>(how), holder_word(end), 0, 0});
    world.kernel.set_cause(record);
    if (end.who == End::Who::process) {
        deliver(world, end.index, failover::Ended{failover::ConnectionId{end.number}, how}, record);
    } else if (end.who == End::Who::database) {
        connection.end(to).open = false;
        on_database_peer_gone(world, static_cast<std::int32_t>(end.index), event_.target);
        free_connection(world, event_.target);
    } else if (end.who == End::Who::client) {
        connection.end(to).open = false;
        free_connection(world, event_.target);
        on_client_ended(world, end.index, how);
    } else {
        connection.end(to).open = false;
        free_connection(world, event_.target);
    }
}

void send_datagram(World& world, std::int32_t from_proxy, std::int32_t to_proxy, TrueTime at,
                   Message message) {
    const Plan& plan = *world.plan;
    const HostId from = plan.scenario.proxies[static_cast<std::size_t>(from_proxy)].host;
    const HostId to = plan.scenario.proxies[static_cast<std::size_t>(to_proxy)].host;
    if (!path_open(world, from, to, Plane::lifecheck)) return;
    Connection path;
    path.plane = Plane::lifecheck;
    path.end(Side::opener).host = from;
    path.end(Side::acceptor).host = to;
    const TrueTime arrival = at + latency(world, path, Side::acceptor, message.kind);
    const std::uint32_t slot = take_packet(world.network);
    InFlight& packet = world.network.in_flight[slot];
    packet.used = true;
    packet.connection = UINT32_MAX;
    packet.from_proxy = from_proxy;
    packet.message = std::move(message);
    packet.record = world.kernel.record_at(
        at, Kind::sent,
        {static_cast<std::uint32_t>(Plane::lifecheck), static_cast<std::uint32_t>(from_proxy),
         static_cast<std::uint32_t>(to_proxy), UINT32_MAX, 0});
    world.kernel.plan(arrival, event(EventKind::datagram_arrives,
                                     static_cast<std::size_t>(to_proxy), 0, slot));
}

void on_datagram_arrives(World& world, const Event& event_) {
    const auto slot = static_cast<std::uint32_t>(event_.b);
    Message message = std::move(world.network.in_flight[slot].message);
    const std::int32_t from = world.network.in_flight[slot].from_proxy;
    const Sequence sent = world.network.in_flight[slot].record;
    free_packet(world.network, slot);
    fold_message(world, message);
    const ProxyHost& proxy = world.proxies[event_.target];
    const std::uint32_t process = proxy.listeners[static_cast<std::size_t>(Plane::lifecheck)];
    if (process == UINT32_MAX) return;
    ++world.messages;
    deliver(world, process, failover::Datagram{failover::ProxyId{from}, std::move(message)}, sent);
}

void fold_message(World& world, const Message& message) {
    std::array<std::uint64_t, 7> words{message.kind};
    for (std::size_t i = 0; i < message.words.size(); i += 2) {
        words[1 + i / 2] = static_cast<std::uint32_t>(message.words[i]) |
                           static_cast<std::uint64_t>(static_cast<std::uint32_t>(message.words[i + 1]))
                               << 32U;
    }
    world.kernel.fold(engine::Lane::network, words);
    for (const std::int64_t value : message.blob) {
        world.kernel.fold(engine::Lane::network, {static_cast<std::uint64_t>(value)});
    }
}

}  // namespace sim::world
