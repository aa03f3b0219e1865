// Logics with one fault each, to see what the world makes of it: one that answers every message
// with another, one whose timer has no span, one that asserts.
#pragma once

#include <array>
#include <string_view>

#include "failover/logic.hpp"
#include "failover/words/assert.hpp"

namespace toys {

enum class Fault : std::uint8_t { echoes, spins, asserts, loops };

/// Two proxies of one process each; the second one says something to the first after a second.
template <Fault fault>
class Patient {
  public:
    explicit Patient(const failover::Setup& setup) : self_(setup.self) {}

    void step(failover::Instant, failover::Pid, std::span<const failover::Input> inputs,
              failover::Outbox& out) {
        std::visit([&](const auto& what) { happen(what, out); }, inputs.front().what);
    }
    void died(failover::Pid) { serves_ = false; }
    [[nodiscard]] bool takes(failover::Pid, const failover::Input&) const { return true; }
    [[nodiscard]] std::optional<failover::ConnectionId> relays(failover::ConnectionId) const {
        return std::nullopt;
    }
    [[nodiscard]] failover::Beliefs beliefs() const {
        failover::Beliefs beliefs;
        beliefs.serves = serves_;
        return beliefs;
    }
    [[nodiscard]] static const failover::Catalogue& catalogue() {
        static constexpr std::array<std::string_view, 2> kinds{"", "shout"};
        static constexpr std::array roles{failover::RoleText{"patient", "PATIENT", false, false}};
        static constexpr failover::Catalogue catalogue{{}, {}, roles, {}, kinds, kinds, "1.0"};
        return catalogue;
    }

  private:
    void happen(const failover::Started&, failover::Outbox& out) {
        serves_ = true;
        out.put(failover::Listen{failover::Plane::watchdog, true});
        out.put(failover::SetTimer{std::chrono::seconds{1}, std::chrono::seconds{1}});
    }
    void happen(const failover::TimedOut&, failover::Outbox& out) {
        if (spins_) return out.put(failover::SetTimer{});
        if (self_.value == 1) out.connect(failover::Plane::watchdog, 0);
    }
    void happen(const failover::Connected& connected, failover::Outbox& out) {
        shout(connected.connection, out);
    }
    void happen(const failover::Received& received, failover::Outbox& out) {
        if constexpr (fault == Fault::echoes) shout(received.connection, out);
        if constexpr (fault == Fault::spins) {
            spins_ = true;
            out.put(failover::SetTimer{});
        }
        if constexpr (fault == Fault::asserts) LOGIC_ASSERT(received.message.kind != 1);
        if constexpr (fault == Fault::loops) {
            for (volatile bool on = true; on;) on = true;
        }
    }
    void happen(const failover::Caught& caught, failover::Outbox& out) {
        if (caught.signal != failover::Signal::child) out.put(failover::Exit{0});
    }
    template <class Other>
    void happen(const Other&, failover::Outbox&) {}

    static void shout(failover::ConnectionId connection, failover::Outbox& out) {
        failover::Message message;
        message.kind = 1;
        out.put(failover::Send{connection, message});
    }

    failover::ProxyId self_;
    bool serves_ = false;
    bool spins_ = false;
};

}  // namespace toys
