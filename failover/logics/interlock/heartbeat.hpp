// Heartbeats between lifechecks (semantics-3.6 §9.9): one sender and one receiver process per
// peer, children of lifecheck. The fork's argument is the peer's ProxyId.
#pragma once

#include <span>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// Sends a time-stamped datagram every wd_heartbeat_keepalive.
class HeartbeatSender {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const HeartbeatSender&) const = default;

  private:
    ProxyId peer_ = no_proxy;
    bool open_ = false;
};

/// Notes in shared memory when its peer was heard last.
class HeartbeatReceiver {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const HeartbeatReceiver&) const = default;

  private:
    void hear(Context& context, const Datagram& datagram) const;

    ProxyId peer_ = no_proxy;
    bool open_ = false;
};

}  // namespace failover::interlock
