// A toy logic that has nothing to do with failover: two proxies that ping each other once a
// second. It shows that the world knows the seam only, and it is the smallest complete logic.
#pragma once

#include <array>
#include <string_view>

#include "failover/logic.hpp"

namespace toys {

/// Each proxy is one process. It serves once it has heard a pong; it believes whoever answered
/// last to be the leader.
class PingPong {
  public:
    explicit PingPong(const failover::Setup& setup)
        : self_(setup.self), proxies_(static_cast<int>(setup.proxies.size())) {}

    void step(failover::Instant, failover::Pid, std::span<const failover::Input> inputs,
              failover::Outbox& out) {
        std::visit([&](const auto& what) { happen(what, out); }, inputs.front().what);
    }
    void died(failover::Pid) {}
    [[nodiscard]] bool takes(failover::Pid, const failover::Input&) const { return true; }
    [[nodiscard]] std::optional<failover::ConnectionId> relays(failover::ConnectionId) const {
        return std::nullopt;
    }
    [[nodiscard]] failover::Beliefs beliefs() const {
        failover::Beliefs beliefs;
        beliefs.serves = serves_;
        beliefs.leader = heard_;
        beliefs.status[0] = failover::Status::up;
        return beliefs;
    }
    [[nodiscard]] int pongs() const { return pongs_; }
    [[nodiscard]] static const failover::Catalogue& catalogue() {
        static constexpr std::array<std::string_view, 3> kinds{"", "ping", "pong"};
        static constexpr std::array roles{failover::RoleText{"player", "PLAYER", false, false}};
        static constexpr std::array messages{
            failover::MessageText{0, "none", failover::Severity::log, "", "", "", "", false},
            failover::MessageText{1, "pong", failover::Severity::log, "pong {0} from {1:proxy}", "",
                                  "", "", false}};
        static constexpr failover::Catalogue catalogue{messages, {},    roles, {},
                                                       kinds,    kinds, "1.0"};
        return catalogue;
    }

  private:
    enum Kind : std::uint16_t { ping = 1, pong = 2 };

    void happen(const failover::Started&, failover::Outbox& out) {
        out.put(failover::Listen{failover::Plane::watchdog, true});
        serves_ = self_.value == 0;  // the first one has nobody to hear yet
        call(out);
    }
    void happen(const failover::TimedOut&, failover::Outbox& out) { call(out); }
    void happen(const failover::Connected& connected, failover::Outbox& out) {
        failover::Message message;
        message.kind = ping;
        message.words[0] = pongs_;
        out.put(failover::Send{connected.connection, message});
    }
    void happen(const failover::Received& received, failover::Outbox& out) {
        if (received.message.kind == ping) {
            failover::Message message = received.message;
            message.kind = pong;
            out.put(failover::Send{received.connection, message});
            return;
        }
        ++pongs_;
        serves_ = true;
        heard_ = failover::ProxyId{1 - self_.value};
        out.log(1, {pongs_, heard_.value, 0, 0});
        out.put(failover::Close{received.connection});
    }
    void happen(const failover::Ended& ended, failover::Outbox& out) {
        out.put(failover::Close{ended.connection});
    }
    void happen(const failover::Caught& caught, failover::Outbox& out) {
        if (caught.signal != failover::Signal::child) out.put(failover::Exit{0});
    }
    template <class Other>
    void happen(const Other&, failover::Outbox&) {}

    void call(failover::Outbox& out) {
        if (proxies_ == 2) out.connect(failover::Plane::watchdog, 1 - self_.value);
        out.put(failover::SetTimer{std::chrono::seconds{1}, std::chrono::milliseconds{1100}});
    }

    failover::ProxyId self_;
    int proxies_;
    int pongs_ = 0;
    bool serves_ = false;
    failover::ProxyId heard_ = failover::no_proxy;
};
static_assert(failover::FailoverLogic<PingPong>);

}  // namespace toys
