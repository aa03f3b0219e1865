// The logic of Pgpool-II 3.6 and KingbaseES V8R3: one proxy with its shared memory and processes,
// failover by interlock (semantics-3.6). Read main.hpp for the failover procedure, watchdog.hpp
// for the cluster of proxies.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "failover/logic.hpp"
#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

class Interlock {
  public:
    explicit Interlock(const Setup& setup);

    void step(Instant now, Pid process, std::span<const Input> inputs, Outbox& outbox);
    void died(Pid process);
    [[nodiscard]] bool takes(Pid process, const Input& input) const;
    [[nodiscard]] std::optional<ConnectionId> relays(ConnectionId client) const;
    [[nodiscard]] Beliefs beliefs() const;
    [[nodiscard]] static const Catalogue& catalogue();

  private:
    // … to be completed by its implementer (a shared, constant Config; Shared; the processes).
};

}  // namespace failover::interlock
