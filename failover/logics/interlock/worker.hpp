// The SR-check worker: a round of the lag check every sr_check_period; main restarts it after
// every failover run (semantics-3.6 §11.5, §16.7).
#pragma once

#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/logics/interlock/replication_check.hpp"

namespace failover::interlock {

class Worker {
  public:
    static constexpr Duration idle_sleep = std::chrono::seconds{30};  ///< sr_check_period 0

    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const Worker&) const = default;

  private:
    enum class Stage : std::uint8_t { sleeping, checking, reporting };

    void caught(Context& context, Signal signal);
    void reload(Context& context);
    /// The loop head: restarts if asked, else begins a round.
    void loop(Context& context);
    void sleep(Context& context);
    void wake(Context& context);
    void report(Context& context);
    /// Asks for the attach of a standby that streams though it is held down (fix_r51).
    void attach(Context& context, BackendId node);
    void reported(Context& context);

    Stage stage_ = Stage::sleeping;
    StatusCopy copy_;
    ReplicationCheck check_;
    NodeRequestCall report_;
    bool attaches_ = false;  ///< what is being asked for; else a failover
    bool restart_ = false;
    bool reloads_ = false;
    Cause restart_cause_;
};

}  // namespace failover::interlock
