#include "failover/logics/interlock/lifecheck.hpp"

#include <algorithm>

#include "failover/logics/interlock/peers.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr Duration retry_pause = std::chrono::seconds{1};
constexpr int most_tries = 5;
constexpr int readiness_intervals = 10;  ///< between two tests whether everybody was heard

Message ipc_message(Ipc kind) {
    Message message;
    message.kind = static_cast<std::uint16_t>(kind);
    return message;
}

Pid fork_heartbeat(Context& context, HeartbeatWord which, ProxyId peer) {
    const bool receiver = which == HeartbeatWord::receiver;
    return context.out.fork(
        role(receiver ? Process::heartbeat_receiver : Process::heartbeat_sender), peer.value);
}

const Heartbeat& heartbeat_of(const Context& context, ProxyId peer) {
    const auto index = static_cast<std::size_t>(peer.value);
    LOGIC_ASSERT(index < context.shared.heartbeats.size());
    return context.shared.heartbeats[index];
}

}  // namespace

void Lifecheck::start(Context& context, const Started&) {
    context.shared.heartbeats.assign(context.config.proxies.size(), Heartbeat{});
    ask(context);
}

void Lifecheck::ask(Context& context) {
    phase_ = Phase::asking;
    ++tries_;
    call_.begin(context, ipc_message(Ipc::node_list));
}

void Lifecheck::answered(Context& context) {
    if (phase_ != Phase::asking) return report_next(context);
    if (call_.reached() && call_.result() == IpcResult::ok) return begin(context, call_.reply());
    if (!call_.reached()) {
        context.out.log(id(ProcessText::watchdog_nodes_null));
    } else if (call_.result() == IpcResult::in_transition) {
        context.out.log(id(ProcessText::watchdog_nodes_unstable));
    } else if (call_.result() == IpcResult::timeout) {
        context.out.log(id(ProcessText::watchdog_nodes_timeout));
    }
    if (tries_ >= most_tries) {
        context.out.log(id(WatchdogText::lifecheck_no_answer));
        context.out.put(Exit{1});
        return;
    }
    phase_ = Phase::retrying;
    context.out.put(SetTimer{retry_pause, retry_pause});
}

void Lifecheck::begin(Context& context, const Message& nodes) {
    const std::size_t count = context.config.proxies.size();
    LOGIC_ASSERT(nodes.blob.size() >= 2 * count);
    context.out.log(id(WatchdogText::lifecheck_nodes), {static_cast<std::int32_t>(count)});
    for (std::size_t i = 0; i < count; ++i) {
        const bool known = nodes.blob[2 * i + 1] != 0;
        context.out.log(
            id(known ? WatchdogText::lifecheck_node : WatchdogText::lifecheck_unknown_node),
            {static_cast<std::int32_t>(i), static_cast<std::int32_t>(nodes.blob[2 * i])});
    }
    if (context.config.wd_lifecheck_method == LifecheckMethod::external) {
        phase_ = Phase::idle;
        return;
    }
    TrustedServers::announce(context);
    const bool by_query = context.config.wd_lifecheck_method == LifecheckMethod::query;
    phase_ = Phase::waiting;
    by_query ? watch_queries(context) : watch_heartbeats(context);
}

void Lifecheck::watch_heartbeats(Context& context) {
    for (const ProxyId peer : context.config.peers()) {
        Watched watched;
        watched.peer = peer;
        watched.private_id = static_cast<std::int32_t>(watched_.size()) + 1;
        watched.receiver = fork_heartbeat(context, HeartbeatWord::receiver, peer);
        watched.sender = fork_heartbeat(context, HeartbeatWord::sender, peer);
        watched_.push_back(watched);
    }
    // The first test comes before any heartbeat can have come, so it always fails (§9.9).
    wait_or_check(context, false);
}

void Lifecheck::watch_queries(Context& context) {
    watched_.push_back({context.config.self, 0, context.config.wd_life_point, false, {}, {}});
    for (const ProxyId peer : context.config.peers()) {
        const auto number = static_cast<std::int32_t>(watched_.size());
        watched_.push_back({peer, number, context.config.wd_life_point, false, {}, {}});
    }
    query_.begin(context);
}

void Lifecheck::step(Context& context, std::span<const Input> inputs) {
    for (const Input& input : inputs) {
        context.out.adopt(input.cause);
        if (const auto* caught = std::get_if<Caught>(&input.what)) {
            if (caught->signal == Signal::terminate || caught->signal == Signal::interrupt ||
                caught->signal == Signal::quit) {
                return stop(context);
            }
        } else if (const auto* ended = std::get_if<ChildEnded>(&input.what)) {
            child_ended(context, *ended);
        } else if (const auto* ping = std::get_if<CommandEnded>(&input.what)) {
            if (trusted_.step(context, *ping)) trusted_done(context);
        } else if (call_.open()) {
            if (call_.takes(input) && call_.step(context, input)) answered(context);
        } else if (query_.open()) {
            if (query_.takes(input) && query_.step(context, input)) queried(context);
        } else if (std::holds_alternative<TimedOut>(input.what)) {
            timed_out(context);
        }
    }
}

bool Lifecheck::takes(const Input& input) const {
    if (std::holds_alternative<ChildEnded>(input.what)) return true;
    if (std::holds_alternative<CommandEnded>(input.what)) return true;
    if (call_.open()) return call_.takes(input);
    if (query_.open()) return query_.takes(input);
    return std::holds_alternative<TimedOut>(input.what);
}

