// The failover interlock on the leader: one holder, three locks, and the table that decides every
// lock command (semantics-3.6 §7.1, §7.5). Not keyed by failover id; outlives leadership.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "failover/logics/interlock/packets.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"

namespace failover::interlock {

/// What a row of the table asks for. `any` asks nothing.
enum class HolderIs : std::uint8_t { any, nobody, requester, other, somebody, not_other };
enum class RequesterIs : std::uint8_t { any, leader, peer };
enum class ObjectIs : std::uint8_t { any, known, unknown };
enum class LockIs : std::uint8_t { any, set, free };

/// What a row does to the holder and the locks.
enum class LockEffect : std::uint8_t { none, take_all, release_one, drop_all };

struct LockRule {
    LockCommand command;
    HolderIs holder;
    RequesterIs requester;
    ObjectIs object;
    LockIs lock;
    LockEffect effect;
    CommandResult result;
    WatchdogText says;
};

/// The decision table; the first row that fits decides, and one always does.
[[nodiscard]] std::span<const LockRule> lock_rules();
/// REQUIRES: a rule of the table itself.
[[nodiscard]] std::size_t row_of(const LockRule& rule);
/// The line that announces a command before it is decided.
[[nodiscard]] WatchdogText lock_announcement(LockCommand command);
/// The line of whoever is asked and does not lead.
[[nodiscard]] WatchdogText lock_refusal(LockCommand command);

/// The holder and the locks of one watchdog.
class FailoverLock {
  public:
    /// The row that decides a request. `leader` is the deciding watchdog itself; `object_known`: a
    /// failover object with that id exists.
    [[nodiscard]] const LockRule& rule_for(const LockRequest& request, ProxyId leader,
                                           bool object_known) const;
    void apply(const LockRule& rule, const LockRequest& request);

    /// Nobody holds it, nothing is locked.
    void clear() { *this = FailoverLock{}; }

    [[nodiscard]] ProxyId holder() const { return holder_; }
    [[nodiscard]] bool locked(Lock lock) const { return locks_[static_cast<std::size_t>(lock)]; }
    bool operator==(const FailoverLock&) const = default;

  private:
    ProxyId holder_ = no_proxy;
    std::array<bool, lock_count> locks_{};
};

}  // namespace failover::interlock
