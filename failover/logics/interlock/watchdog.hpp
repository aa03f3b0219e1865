// The watchdog: one proxy's membership in the cluster of proxies (semantics-3.6 §7, §8, §9).
// Works in turns in the order of §9.4. What it does in which state is the table of
// watchdog_states.cpp; what it answers to lock commands, the table of lock.cpp.
#pragma once

#include <span>
#include <vector>

#include "failover/logics/interlock/process.hpp"
#include "failover/logics/interlock/watchdog_data.hpp"

namespace failover::interlock {

class Watchdog {
  public:
    void start(Context& context, const Started& started);
    /// One turn. Inputs it must leave for a later turn it keeps (one accept per listener and turn).
    void step(Context& context, std::span<const Input> inputs);
    /// What arrives on a connection not yet accepted stays in the mailbox.
    [[nodiscard]] bool takes(const Input& input) const;

    [[nodiscard]] WatchdogState state() const { return data_.state; }
    /// Whom it records as leader; no_proxy if nobody.
    [[nodiscard]] ProxyId leader() const { return data_.leader; }
    /// MASTER, and its own record says so too.
    [[nodiscard]] bool leads() const { return data_.leads(); }
    /// Its own if it leads, else the leader's as last heard; none without a leader.
    [[nodiscard]] Quorum quorum() const { return data_.quorum_in_force(); }
    [[nodiscard]] bool locked(Lock lock) const { return data_.lock.locked(lock); }
    [[nodiscard]] bool escalated() const { return data_.escalated; }
    /// A failover object, or a request passed on and not yet answered, concerns that backend.
    [[nodiscard]] bool request_open_for(BackendId backend) const;

    bool operator==(const Watchdog&) const = default;

  private:
    WatchdogData data_;
};

}  // namespace failover::interlock
