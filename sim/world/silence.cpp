// What becomes of connections that nobody answers: TCP gives them up, a host that has forgotten
// them resets them, and a host that loses power takes its ends with it.
#include <algorithm>

#include "sim/world/clients.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/wire.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// Fifteen retransmissions, at most two minutes apart, and the last one's own wait (postgres-model
// §2.3: 0.2 s doubling, cap 120 s; the kernel's default of tcp_retries2).
constexpr Duration tcp_gives_up = std::chrono::milliseconds{924'600};

bool held_from(const World& world, std::uint32_t index, Side side) {
    return std::any_of(world.network.in_flight.begin(), world.network.in_flight.end(),
                       [&](const InFlight& packet) {
                           return packet.used && packet.held && packet.connection == index &&
                                  packet.to == other(side);
                       });
}

void drop_packets(World& world, std::uint32_t index, Side from) {
    for (std::uint32_t slot = 0; slot < world.network.in_flight.size(); ++slot) {
        const InFlight& packet = world.network.in_flight[slot];
        const bool its =
            packet.used && packet.held && packet.connection == index && packet.to == other(from);
        if (its) free_packet(world, slot);
    }
}

// One end vanishes with its host; whoever sends to it later is reset, once it is up again.
void forget_end(World& world, std::uint32_t index, Side side) {
    Connection& connection = world.network.connections[index];
    drop_packets(world, index, side);
    End& end = connection.end(side);
    end.open = false;
    end.forgotten = true;
    if (!connection.end(other(side)).open) free_connection(world, index);
}

// Which of its ends go with the host; false if none does.
bool forget_connection(World& world, std::uint32_t index, HostId host) {
    Connection& connection = world.network.connections[index];
    if (connection.state == Connection::State::unused) return false;
    const bool opener = connection.end(Side::opener).host == host;
    const bool acceptor = connection.end(Side::acceptor).host == host;
    if (!opener && !acceptor) return false;
    if (connection.state == Connection::State::connecting || (opener && acceptor)) {
        // A SYN to a host that is off is sent again until somebody answers.
        if (opener) free_connection(world, index);
        return opener;
    }
    forget_end(world, index, opener ? Side::opener : Side::acceptor);
    return opener;
}

}  // namespace

void forget_connections(World& world, HostId host) {
    std::vector<std::uint32_t> talks;
    for (std::uint32_t index = 0; index < world.network.connections.size(); ++index) {
        const End opener = world.network.connections[index].end(Side::opener);
        if (!forget_connection(world, index, host)) continue;
        if (opener.who == End::Who::client && opener.open) talks.push_back(opener.index);
    }
    for (const std::uint32_t talk : talks) on_client_ended(world, talk, Ending::reset);
}

void expect_give_up(World& world, std::uint32_t slot) {
    const InFlight& packet = world.network.in_flight[slot];
    Connection& connection = world.network.connections[packet.connection];
    const Side from = other(packet.to);
    bool& expected = connection.may_give_up[static_cast<std::size_t>(from)];
    if (expected || !connection.end(from).open) return;
    expected = true;
    world.kernel.plan(std::max(packet.sent + tcp_gives_up, world.kernel.now()),
                      event(EventKind::connection_given_up, packet.connection,
                            connection.generation, static_cast<std::uint64_t>(from)));
}

void on_connection_given_up(World& world, const Event& event_) {
    if (stale(world, event_)) return;
    const auto side = static_cast<Side>(event_.b);
    Connection& connection = world.network.connections[event_.target];
    connection.may_give_up[static_cast<std::size_t>(side)] = false;
    // What was held meanwhile got through after all, or its holder has gone.
    if (!connection.end(side).open || !held_from(world, event_.target, side)) return;
    drop_packets(world, event_.target, side);
    connection.end(side).forgotten = true;
    hear_end(world, {event_.target, side}, Ending::timed_out);
}

bool is_rejected(const World& world, const Connection& connection) {
    const HostId a = connection.ends[0].host;
    const HostId b = connection.ends[1].host;
    return path_rejects(world, a, b, connection.plane) ||
           path_rejects(world, b, a, connection.plane);
}

void reset_both(World& world, std::uint32_t index) {
    for (const Side side : {Side::opener, Side::acceptor}) {
        if (world.network.connections[index].end(side).open) send_reset(world, {index, side});
    }
}

bool meets_nobody(World& world, const Event& event_) {
    const auto slot = static_cast<std::uint32_t>(event_.b);
    InFlight& packet = world.network.in_flight[slot];
    Connection& connection = world.network.connections[event_.target];
    const End& end = connection.end(packet.to);
    const End& from = connection.end(other(packet.to));
    if (end.host != from.host && !host_up(world, end.host)) {
        packet.held = true;
        expect_give_up(world, slot);
        return true;
    }
    if (!end.forgotten) return false;
    const Side sender = other(packet.to);
    const bool resets = packet.ends == static_cast<std::int32_t>(Ending::reset);
    free_packet(world, slot);
    if (resets) return true;
    if (!from.open) {
        if (!end.open) free_connection(world, event_.target);
        return true;
    }
    send_reset(world, {event_.target, sender});
    return true;
}

}  // namespace sim::world
