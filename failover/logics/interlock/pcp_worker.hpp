// A PCP worker: serves one administrator's connection (semantics-3.6 §10, §12, §16.3). Left out:
// the commands that show settings, pools and processes.
#pragma once

#include "failover/logics/interlock/child_view.hpp"
#include "failover/logics/interlock/drain.hpp"
#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/logics/interlock/recovery.hpp"
#include "failover/words/admin.hpp"

namespace failover::interlock {

class PcpWorker {
  public:
    static constexpr Duration wake_poll = std::chrono::seconds{1};  ///< for the failover's end
    static constexpr std::int32_t most_wake_polls = 5;              ///< after a recovery

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
        recovering,       ///< a backend is recovered
        attaching,        ///< it is to be attached: waits a while for SIGUSR2
    };

    void caught(Context& context, Caught signal);
    [[nodiscard]] bool is_goodbye(const Input& input) const;
    void client_gone(Context& context);
    void command(Context& context, const Message& message);
    void promote(Context& context, BackendId node);
    void node_info(Context& context, BackendId node);
    void ask_watchdog_info(Context& context, std::int32_t index);
    void watchdog_info(Context& context);
    void stop(Context& context, std::int32_t mode);
    void request(Context& context, NodeRequest wanted, bool as_error);
    void requested(Context& context);
    void sent(Context& context, bool queued);
    void drain(Context& context, NodeRequest wanted, int recovery);
    void finish_graceful(Context& context);
    void recovery_ended(Context& context);
    static void end_recovery(Context& context);
    void recover(Context& context, BackendId node);
    void recovered(Context& context, Recovery::State state);
    void wait_for_attach(Context& context);
    void complete(Context& context, Message answer = {});
    void fail(Context& context, MessageId text, MessageArguments arguments = {});
    void listen_again(Context& context);
    void timed_out(Context& context);

    ConnectionId client_ = no_connection;
    StatusCopy copy_;
    Stage stage_ = Stage::idle;
    bool graceful_ = false;
    bool woken_ = false;
    bool answered_ = false;  ///< its last command was, and the client may leave
    bool vanished_ = false;  ///< the client is gone, and nobody has looked yet
    std::int32_t index_ = 0;
    Drain drain_;
    Recovery recovery_;
    std::int32_t wake_polls_ = 0;
    NodeRequest drained_;  ///< what -g does when no session is left
    NodeRequestCall request_;
    IpcCall watchdog_;  ///< the question of `listing` and `ending`
};

}  // namespace failover::interlock
