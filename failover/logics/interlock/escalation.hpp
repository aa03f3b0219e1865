// The short-lived helper that a leader's watchdog forks to escalate or de-escalate
// (semantics-3.6 §9.10): the escalation command, then the delegate IP.
#pragma once

#include <cstdint>
#include <span>

#include "failover/logics/interlock/address_call.hpp"
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
    void command_ended(Context& context, std::int32_t raw_status);
    void see_to_address(Context& context);
    void address_done(Context& context) const;

    Escalation way_ = Escalation::up;
    bool runs_command_ = false;
    RequestId request_;
    AddressCall address_;
};

}  // namespace failover::interlock
