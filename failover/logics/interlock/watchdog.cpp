#include "failover/logics/interlock/watchdog.hpp"

#include <algorithm>
#include <optional>

#include "failover/logics/interlock/watchdog_desk.hpp"
#include "failover/logics/interlock/watchdog_escalation.hpp"
#include "failover/logics/interlock/watchdog_network.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"
#include "failover/logics/interlock/watchdog_turn.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"

namespace failover::interlock {
namespace {

constexpr Duration tick = std::chrono::seconds{1};

/// Which connection an input is about; no_connection for signals, timers and the like.
ConnectionId connection_of(const Input& input) {
    if (const auto* it = std::get_if<Connected>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<ConnectFailed>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<Received>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<Ended>(&input.what)) return it->connection;
    return no_connection;
}

/// The items of one turn, to be taken in the order of §9.4.
struct Turn {
    Work& work;
    std::span<const Input> items;

    template <class What, class Fits>
    void take(const Fits& fits) {
        for (const Input& item : items) {
            const What* what = std::get_if<What>(&item.what);
            if (what == nullptr || work.me.gone || !fits(*what)) continue;
            work.out().adopt(item.cause);
            handle(*what);
        }
    }
    template <class What>
    void take_for(ConnectionId connection) {
        if (connection == no_connection) return;
        take<What>([&](const What& what) { return what.connection == connection; });
    }

    void accept_one(Plane plane);
    void finish_connects();
    void read_peers();
    void read_strangers();
    void read_callers();
    void read_network();

