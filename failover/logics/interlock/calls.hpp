// Two dialogues that many processes hold while they do nothing else: one command to the own
// watchdog, one connection to a database. Each is a small state machine as a value, embedded in
// the frame that waits for it; the owner hands inputs on until it is done.
#pragma once

#include <optional>

#include "failover/logics/interlock/ipc.hpp"
#include "failover/logics/interlock/process.hpp"
#include "failover/words/database.hpp"

namespace failover::interlock {

/// One IPC command: connect, send, wait for the answer at most 8 s (semantics-3.6 §0, §1.4).
/// Uses the process's timer while it is open.
class IpcCall {
  public:
    /// Begins the dialogue. REQUIRES: not already open.
    void begin(Context& context, Message request);
    [[nodiscard]] bool open() const { return connection_ != no_connection; }
    /// Whether this input belongs to the open dialogue (its connection, or the process's timer).
    [[nodiscard]] bool takes(const Input& input) const;
    /// Takes one of its inputs. True when the dialogue is over: then `result` and `reply` hold.
    /// Logs `failed to connect to watchdog command server socket` and the read error itself
    /// (§16.3). The connection is closed on the way out.
    bool step(Context& context, const Input& input);

    /// `bad` also when the watchdog could not be reached or vanished; see `reached`.
    [[nodiscard]] IpcResult result() const { return result_; }
    /// False: no answer at all ("issue command to watchdog returned NULL").
    [[nodiscard]] bool reached() const { return reached_; }
    [[nodiscard]] const Message& reply() const { return reply_; }

    bool operator==(const IpcCall&) const = default;

  private:
    void finish(Context& context, bool timer_runs);

    ConnectionId connection_ = no_connection;
    bool connected_ = false;
    Message request_;
    Message reply_;
    IpcResult result_ = IpcResult::bad;
    bool reached_ = false;
};

/// How an attempt to reach a database came out.
enum class DatabaseResult : std::uint8_t {
    connected,  ///< logged in; the connection stays open, `connection()`
    refused,    ///< connect failed at once: `refusal()`
    timed_out,  ///< a limit of ours, or the kernel's own (`refusal()` says which)
    rejected,   ///< FATAL at login: `fatal()`
    lost,       ///< the connection ended: `ending()`
    answered,   ///< a query was answered: `answer()`, also when that is an error
    shut_down,  ///< 57P01 (§5.3); the connection is closed
};

/// How long an attempt may take; 0: as long as the kernel takes. `connecting` bounds the TCP
/// connect alone (connect_timeout), `whole` the login too (the health check's alarm). Retry mode
/// (sessions, find_primary, SR check): each `connecting` that passes is logged and the attempt
/// goes on until the kernel gives up (§5.1).
struct Limits {
    Duration connecting{};
    Duration whole{};
    bool retries = false;
    bool operator==(const Limits&) const = default;
};

/// One connection to one backend: connect and log in, then one question at a time. Logs nothing
/// but `timed out. retrying...`: what else is printed differs by process (§4.2, §16.3).
class DatabaseCall {
  public:
    /// Connects and logs in. Uses the process's timer if a limit is positive.
    /// REQUIRES: not busy, no connection open.
    void connect(Context& context, BackendId backend, database::Login login, Limits limits);
    void connect(Context& context, BackendId backend, database::Login login, Duration limit) {
        connect(context, backend, login, Limits{limit, Duration{}});
    }
    /// A signal has ended the wait for the TCP connect: it begins anew, as long as before.
    void wait_anew(Context& context);
    /// Asks on the open connection. REQUIRES: the last result was connected or answered.
    void ask(Context& context, database::Ask what, Message message = {});
    /// Says terminate and closes; nothing if not open.
    void close(Context& context);

    [[nodiscard]] bool busy() const { return busy_; }
    /// Whether this input belongs to the connection or, while busy, to its limit. Also true while
    /// nothing is asked: a server may say shutdown or vanish at any time.
    [[nodiscard]] bool takes(const Input& input) const;
    /// Takes one of its inputs. True when connect or ask is over, or an idle connection came to
    /// its end: then `result` holds.
    bool step(Context& context, const Input& input);

    [[nodiscard]] DatabaseResult result() const { return result_; }
    [[nodiscard]] Refusal refusal() const { return refusal_; }
    [[nodiscard]] Ending ending() const { return ending_; }
    /// True once the TCP connection of the last connect() stood, whatever came of the login.
    [[nodiscard]] bool reached() const { return reached_; }
    [[nodiscard]] database::Fatal fatal() const { return fatal_; }
    [[nodiscard]] const Message& answer() const { return answer_; }
    [[nodiscard]] ConnectionId connection() const { return connection_; }
    [[nodiscard]] BackendId backend() const { return backend_; }
    /// True while logged in.
    [[nodiscard]] bool usable() const { return usable_; }

    bool operator==(const DatabaseCall&) const = default;

  private:
    bool received(Context& context, const Message& message);
    bool finish(Context& context, DatabaseResult result);
    void stop_timer(Context& context);

    ConnectionId connection_ = no_connection;
    BackendId backend_ = no_backend;
    database::Login login_ = database::Login::session;
    Limits limits_;
    Instant begun_;
    bool busy_ = false;
    bool usable_ = false;
    bool limited_ = false;  ///< the timer runs for us
    bool reached_ = false;
    DatabaseResult result_ = DatabaseResult::refused;
    Refusal refusal_ = Refusal::refused;
    Ending ending_ = Ending::closed;
    database::Fatal fatal_ = database::Fatal::starting_up;
    Message answer_;
};

/// Logs why the last connect() failed (§16.3): refused, no route, timed out. Nothing for the other
/// results.
void log_connect_failure(Context& context, const DatabaseCall& call);
/// The same, then `failed to make persistent db connection`: main, find_primary and SR check.
void log_persistent_failure(Context& context, const DatabaseCall& call);

}  // namespace failover::interlock
