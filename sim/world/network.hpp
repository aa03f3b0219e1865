// Hosts and the wires between them: TCP-like connections that are refused, reset, or silent, and
// datagrams. A cut link drops packets: a connection over it stalls and catches up after the heal
// at the instants at which TCP would send again (postgres-model §2.3, semantics-3.6 §0).
#pragma once

#include <array>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/cluster.hpp"
#include "sim/world/kernel.hpp"

namespace sim::world {

struct World;
using facts::HostId;
using failover::Ending;
using failover::Message;
using failover::Plane;

/// Whoever holds one end of a connection.
struct End {
    enum class Who : std::uint8_t { nobody, process, database, client } who = Who::nobody;
    bool open = false;        ///< not closed by its holder
    bool broken = false;      ///< the other end has sent a reset: the next write fails
    bool forgotten = false;   ///< its kernel knows the connection no more: it answers with a reset
    std::uint32_t index = 0;  ///< of the process, database or client
    std::uint32_t generation = 0;
    std::int32_t number = -1;  ///< ConnectionId as a proxy's process knows it
    HostId host;
};

enum class Side : std::uint8_t { opener = 0, acceptor = 1 };
[[nodiscard]] constexpr Side other(Side side) {
    return side == Side::opener ? Side::acceptor : Side::opener;
}

/// One end of a connection, by its slot.
struct Port {
    std::uint32_t connection = 0;
    Side side = Side::opener;
};

/// From one proxy's host to another's.
struct Route {
    std::int32_t from = -1;
    std::int32_t to = -1;
};

/// One direction between two hosts, on one plane or on all of them.
struct Link {
    HostId from;
    HostId to;
    std::uint8_t plane = all_planes;
    static constexpr std::uint8_t all_planes = 255;
};

struct Connection {
    enum class State : std::uint8_t { unused, connecting, open } state = State::unused;
    Plane plane = Plane::ipc;
    std::uint8_t attempt = 0;  ///< SYNs sent so far
    std::uint32_t generation = 0;
    std::int32_t to = 0;  ///< proxy or database that is being connected
    std::array<End, 2> ends;
    std::array<bool, 2> may_give_up{};       ///< that side: it has sent what nobody acknowledges
    std::array<TrueTime, 2> last_arrival{};  ///< at that side: packets keep their order
    TrueTime since;                          ///< of the first SYN
    std::int32_t source_port = 0;
    bool closed_port = false;  ///< where nobody ever listens

    [[nodiscard]] End& end(Side side) { return ends[static_cast<std::size_t>(side)]; }
    [[nodiscard]] const End& end(Side side) const { return ends[static_cast<std::size_t>(side)]; }
};

/// A packet on its way, or held up by a cut link.
struct InFlight {
    bool used = false;
    bool held = false;
    Side to = Side::acceptor;
    std::uint32_t connection = 0;  ///< UINT32_MAX: a datagram
    std::uint32_t generation = 0;  ///< of the connection when it was sent
    std::uint32_t in_a_row = 0;    ///< messages that led to it, itself included
    std::int32_t ends = -1;        ///< -1: data; else a FIN or RST with this failover::Ending
    TrueTime sent;
    Sequence record = 0;
    Message message;
    std::int32_t from_proxy = -1;
};

/// What packets of one direction suffer besides the local network's own delay.
struct Disturbance {
    Link link;
    scenario::LinkQuality quality;
};

struct Network {
    std::vector<Connection> connections;
    std::vector<std::uint32_t> free_connections;
    std::vector<InFlight> in_flight;
    std::vector<std::uint32_t> free_packets;
    /// Bit p of [from * hosts + to]: packets of plane p do not get through.
    std::vector<std::uint8_t> cut;
    /// The same: a firewall answers them with a reset.
    std::vector<std::uint8_t> rejected;
    std::vector<Disturbance> disturbed;
    std::int32_t next_source_port = 32768;
};

/// Opens a connection at instant `at`; the opener hears Connected or a refusal, or nothing for
/// long. Returns its slot.
std::uint32_t connect(World& world, TrueTime at, const Connection& wanted);
/// Sends from `from`'s end at instant `at`. Dropped silently if the connection is gone.
void send(World& world, Port from, TrueTime at, Message message);
/// Closes one end; the other end hears `how`.
void close(World& world, Port port, TrueTime at, Ending how);
/// A datagram from one proxy's host to another's; lost if the path is cut.
void send_datagram(World& world, Route route, TrueTime at, const Message& message);

/// The proxy whose process opened it, -1 if a client did.
[[nodiscard]] std::int32_t opener_proxy(const World& world, const Connection& connection);
[[nodiscard]] bool breaks(const World& world, Port port);  ///< a write there would fail: EPIPE
[[nodiscard]] bool path_open(const World& world, HostId from, HostId to, Plane plane);
/// Whether packets of the connection get through in both directions: TCP needs both.
[[nodiscard]] bool both_ways(const World& world, const Connection& connection);
[[nodiscard]] bool both_ways(const World& world, HostId a, HostId b, Plane plane);
/// When a segment lost at `sent` is sent again at or after `now` (postgres-model §2.3).
[[nodiscard]] TrueTime retransmission(TrueTime sent, TrueTime now);
/// What happens to packets of one direction on one plane (all planes: 255). What was held is sent
/// on when they pass again.
enum class Traffic : std::uint8_t { passes, dropped, rejected };
void set_link(World& world, Link link, Traffic traffic);
/// `quality` of nothing ends a disturbance.
void disturb_link(World& world, Link link, const scenario::LinkQuality& quality);
/// Whether connects on that path are refused and connections reset, instead of left without answer.
[[nodiscard]] bool path_rejects(const World& world, HostId from, HostId to, Plane plane);
/// Sends on what was held and gets through now, when TCP would send it again.
void release_held(World& world);
/// A process has taken a client's connection from the backlog: what was sent on it arrives now.
void release_backlog(World& world, std::uint32_t connection);

// What the dispatcher hands on.
void on_connect_arrives(World& world, const Event& event);
void on_connect_answered(World& world, const Event& event);
void on_message_arrives(World& world, const Event& event);
void on_end_arrives(World& world, const Event& event);
void on_datagram_arrives(World& world, const Event& event);
void on_connection_given_up(World& world, const Event& event);

}  // namespace sim::world
