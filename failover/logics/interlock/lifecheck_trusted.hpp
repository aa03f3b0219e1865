// Whether this proxy still has a network (semantics-3.6 §9.9): it pings all trusted servers at
// once, and one that answers is enough.
#pragma once

#include <vector>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

class TrustedServers {
  public:
    /// Says which there are.
    static void announce(Context& context);
    /// REQUIRES: trusted_servers names some.
    void ping(Context& context);
    /// An answer is still awaited. Late ones of a round that was decided are taken, too.
    [[nodiscard]] bool open() const { return open_; }
    /// True when it is decided: then `reachable` holds.
    bool step(Context& context, const CommandEnded& ended);
    [[nodiscard]] bool reachable() const { return reachable_; }

    bool operator==(const TrustedServers&) const = default;

  private:
    std::vector<RequestId> pings_;  ///< in the order of the list
    std::size_t failed_ = 0;
    bool open_ = false;
    bool reachable_ = true;
};

}  // namespace failover::interlock