void Lifecheck::timed_out(Context& context) {
    if (phase_ == Phase::retrying) return ask(context);
    if (phase_ == Phase::checking) return round(context);
    if (phase_ != Phase::waiting) return;
    if (context.config.wd_lifecheck_method == LifecheckMethod::query) return query_.begin(context);
    wait_or_check(context, std::ranges::all_of(watched_, [&](const Watched& watched) {
                      return heartbeat_of(context, watched.peer).heard;
                  }));
}

/// Everybody was heard once, or the next test follows.
void Lifecheck::wait_or_check(Context& context, bool ready) {
    if (!ready) {
        const Duration pause = readiness_intervals * context.config.wd_interval;
        context.out.put(SetTimer{pause, pause});
        return;
    }
    context.out.log(id(WatchdogText::lifecheck_started));
    phase_ = Phase::checking;
    round(context);
}

/// The own network first, then the others (§9.9).
void Lifecheck::round(Context& context) {
    if (context.config.trusted_servers.empty()) return check(context);
    trusted_.ping(context);
}

void Lifecheck::trusted_done(Context& context) {
    if (trusted_.reachable()) return check(context);
    if (!self_dead_) {
        context.out.log(id(WatchdogText::lifecheck_no_trusted));
        report_self(PeerEventReason::trusted_server_unreachable);
    }
    report_next(context);
}

void Lifecheck::check(Context& context) {
    if (context.shared.in_recovery != 0) return report_next(context);
    if (context.config.wd_lifecheck_method == LifecheckMethod::query) {
        return query_.begin(context);
    }
    check_heartbeats(context);
    report_next(context);
}

void Lifecheck::report_self(PeerEventReason reason) {
    if (self_dead_) return;
    self_dead_ = true;
    reports_.push_back({0, PeerEvent::dead, reason});
}

/// Who has been silent for too long, who is back.
void Lifecheck::check_heartbeats(Context& context) {
    if (context.shared.main == no_pid) report_self(PeerEventReason::parent_is_dead);
    const std::int64_t deadtime =
        std::chrono::duration_cast<std::chrono::seconds>(context.config.wd_heartbeat_deadtime)
            .count();
    for (Watched& watched : watched_) {
        const Heartbeat& last = heartbeat_of(context, watched.peer);
        const bool silent = elapsed_seconds(context.now, last.received) > deadtime;
        if (silent == watched.dead) continue;
        watched.dead = silent;
        reports_.push_back(
            {watched.private_id, silent ? PeerEvent::dead : PeerEvent::alive,
             silent ? PeerEventReason::no_heartbeat : PeerEventReason::heartbeat_found});
    }
}

void Lifecheck::queried(Context& context) {
    if (phase_ == Phase::waiting) {
        const bool ready = std::ranges::all_of(
            watched_, [&](const Watched& watched) { return query_.answered(watched.peer); });
        if (!ready) return wait_or_check(context, false);
        context.out.log(id(WatchdogText::lifecheck_started));
        phase_ = Phase::checking;
    }
    count_answers(context);
    report_next(context);
}

/// Nobody who was reported once is ever reported again: not as alive, not as dead (W5).
void Lifecheck::count_answers(Context& context) {
    const std::int32_t points = context.config.wd_life_point;
    for (Watched& watched : watched_) {
        if (query_.answered(watched.peer)) {
            watched.life = points;
            continue;
        }
        if (watched.life > 0) --watched.life;
        if (watched.life > 0) continue;
        context.out.log(id(WatchdogText::lifecheck_query_failed),
                        {points, watched.private_id, watched.peer.value});
        if (watched.dead) continue;
        watched.dead = true;
        if (watched.peer == context.config.self) {
            report_self(PeerEventReason::parent_is_dead);
        } else {
            reports_.push_back(
                {watched.private_id, PeerEvent::dead, PeerEventReason::unable_to_connect});
        }
    }
}

/// One report after the other, each a command of its own; then sleeps.
void Lifecheck::report_next(Context& context) {
    if (reports_.empty()) {
        const Duration pause = context.config.wd_interval;
        context.out.put(SetTimer{pause, pause});
        return;
    }
    const Report report = reports_.front();
    reports_.erase(reports_.begin());
    const auto event = static_cast<std::int32_t>(report.event);
    const auto reason = static_cast<std::int32_t>(report.reason);
    context.out.log(id(WatchdogText::lifecheck_report), {report.private_id, event, reason});
    Message message = ipc_message(Ipc::node_status_change);
    message.words[0] = report.private_id;
    message.words[1] = event;
    message.words[2] = reason;
    call_.begin(context, std::move(message));
}

void Lifecheck::child_ended(Context& context, const ChildEnded& ended) {
    for (Watched& watched : watched_) {
        const bool receiver = watched.receiver == ended.pid;
        if (!receiver && watched.sender != ended.pid) continue;
        const HeartbeatWord which = receiver ? HeartbeatWord::receiver : HeartbeatWord::sender;
        const auto word = static_cast<std::int32_t>(which);
        const std::int32_t signal = ended.raw_status & 0x7f;
        context.out.log(id(signal != 0 ? WatchdogText::lifecheck_child_signal
                                       : WatchdogText::lifecheck_child_status),
                        {word, ended.pid.value, ended.raw_status, signal});
        Pid& slot = receiver ? watched.receiver : watched.sender;
        slot = fork_heartbeat(context, which, watched.peer);
        context.out.log(id(WatchdogText::lifecheck_child_fork), {word, slot.value});
    }
}

void Lifecheck::stop(Context& context) {
    for (const Watched& watched : watched_) {
        for (const Pid child : {watched.receiver, watched.sender}) {
            if (child == no_pid) continue;
            context.out.put(Raise{child, Signal::terminate});
        }
    }
    context.out.put(Exit{0});
}

}  // namespace failover::interlock
