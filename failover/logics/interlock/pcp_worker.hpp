// A PCP worker: serves one administrator's connection (semantics-3.6 §10, §16.3). Authentication
// always succeeds. Left out: online recovery, which is answered with an error that says so, and the
// commands that show settings, pools and processes.
#pragma once

#include "failover/logics/interlock/child_view.hpp"
#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/words/admin.hpp"

namespace failover::interlock {

class PcpWorker {
  public:
    static constexpr Duration poll = std::chrono::seconds{3};       ///< for open sessions (§10 -g)
    static constexpr Duration wake_poll = std::chrono::seconds{1};  ///< for the failover's end

    /// `started.argument`: its connection, inherited from the PCP process.
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const PcpWorker&) const = default;

  private:
    enum class Stage : std::uint8_t {
        idle,             ///< waits for a command or the client's goodbye
        requesting,       ///< a node request is with the watchdog
        listing,          ///< the watchdog is asked for its nodes
        draining,         ///< -g: waits until no session is left
        awaiting_finish,  ///< -g: waits for SIGUSR2
        ending,           ///< -g: the watchdogs are told that it is over (§8.5)
    };

    void command(Context& context, const Message& message);
    void promote(Context& context, BackendId node);
    void node_info(Context& context, BackendId node);
    void ask_watchdog_info(Context& context, std::int32_t index);
    void watchdog_info(Context& context);
    void stop(Context& context, std::int32_t mode);
    void request(Context& context, NodeRequest wanted, bool as_error);
    void requested(Context& context);
    void sent(Context& context);
    void drain(Context& context, NodeRequest wanted, int recovery);
    void finish_graceful(Context& context);
    void recovery_ended(Context& context);
    void complete(Context& context, Message answer = {});
    void fail(Context& context, MessageId text, MessageArguments arguments = {});
    void timed_out(Context& context);

    ConnectionId client_ = no_connection;
    StatusCopy copy_;
    Stage stage_ = Stage::idle;
    bool graceful_ = false;
    bool woken_ = false;
    std::int32_t polls_ = 0;
    std::int32_t index_ = 0;
    NodeRequest drained_;  ///< what -g does when no session is left
    NodeRequestCall request_;
    IpcCall watchdog_;  ///< the question of `listing` and `ending`
};

}  // namespace failover::interlock
