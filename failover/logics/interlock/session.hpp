// One client session inside a child: connections to all valid backends, statements routed to the
// primary or the load-balance node, and what it does when a backend fails it (semantics-3.6 §5,
// §11, §16.6). Connections are not pooled: they end with the session, as with connection_cache
// off.
#pragma once

#include <optional>
#include <vector>

#include "failover/logics/interlock/child_view.hpp"
#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/words/client.hpp"

namespace failover::interlock {

/// What the child does after a step of its session.
enum class SessionState : std::uint8_t {
    going_on,
    over,     ///< ended; connections are closed, the child waits for the next client
    exiting,  ///< the child exits with status 1
    crashed   ///< the child dies by a segmentation fault
};

class Session {
  public:
    static constexpr Duration shutdown_pause = std::chrono::seconds{5};  ///< §5.3
    static constexpr Duration patience = std::chrono::seconds{30};       ///< of fix_r42
    static constexpr Duration patient_poll = std::chrono::seconds{1};

    /// A client was accepted. `slot`: the child's row in the process table.
    SessionState begin(Context& context, const StatusCopy& copy, ConnectionId client,
                       std::size_t slot);
    [[nodiscard]] bool takes(const Input& input) const;
    /// `copy` is the child's: a session may find a node down for itself alone (§2.2).
    SessionState step(Context& context, StatusCopy& copy, const Input& input);

    /// See FailoverLogic::relays.
    [[nodiscard]] std::optional<ConnectionId> relays(ConnectionId client, const Config& config,
                                                     const Shared& shared) const;
    bool operator==(const Session&) const = default;

  private:
    enum class Stage : std::uint8_t {
        startup,     ///< waits for the startup packet
        connecting,  ///< opens connections, ascending
        serving,     ///< waits for a statement
        asking,      ///< a statement is with `asked_`
        reporting,   ///< asks for a failover of a node
        lingering,   ///< sleeps after a shutdown notice
        patient,     ///< waits for the end of a failover (fix_r42)
    };
    enum class AfterReport : std::uint8_t { fatal_text, exit, linger };
    /// Where a session goes on once a failover has ended.
    enum class Resume : std::uint8_t { start, statement, answer };

    SessionState start(Context& context, StatusCopy& copy);
    SessionState connect_next(Context& context, StatusCopy& copy);
    SessionState attempted(Context& context, StatusCopy& copy);
    SessionState connect_failed(Context& context, StatusCopy& copy);
    SessionState open(Context& context, const StatusCopy& copy);
    SessionState serve(Context& context, StatusCopy& copy, const Input& input);
    SessionState met_switching(Context& context, Resume where);
    SessionState go_on_waiting(Context& context, StatusCopy& copy);
    SessionState statement(Context& context, const StatusCopy& copy, const Message& message);
    SessionState ask(Context& context, BackendId target, const Message& message);
    SessionState answered(Context& context);
    SessionState backend_gone(Context& context, StatusCopy& copy, const DatabaseCall& call);
    SessionState shut_down(Context& context, StatusCopy& copy, BackendId node);
    SessionState report(Context& context, const StatusCopy& copy, BackendId node,
                        AfterReport after);
    SessionState reported(Context& context);
    SessionState after_report(Context& context);
    SessionState fail(Context& context, MessageId text, MessageArguments arguments);
    SessionState die(Context& context, MessageId text, MessageArguments arguments);
    SessionState crash(Context& context, const StatusCopy& copy, BackendId node);
    SessionState leave(Context& context);
    void save_if_changed(Context& context);
    void reselect(Context& context, const StatusCopy& copy);
    [[nodiscard]] DatabaseCall& call(BackendId id) {
        return backends_[static_cast<std::size_t>(id.value)];
    }
    [[nodiscard]] const DatabaseCall& call(BackendId id) const {
        return backends_[static_cast<std::size_t>(id.value)];
    }

    Stage stage_ = Stage::startup;
    AfterReport after_ = AfterReport::exit;
    ConnectionId client_ = no_connection;
    std::size_t slot_ = 0;
    std::vector<DatabaseCall> backends_;  ///< index = id
    BackendId cursor_{0};                 ///< being connected
    BackendId asked_ = no_backend;
    client::Say statement_ = client::Say::startup;
    BackendId load_balance_node_ = no_backend;
    bool changed_ = false;  ///< a status went to UP: the file is due
    NodeRequestCall report_;
    // Of a patient session.
    Resume resume_ = Resume::start;
    Instant patient_until_;
    Message statement_message_;
};

}  // namespace failover::interlock