    void handle(const Connected& connected);
    void handle(const ConnectFailed& failed);
    void handle(const Received& received);
    void handle(const Ended& ended);
    void handle(const Accepted& accepted);
};

void Turn::accept_one(Plane plane) {
    bool taken = false;
    for (const Input& item : items) {
        const Accepted* const accepted = std::get_if<Accepted>(&item.what);
        if (accepted == nullptr || accepted->plane != plane) continue;
        if (taken) {
            work.me.carried.push_back(item);
            continue;
        }
        taken = true;
        work.out().adopt(item.cause);
        handle(*accepted);
    }
}

void Turn::handle(const Accepted& accepted) {
    if (accepted.plane == Plane::ipc) {
        work.log(WatchdogText::new_ipc);
        work.me.callers.push_back(accepted.connection);
        return;
    }
    work.log(WatchdogText::new_connection, {accepted.from.value, accepted.source_port});
    work.me.strangers.push_back({accepted.connection, accepted.from});
}

void Turn::finish_connects() {
    for (const Peer& peer : work.me.peers.all()) {
        const ConnectionId connection = peer.client.connection;
        take_for<Connected>(connection);
        take_for<ConnectFailed>(connection);
    }
}

void Turn::handle(const Connected& connected) {
    Peer* const peer = work.me.peers.owner(connected.connection);
    if (peer == nullptr) return;
    peer->client.state = Socket::State::open;
    work.log(WatchdogText::new_outbound, {peer->id.value});
    send(work, *peer, info_packet(work, Packet::add_node, work.me.next_id()));
}

void Turn::handle(const ConnectFailed& failed) {
    Peer* const peer = work.me.peers.owner(failed.connection);
    if (peer == nullptr) return;
    peer->client = Socket{};
    peer->last_attempt = work.now();
}

/// Peers as configured, each first on our connection, then on the peer's.
void Turn::read_peers() {
    for (const Peer& peer : work.me.peers.all()) {
        for (const ConnectionId connection : {peer.client.connection, peer.server.connection}) {
            take_for<Received>(connection);
            take_for<Ended>(connection);
        }
    }
}

void Turn::read_strangers() {
    const auto strangers = work.me.strangers;
    for (const Stranger& stranger : strangers) {
        take_for<Received>(stranger.connection);
        take_for<Ended>(stranger.connection);
    }
}

/// Local processes, those that have just called and those that wait for an answer.
void Turn::read_callers() {
    const auto local = [&](ConnectionId connection) { return !work.me.peers.owns(connection); };
    take<Received>([&](const Received& what) { return local(what.connection); });
    take<Ended>([&](const Ended& what) { return local(what.connection); });
}

void Turn::read_network() {
    for (const Input& item : items) {
        const auto* changed = std::get_if<NetworkChanged>(&item.what);
        if (changed == nullptr || work.me.gone) continue;
        work.out().adopt(item.cause);
        network_changed(work, *changed);
    }
}

void Turn::handle(const Received& received) {
    if (Peer* const peer = work.me.peers.owner(received.connection)) {
        return packet_from(work, *peer, received.message);
    }
    const auto stranger =
        std::ranges::find(work.me.strangers, received.connection, &Stranger::connection);
    if (stranger != work.me.strangers.end()) {
        const Stranger known = *stranger;
        return introduced(work, known, received.message);
    }
    if (std::erase(work.me.callers, received.connection) != 0) {
        desk_call(work, received.connection, received.message);
    }
}

void Turn::handle(const Ended& ended) {
    if (Peer* const peer = work.me.peers.owner(ended.connection)) {
        if (ended.how == Ending::closed) {
            work.log(WatchdogText::read_closed);
        } else {
            const ErrorWord why = ended.how == Ending::reset ? ErrorWord::connection_reset
                                                             : ErrorWord::connection_timed_out;
            work.log(WatchdogText::read_error, {static_cast<std::int32_t>(why)});
        }
        const bool client = peer->client.connection == ended.connection;
        work.log(client ? WatchdogText::client_closed : WatchdogText::outbound_closed,
                 {peer->id.value});
        return close(work, client ? peer->client : peer->server);
    }
    if (std::erase_if(work.me.strangers, [&](const Stranger& stranger) {
            return stranger.connection == ended.connection;
        }) != 0) {
        work.log(WatchdogText::read_closed);
        work.out().put(Close{ended.connection});
        return;
    }
    desk_hung_up(work, ended.connection);
}

// ---- the end of the watchdog (§9.10, §16.8 c) --------------------------------------------------

void leave_when_helpers_are_gone(Work& work) {
    const Helpers& helpers = work.me.helpers;
    if (!work.me.stopping || work.me.locked_up || helpers.wanted != Helpers::Wanted::nothing)
        return;
    if (helpers.up != no_pid || helpers.down != no_pid) return;
    work.out().put(Exit{0});
    work.me.gone = true;
}

void stop(Work& work) {
    if (work.me.stopping) return;
    work.me.stop_asked = work.me.address.open();
    if (work.me.stop_asked) return;
    work.me.stopping = true;
    // Once in about 13 orderly stops of three proxies it never came out of this (N10).
    work.me.locked_up = work.out().host().mishap(work.context.self, "locks_up_in_stop");
    work.log(WatchdogText::shutting_down);
    broadcast(work, packet(Packet::going_down, work.me.next_id()));
    if (work.me.state == WatchdogState::master) de_escalate(work);
}

bool asks_to_stop(Signal signal) {
    return signal == Signal::terminate || signal == Signal::interrupt || signal == Signal::quit;
}

void take_signals(Work& work, std::span<const Input> inputs) {
    for (const Input& input : inputs) {
        work.out().adopt(input.cause);
        if (const auto* ended = std::get_if<ChildEnded>(&input.what)) {
            helper_ended(work, *ended, work.me.stopping);
        } else if (const auto* command = std::get_if<CommandEnded>(&input.what)) {
            address_step(work, *command);
        } else if (const auto* caught = std::get_if<Caught>(&input.what)) {
            if (asks_to_stop(caught->signal)) stop(work);
        }
    }
    if (work.me.stop_asked) stop(work);
}

void set_tick(Work& work) {
    if (work.me.gone) return;
    const Duration pause = work.me.carried.empty() ? tick : Duration{};
    work.out().put(SetTimer{pause, pause});
}

}  // namespace

void Watchdog::start(Context& context, const Started&) {
    Work work{context, data_};
    const Config& config = context.config;
    data_.self = config.self;
    data_.started = context.now;
    data_.state_since = context.now;
    data_.priority = config.proxies[static_cast<std::size_t>(config.self.value)].priority;
    data_.peers.configure(config.peers());
    work.log(WatchdogText::local_name, {data_.self.value});
    work.log(WatchdogText::configured, {data_.peers.size()});
    std::int32_t number = 0;
    for (const Peer& peer : data_.peers.all()) {
        work.log(WatchdogText::remote_node, {number++, peer.id.value});
    }
    if (!check_interfaces(work)) return;
    context.out.put(WatchNetwork{});
    if (context.shared.watchdog_needs_cleanup) {
        work.log(WatchdogText::recovering);
        context.shared.watchdog_needs_cleanup = false;
        data_.escalated = context.shared.escalated;
        de_escalate(work);
    }
    context.out.put(Listen{Plane::watchdog});
    context.out.put(Listen{Plane::ipc});
    connect_all(work);
    set_state(work, WatchdogState::loading);
    set_tick(work);
}

void Watchdog::step(Context& context, std::span<const Input> inputs) {
    Work work{context, data_};
    const std::optional<Cause> expired = data_.blocked() ? std::nullopt : expired_timer(work);
    take_signals(work, inputs);
    continue_escalation(work);
    leave_when_helpers_are_gone(work);
    if (data_.gone) return;
    std::vector<Input> carried = std::move(data_.carried);
    data_.carried.clear();
    if (!carried.empty()) {
        carried.insert(carried.end(), inputs.begin(), inputs.end());
        inputs = carried;
    }
    Turn turn{work, inputs};
    if (data_.blocked()) {
        for (const Input& item : turn.items) {
            if (std::holds_alternative<Accepted>(item.what)) data_.carried.push_back(item);
        }
        context.out.put(SetTimer{tick, tick});
        return;
    }
    turn.accept_one(Plane::watchdog);
    turn.accept_one(Plane::ipc);
    turn.finish_connects();
    turn.read_peers();
    turn.read_strangers();
    turn.read_callers();
    turn.read_network();
    finish_turn(work, expired);
    set_tick(work);
}

bool Watchdog::takes(const Input& input) const {
    if (data_.gone) return false;
    if (std::holds_alternative<ChildEnded>(input.what)) return true;
    if (std::holds_alternative<TimedOut>(input.what)) return true;
    if (std::holds_alternative<CommandEnded>(input.what)) return data_.address.takes(input);
    if (data_.blocked()) return false;
    if (std::holds_alternative<NetworkChanged>(input.what)) return true;
    const ConnectionId connection = connection_of(input);
    if (connection == no_connection) return std::holds_alternative<Accepted>(input.what);
    const bool stranger = std::ranges::find(data_.strangers, connection, &Stranger::connection) !=
                          data_.strangers.end();
    const bool caller = std::ranges::find(data_.callers, connection) != data_.callers.end() ||
                        std::ranges::find(data_.requests, connection, &PassedRequest::client) !=
                            data_.requests.end();
    return stranger || caller || data_.peers.owns(connection);
}

bool Watchdog::request_open_for(BackendId backend) const {
    const auto names = [&](const auto& holder) {
        return std::ranges::find(holder.nodes, backend) != holder.nodes.end();
    };
    return std::ranges::any_of(data_.objects, names) ||
           std::ranges::any_of(data_.requests, [&](const PassedRequest& request) {
               return !request.answered && names(request);
           });
}

Quorum WatchdogData::quorum_in_force() const {
    if (leads()) return quorum;
    const Peer* const known = peers.find(leader);
    return known != nullptr ? known->quorum : Quorum::none;
}

}  // namespace failover::interlock
