// Lifecheck (semantics-3.6 §9.9): watches the peers' heartbeats, or asks every proxy a query, and
// tells the watchdog who is dead or alive again. Until every peer was heard once it detects
// nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/lifecheck_query.hpp"
#include "failover/logics/interlock/lifecheck_trusted.hpp"
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
        asking,    ///< the watchdog for the nodes
        retrying,  ///< a second before asking again
        idle,      ///< the method is external: not this process's work
        waiting,   ///< for a heartbeat of every peer, or an answer of every proxy
        checking,  ///< each wd_interval
    };
    /// A peer; by query this proxy, too.
    struct Watched {
        ProxyId peer = no_proxy;
        std::int32_t private_id = 0;
        std::int32_t life = 0;  ///< queries that may still fail
        bool dead = false;
        Pid receiver;
        Pid sender;
        bool operator==(const Watched&) const = default;
    };
    /// A status change to tell the watchdog; 0 is this proxy itself, n its nth peer.
    struct Report {
        std::int32_t private_id = 0;
        PeerEvent event = PeerEvent::dead;
        PeerEventReason reason = PeerEventReason::no_heartbeat;
        bool operator==(const Report&) const = default;
    };

    void ask(Context& context);
    void answered(Context& context);
    void begin(Context& context, const Message& nodes);
    void watch_heartbeats(Context& context);
    void watch_queries(Context& context);
    void timed_out(Context& context);
    void wait_or_check(Context& context, bool ready);
    void round(Context& context);
    void trusted_done(Context& context);
    void check(Context& context);
    void check_heartbeats(Context& context);
    void queried(Context& context);
    void count_answers(Context& context);
    void report_self(PeerEventReason reason);
    void report_next(Context& context);
    void child_ended(Context& context, const ChildEnded& ended);
    void stop(Context& context);

    Phase phase_ = Phase::asking;
    int tries_ = 0;
    IpcCall call_;
    QueryRound query_;
    TrustedServers trusted_;
    std::vector<Watched> watched_;  ///< in the order of the configuration
    std::vector<Report> reports_;   ///< still to be told
    bool self_dead_ = false;
};

}  // namespace failover::interlock
