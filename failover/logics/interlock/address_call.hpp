// Bringing up the delegate IP, and taking it down (semantics-3.6 §9.10): the commands of the
// configuration, then a look whether the address answers. A state machine as a value, embedded in
// the process that waits for it: the escalation helper, or a leader's watchdog.
#pragma once

#include <cstdint>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

class AddressCall {
  public:
    /// Runs if_up_cmd and arping_cmd, then pings the address at most three times.
    /// REQUIRES: not open.
    void acquire(Context& context);
    /// Runs if_down_cmd. REQUIRES: not open.
    void release(Context& context);
    [[nodiscard]] bool open() const { return stage_ != Stage::idle; }
    [[nodiscard]] bool takes(const Input& input) const;
    /// Takes its input. True when the call is over: then its line is logged and `succeeded` holds.
    bool step(Context& context, const CommandEnded& ended);
    [[nodiscard]] bool succeeded() const { return succeeded_; }

    bool operator==(const AddressCall&) const = default;

  private:
    enum class Stage : std::uint8_t { idle, going_up, announcing, testing, going_down };
    void run(Context& context, Stage stage);
    void ping(Context& context);
    bool finish(Context& context, bool success);

    Stage stage_ = Stage::idle;
    RequestId request_;
    std::int32_t tests_ = 0;
    bool succeeded_ = false;
};

}  // namespace failover::interlock
