// What a watchdog knows of the other proxies and the connections it shares with each
// (semantics-3.6 §9.1): one record per configured peer, in the order of the configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "failover/logic.hpp"
#include "failover/logics/interlock/packets.hpp"
#include "failover/parts/election.hpp"

namespace failover::interlock {

/// The product's watchdog compares times as whole seconds of their true difference: no recorded
/// one-second state ever lasted less than 1.000 s.
[[nodiscard]] constexpr std::int64_t elapsed_seconds(Instant now, Instant then) {
    return (now - then).count() / 1'000'000'000;
}
[[nodiscard]] constexpr std::int64_t whole_second(Instant at) {
    return at.nanoseconds / 1'000'000'000;
}

/// One direction of the two connections that a pair of proxies may have.
struct Socket {
    enum class State : std::uint8_t { closed, connecting, open };
    State state = State::closed;
    ConnectionId connection = no_connection;

    [[nodiscard]] bool open() const { return state == State::open; }
    bool operator==(const Socket&) const = default;
};

struct Peer {
    ProxyId id = no_proxy;
    bool known = false;  ///< has told its name; otherwise printed as Not_Set
    WatchdogState state = WatchdogState::dead;
    bool greeted = false;  ///< LOADING waits for its answer (ADD MESSAGE SENT)
    bool kept_out =
        false;  ///< lifecheck says it is dead: no connection until it says otherwise (R28)
    std::int32_t priority = 0;
    std::int64_t started_second = 0;
    std::int64_t state_second = 0;
    std::int32_t standbys = 0;
    Quorum quorum = Quorum::absent;
    bool escalated = false;
    Instant last_received;
    std::optional<Instant> unanswered_since;  ///< of the first unanswered failover-class packet
    Socket client;                            ///< opened by us
    Socket server;                            ///< opened by the peer
    std::optional<Instant> last_attempt;      ///< of connecting, and of a failure to

    /// Not DEAD, LOST or SHUTDOWN: counted, asked, waited for.
    [[nodiscard]] bool active() const;
    /// Any of the two connections stands.
    [[nodiscard]] bool reachable() const { return client.open() || server.open(); }
    [[nodiscard]] parts::Contender contender() const;
    /// Takes over what the peer says about itself; elapsed times become seconds of our clock.
    void learn(const NodeInfo& info, Instant now);

    bool operator==(const Peer&) const = default;
};

class Peers {
  public:
    void configure(const std::vector<ProxyId>& ids);
    [[nodiscard]] std::vector<Peer>& all() { return peers_; }
    [[nodiscard]] const std::vector<Peer>& all() const { return peers_; }
    [[nodiscard]] int size() const { return static_cast<int>(peers_.size()); }
    /// nullptr if not configured.
    [[nodiscard]] Peer* find(ProxyId id);
    [[nodiscard]] const Peer* find(ProxyId id) const;
    /// The peer one of whose sockets (in any state) is that connection; nullptr if none.
    [[nodiscard]] Peer* owner(ConnectionId connection);
    [[nodiscard]] bool owns(ConnectionId connection) const;
    [[nodiscard]] int active_count() const;

    bool operator==(const Peers&) const = default;

  private:
    std::vector<Peer> peers_;
};

}  // namespace failover::interlock
