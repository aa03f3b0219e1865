// The PCP process: accepts administrators and forks one worker for each (semantics-3.6 §1.1, §10).
// Main restarts it after every failover run; it leaves when its last worker has left.
#pragma once

#include <vector>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

class Pcp {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const Pcp&) const = default;

  private:
    void caught(Context& context, Signal signal);
    void accept(Context& context, ConnectionId connection);
    void reap(Context& context, const ChildEnded& ended);
    void remember(Context& context) const;

    std::vector<Pid> workers_;
    bool restarting_ = false;
};

}  // namespace failover::interlock
