// Lifecheck (semantics-3.6 §9.9): watches the peers' heartbeats and tells the watchdog who is dead
// or alive again. Until every peer was heard once it detects nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

class Lifecheck {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;

    bool operator==(const Lifecheck&) const = default;

  private:
    enum class Phase : std::uint8_t {
        asking,     ///< the watchdog for the nodes
        retrying,   ///< a second before asking again
        waiting,    ///< for a heartbeat of every peer
        checking,   ///< each wd_interval
        reporting,  ///< a status change to the watchdog
    };
    struct Watched {
        ProxyId peer = no_proxy;
        bool dead = false;
        bool operator==(const Watched&) const = default;
    };
    struct Report {
        std::int32_t private_id = 0;
        PeerEvent event = PeerEvent::dead;
        PeerEventReason reason = PeerEventReason::no_heartbeat;
        bool operator==(const Report&) const = default;
    };

    void ask(Context& context);
    void answered(Context& context);
    void begin(Context& context, const Message& nodes);
    void check(Context& context);
    void report_next(Context& context);

    Phase phase_ = Phase::asking;
    int tries_ = 0;
    IpcCall call_;
    std::vector<Watched> watched_;
    std::vector<Report> reports_;
    bool parent_dead_ = false;
    Pid parent_;
};

}  // namespace failover::interlock
