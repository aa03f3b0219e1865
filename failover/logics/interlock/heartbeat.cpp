#include "failover/logics/interlock/heartbeat.hpp"

#include "failover/logics/interlock/watchdog_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr Duration first_sleep = std::chrono::seconds{1};
constexpr std::uint16_t heartbeat_kind = 1;

/// A child of lifecheck ends at once when it is told to.
bool ends(Context& context, const Input& input) {
    const auto* caught = std::get_if<Caught>(&input.what);
    if (caught == nullptr) return false;
    const bool stop = caught->signal == Signal::terminate || caught->signal == Signal::interrupt ||
                      caught->signal == Signal::quit;
    if (stop) context.out.put(Exit{0});
    return true;
}

}  // namespace

void HeartbeatSender::start(Context& context, const Started& started) {
    peer_ = ProxyId{started.argument};
    context.out.put(SetTimer{first_sleep, first_sleep});
}

void HeartbeatSender::step(Context& context, std::span<const Input> inputs) {
    for (const Input& input : inputs) {
        context.out.adopt(input.cause);
        if (ends(context, input) || !std::holds_alternative<TimedOut>(input.what)) continue;
        if (!open_) {
            context.out.log(id(WatchdogText::heartbeat_reuse));
            context.out.log(id(WatchdogText::heartbeat_sender));
            open_ = true;
        }
        Message beat;
        beat.kind = heartbeat_kind;
        beat.blob = {context.now.nanoseconds};
        context.out.put(SendDatagram{peer_, std::move(beat)});
        const Duration pause = context.config.wd_heartbeat_keepalive;
        context.out.put(SetTimer{pause, pause});
    }
}

bool HeartbeatSender::takes(const Input& input) const {
    return std::holds_alternative<TimedOut>(input.what);
}

void HeartbeatReceiver::start(Context& context, const Started& started) {
    peer_ = ProxyId{started.argument};
    context.out.put(SetTimer{first_sleep, first_sleep});
}

void HeartbeatReceiver::step(Context& context, std::span<const Input> inputs) {
    for (const Input& input : inputs) {
        context.out.adopt(input.cause);
        if (ends(context, input)) continue;
        if (std::holds_alternative<TimedOut>(input.what)) {
            context.out.log(id(WatchdogText::heartbeat_reuse));
            context.out.log(id(WatchdogText::heartbeat_receiver));
            context.out.put(Listen{Plane::lifecheck, true});
            open_ = true;
        } else if (const auto* datagram = std::get_if<Datagram>(&input.what)) {
            if (open_) hear(context, *datagram);
        }
    }
}

void HeartbeatReceiver::hear(Context& context, const Datagram& datagram) const {
    LOGIC_ASSERT(!datagram.message.blob.empty());
    const std::int64_t sent = datagram.message.blob.front();
    const auto index = static_cast<std::size_t>(peer_.value);
    LOGIC_ASSERT(index < context.shared.heartbeats.size());
    Heartbeat& last = context.shared.heartbeats[index];
    if (last.heard && sent <= last.sent) {
        return context.out.log(id(WatchdogText::heartbeat_old));
    }
    last = {true, sent, context.now};
}

/// Before its socket is open a datagram is lost: taken, and not looked at.
bool HeartbeatReceiver::takes(const Input& input) const {
    if (const auto* datagram = std::get_if<Datagram>(&input.what)) return datagram->from == peer_;
    return std::holds_alternative<TimedOut>(input.what);
}

}  // namespace failover::interlock
