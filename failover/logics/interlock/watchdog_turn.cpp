#include "failover/logics/interlock/watchdog_turn.hpp"

#include <algorithm>

#include "failover/logics/interlock/watchdog_desk.hpp"
#include "failover/logics/interlock/watchdog_failover.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"
#include "failover/logics/interlock/watchdog_wire.hpp"

namespace failover::interlock {
namespace {

constexpr std::int64_t reconnect_seconds = 10;  ///< since the last attempt; exceeded, not reached
constexpr std::int64_t reply_seconds = 5;

void expire_state_timer(Work& work, const std::optional<Cause>& expired) {
    if (!expired || work.me.gone) return;
    work.out().adopt(*expired);
    dispatch(work, {WatchdogEvent::timer});
}

void expire_commands(Work& work) {
    auto& commands = work.me.commands;
    const auto late = [&](const ClusterCommand& command) {
        return elapsed_seconds(work.now(), command.begun) >= command.timeout_seconds;
    };
    while (!work.me.gone) {
        const auto found = std::ranges::find_if(commands, late);
        if (found == commands.end()) return;
        const Packet type = found->type;
        work.out().adopt(found->cause);
        commands.erase(found);
        finish_command(work, type, CommandEnd::timed_out, {});
    }
}

void reconnect(Work& work) {
    for (Peer& peer : work.me.peers.all()) {
        if (peer.state == WatchdogState::dead || peer.state == WatchdogState::shutdown) continue;
        if (peer.client.state != Socket::State::closed) continue;
        if (peer.last_attempt &&
            elapsed_seconds(work.now(), *peer.last_attempt) <= reconnect_seconds) {
            continue;
        }
        connect(work, peer);
    }
}

void mark_unreachable(Work& work) {
    for (Peer& peer : work.me.peers.all()) {
        if (!peer.active() || work.me.gone) continue;
        if (!peer.reachable() && peer.client.state == Socket::State::closed) {
            work.log(WatchdogText::not_reachable, {peer.id.value});
            lose(work, peer);
        } else if (peer.unanswered_since &&
                   elapsed_seconds(work.now(), *peer.unanswered_since) >= reply_seconds) {
            work.log(WatchdogText::not_replying, {peer.id.value});
            lose(work, peer);
        }
    }
}

}  // namespace

std::optional<Cause> expired_timer(Work& work) {
    StateTimer& timer = work.me.timer;
    if (!timer.armed || elapsed_seconds(work.now(), timer.begun) < timer.seconds) return {};
    timer.armed = false;
    return timer.cause;
}

void finish_turn(Work& work, const std::optional<Cause>& expired) {
    expire_state_timer(work, expired);
    expire_commands(work);
    if (work.me.gone) return;
    reconnect(work);
    resend_requests(work);
    mark_unreachable(work);
    if (work.me.gone || work.me.state != WatchdogState::master) return;
    update_quorum(work);
    desk_expire(work);
}

}  // namespace failover::interlock
