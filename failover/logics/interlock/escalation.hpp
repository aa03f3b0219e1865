// The short-lived helper that a leader's watchdog forks to escalate or de-escalate
// (semantics-3.6 §9.10): the escalation command, then the delegate IP.
#pragma once

#include <cstdint>
#include <span>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// Argument of the fork.
enum class Escalation : std::int32_t { up = 0, down = 1 };

class EscalationHelper {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;

    bool operator==(const EscalationHelper&) const = default;

  private:
    void command_done(Context& context);
    void address_done(Context& context) const;

    enum class Wait : std::uint8_t { nothing, command, address };
    Escalation way_ = Escalation::up;
    Wait wait_ = Wait::nothing;
    RequestId request_;
};

}  // namespace failover::interlock
