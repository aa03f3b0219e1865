#include "sim/world/network.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/clients.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/processes.hpp"
#include "sim/world/wire.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// SYNs of a connect that nobody answers, in seconds after the first (semantics-3.6 §0, §16.10),
// and when the kernel gives up. Its timers run 1 to 2 % late, as recorded (§0, §16.11 d).
constexpr std::chrono::milliseconds kernel_second{1015};
constexpr std::array<std::int64_t, 11> syn_seconds{0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67};
constexpr std::int64_t connect_gives_up_seconds = 131;

// The kernel drops the SYN to a server that stands still once its backlog is full.
bool backlog_full(const World& world, const Connection& connection) {
    if (connection.plane == Plane::client) return !has_room(world, connection.to);
    return connection.plane == Plane::database && !has_room(database_at(world, connection.to));
}

bool answers(const World& world, HostId host) {
    const auto at = static_cast<std::size_t>(host.value);
    return world.interfaces[at].up && world.machines[at].up();
}

bool is_closed(const World& world, HostId from, HostId to, Plane plane) {
    const std::size_t path = static_cast<std::size_t>(from.value) * world.machines.size() +
                             static_cast<std::size_t>(to.value);
    const unsigned closed = world.network.cut[path] | world.network.rejected[path];
    return (closed >> static_cast<unsigned>(plane) & 1U) != 0;
}

// Which of a proxy's processes, or what else, accepts on this plane; refused if nobody does.
bool find_acceptor(World& world, Connection& connection) {
    End& end = connection.end(Side::acceptor);
    if (connection.plane == Plane::database) {
        if (!port_open(database_at(world, connection.to))) return false;
        Database& server = database_at(world, connection.to);
        if (server.frozen) ++server.backlog;
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

std::uint32_t holder_word(const End& end) {
    return static_cast<std::uint32_t>(end.who) << 24U | end.index;
}

bool breaks(const World& world, Port port) {
    const Connection& connection = world.network.connections[port.connection];
    return connection.state == Connection::State::unused || connection.end(port.side).broken;
}

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
    const Duration local = world.kernel.draw(question, durations::lan, [&] {
        return "link/" + host_name(from_host) + "/" + host_name(to_host) + "/" +
               std::string(plan.kind_name(connection.plane, kind));
    });
    return local + distance(world, connection, to);
}

bool both_ways(const World& world, const Connection& connection) {
    return both_ways(world, connection.ends[0].host, connection.ends[1].host, connection.plane);
}

bool both_ways(const World& world, HostId a, HostId b, Plane plane) {
    if (a == b) return true;
    if (!answers(world, a) || !answers(world, b)) return false;
    return !is_closed(world, a, b, plane) && !is_closed(world, b, a, plane);
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

std::int32_t opener_proxy(const World& world, const Connection& connection) {
    const End& end = connection.end(Side::opener);
    return end.who == End::Who::process ? world.processes[end.index].proxy : -1;
}

bool path_open(const World& world, HostId from, HostId to, Plane plane) {
    if (from == to) return true;
    return answers(world, from) && answers(world, to) && !is_closed(world, from, to, plane);
}

bool path_rejects(const World& world, HostId from, HostId to, Plane plane) {
    if (from == to || !host_up(world, from) || !host_up(world, to)) return false;
    const std::size_t hosts = world.plan->scenario.hosts.size();
    const std::size_t path =
        static_cast<std::size_t>(from.value) * hosts + static_cast<std::size_t>(to.value);
    const auto bit = [plane](std::uint8_t planes) {
        return (planes >> static_cast<unsigned>(plane) & 1U) != 0;
    };
    return bit(world.network.rejected[path]) && !bit(world.network.cut[path]);
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
    network.next_source_port =
        network.next_source_port >= 60999 ? 32768 : network.next_source_port + 1;
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
    if (is_rejected(world, connection)) {
        tell_opener(world, index, 1 + static_cast<std::uint64_t>(failover::Refusal::refused));
        return;
    }
    if (!both_ways(world, connection) || is_lost(world, connection, Side::acceptor) ||
        backlog_full(world, connection)) {
        ++connection.attempt;
        const bool given_up = connection.attempt >= syn_seconds.size();
        const TrueTime next =
            connection.since +
            kernel_second * (given_up ? connect_gives_up_seconds : syn_seconds[connection.attempt]);
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
    if (connection.closed_port || !find_acceptor(world, connection)) {
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
        std::optional<failover::Refusal> refused;
        if (!connected) refused = static_cast<failover::Refusal>(event_.b - 1);
        on_client_connected(world, end.index, refused);
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

}  // namespace sim::world
