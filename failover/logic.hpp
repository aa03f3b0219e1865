// The seam. A logic value is one proxy: its shared memory and its processes; `step` runs one of
// its processes against the shared part. All that can happen to it is an Input, all that it can
// want is in the Outbox. No clock, socket, file, thread or random number on this side.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "failover/beliefs.hpp"
#include "failover/catalogue.hpp"
#include "failover/words/ids.hpp"
#include "failover/words/message.hpp"
#include "failover/words/time.hpp"

namespace failover {

/// Kind of process, an index into Catalogue::roles; 0 is the first process of a proxy.
using Role = std::uint8_t;

/// What the product writes to its status file: one word per backend (semantics-3.6 §2.3).
struct StatusFile {
    std::vector<std::string> lines;
    bool operator==(const StatusFile&) const = default;
};

enum class Signal : std::uint8_t {
    hup,
    interrupt,
    quit,
    kill,
    usr1,
    usr2,
    alarm,
    terminate,
    child
};

/// Whose doing an input is: the record that led to it. Carried along, never compared.
struct Cause {
    std::uint64_t record = 0;
    std::uint32_t in_a_row = 0;  ///< messages that led to it, each sent because of the one before
    constexpr bool operator==(const Cause&) const { return true; }
};

// ---- what can happen to a process --------------------------------------------------------------

/// The first input of every process. A proxy's first process gets its memory back here.
struct Started {
    Role role = 0;
    std::int32_t argument = 0;  ///< as given to fork
    Pid parent;
    bool discard_status = false;       ///< `-D`
    std::optional<StatusFile> memory;  ///< none: the file does not exist
    bool stale_pid_file = false;       ///< the one before was killed: its pid file still lies there
    bool operator==(const Started&) const = default;
};
/// A signal was caught. Equal pending signals coalesce before they arrive.
struct Caught {
    Signal signal = Signal::usr1;
    bool operator==(const Caught&) const = default;
};
/// The process's timer fired.
struct TimedOut {
    bool operator==(const TimedOut&) const = default;
};
struct Connected {
    ConnectionId connection;
    bool operator==(const Connected&) const = default;
};
struct ConnectFailed {
    ConnectionId connection;
    Refusal why = Refusal::refused;
    bool operator==(const ConnectFailed&) const = default;
};
/// Somebody connected to this process. `from`: the connecting proxy on the watchdog plane.
struct Accepted {
    ConnectionId connection;
    Plane plane = Plane::ipc;
    ProxyId from = no_proxy;
    std::int32_t source_port = 0;  ///< ephemeral, as accept() reports it
    bool operator==(const Accepted&) const = default;
};
/// A new client woke this process too, but another one accepted it (semantics-3.6 §16.6).
struct MissedClient {
    bool operator==(const MissedClient&) const = default;
};
struct Received {
    ConnectionId connection;
    Message message;
    bool operator==(const Received&) const = default;
};
struct Ended {
    ConnectionId connection;
    Ending how = Ending::closed;
    bool operator==(const Ended&) const = default;
};
/// A datagram (heartbeat).
struct Datagram {
    ProxyId from;
    Message message;
    bool operator==(const Datagram&) const = default;
};
/// The addresses of the host have changed, see Host::interfaces. A link that goes down takes its
/// addresses along.
struct NetworkChanged {
    bool removed = false;  ///< one is gone; else there is a new one
    bool operator==(const NetworkChanged&) const = default;
};
/// A command run by this process has ended.
struct CommandEnded {
    RequestId request;
    std::int32_t exit_status = 0;
    bool operator==(const CommandEnded&) const = default;
};
/// A child process of this one has ended: what waitpid returns.
struct ChildEnded {
    Pid pid;
    std::int32_t raw_status = 0;  ///< 256 = exit 1; 9 = killed by signal 9
    bool operator==(const ChildEnded&) const = default;
};
/// A Save of this process did not come through, or not to the disk (semantics-3.6 §2.3). In the
/// order of the steps of a save.
enum class SaveStep : std::uint8_t { open, write, number, sync };
struct SaveFailed {
    SaveStep at = SaveStep::open;
    bool operator==(const SaveFailed&) const = default;
};

using Happening =
    std::variant<Started, Caught, TimedOut, Connected, ConnectFailed, Accepted, MissedClient,
                 Received, Ended, Datagram, CommandEnded, ChildEnded, NetworkChanged, SaveFailed>;

struct Input {
    Happening what;
    Cause cause;
    bool operator==(const Input&) const = default;
};

// ---- what a process can want -------------------------------------------------------------------

struct Forked {
    Pid pid;
    Role role = 0;
    std::int32_t argument = 0;
    bool operator==(const Forked&) const = default;
};
/// Connects to a peer's watchdog (to = ProxyId), to the own watchdog's IPC socket, or to a
/// database (to = BackendId). Answered by Connected or ConnectFailed, or by nothing for long.
struct Connect {
    ConnectionId connection;
    Plane plane = Plane::ipc;
    std::int32_t to = 0;
    bool operator==(const Connect&) const = default;
};
struct Send {
    ConnectionId connection;
    Message message;
    bool operator==(const Send&) const = default;
};
struct SendDatagram {
    ProxyId to;
    Message message;
    bool operator==(const SendDatagram&) const = default;
};
struct Close {
    ConnectionId connection;
    bool operator==(const Close&) const = default;
};
/// Hands an accepted connection to a child just forked, as fork does by inheritance.
struct HandOver {
    ConnectionId connection;
    Pid to;
    bool operator==(const HandOver&) const = default;
};
/// Stops or resumes accepting on a plane; what arrives meanwhile waits in the backlog or, with
/// `open` never given, is refused.
struct Listen {
    Plane plane = Plane::client;
    bool open = true;
    bool operator==(const Listen&) const = default;
};
struct Raise {
    Pid to;
    Signal signal = Signal::usr1;
    bool operator==(const Raise&) const = default;
};
/// (Re)arms the process's one timer: fires between `at_least` and `at_most` from now.
struct SetTimer {
    Duration at_least{};
    Duration at_most{};
    bool operator==(const SetTimer&) const = default;
};
struct StopTimer {
    bool operator==(const StopTimer&) const = default;
};
/// Writes the status file: truncate, write, fsync. Comes back in Started.
struct Save {
    StatusFile file;
    bool operator==(const Save&) const = default;
};
/// Removes the status file (`-D`).
struct Unlink {
    bool operator==(const Unlink&) const = default;
};
/// Which of the product's commands runs, and with what: its placeholders (semantics-3.6 §6.4).
/// `parameter` indexes Catalogue::parameters.
struct CommandLine {
    std::int16_t parameter = 0;
    std::int16_t node = -1;
    std::int16_t new_master = -1;
    std::int16_t old_master = -1;
    std::int16_t old_primary = -1;
    std::int16_t lowest_valid = -1;
    bool operator==(const CommandLine&) const = default;
};
/// What a command is for, where the host takes part in it: it gives the host the proxies' virtual
/// address, takes it away, or tells the network who has it. All others are the site's own scripts.
enum class Purpose : std::uint8_t { script, address_up, address_down, announce };
struct RunCommand {
    RequestId request;
    CommandLine line;
    Purpose purpose = Purpose::script;
    bool operator==(const RunCommand&) const = default;
};
/// `ping -q -c3`: CommandEnded tells with 0 that the address, or the host of that name, answers.
struct Ping {
    RequestId request;
    std::string address;
    bool operator==(const Ping&) const = default;
};
/// From now on this process hears NetworkChanged.
struct WatchNetwork {
    bool operator==(const WatchNetwork&) const = default;
};
struct Log {
    MessageId id = 0;
    MessageArguments arguments{};
    bool operator==(const Log&) const = default;
};
/// The process ends: by exit(status), or by a signal of its own making (a segmentation fault).
struct Exit {
    std::int32_t status = 0;
    std::int32_t signal = 0;  ///< 0: none
    bool operator==(const Exit&) const = default;
};

using Wish =
    std::variant<Forked, Connect, Send, SendDatagram, Close, HandOver, Listen, Raise, SetTimer,
                 StopTimer, Save, Unlink, RunCommand, Log, Exit, Ping, WatchNetwork>;

struct Output {
    Wish what;
    Cause cause;
    bool operator==(const Output&) const = default;
};

/// A parameter's value: booleans as 0/1, spans in nanoseconds, words as their index.
using ParameterValue = std::variant<std::int64_t, std::string>;

/// A line of a proxy's configuration file that is no longer what it was at the start of the run.
/// `parameter` indexes Catalogue::parameters.
struct ParameterChange {
    std::int16_t parameter = 0;
    ParameterValue value;
    bool operator==(const ParameterChange&) const = default;
};

/// A network interface of the host but the loopback, with its addresses in the kernel's order.
struct Interface {
    std::string name;
    bool up = true;
    std::vector<std::string> addresses;
    bool operator==(const Interface&) const = default;
};

/// A rule that never fires, or one whose condition is the contrary of what it was.
enum class Tampering : std::uint8_t { none, struck_out, turned };

/// What a host answers at once, without a process waiting for it.
class Host {
  public:
    virtual ~Host() = default;
    /// The pid of a process being forked.
    virtual Pid next_pid() = 0;
    /// A number for a connection being opened, or a request being made; unique in this proxy.
    virtual std::int32_t next_number() = 0;
    /// One of `candidates` for the session on `client`, with probability weight/sum; a named
    /// choice (semantics-3.6 §11.3). REQUIRES: sizes equal, a positive sum.
    virtual std::size_t choose_backend(ConnectionId client, std::span<const BackendId> candidates,
                                       std::span<const std::uint64_t> weights) = 0;
    /// What has been changed in the configuration file since the run began.
    [[nodiscard]] virtual std::span<const ParameterChange> configuration() const { return {}; }
    /// As they are now.
    [[nodiscard]] virtual std::vector<Interface> interfaces() const {
        return {{"eth0", true, {"192.0.2.1"}}};
    }
    /// Whether a rare race of the product is lost now, in that process: a named choice that nobody
    /// loses who has not pinned it.
    virtual bool mishap(Pid, std::string_view) { return false; }
    /// A write to that connection would fail: its other end is gone, and has said so.
    [[nodiscard]] virtual bool breaks(ConnectionId) const { return false; }
    /// Whether the proxy can open its socket on a plane: not while processes of an earlier main
    /// still hold it (semantics-3.6 §16.11 j).
    virtual bool port_is_free(Plane) { return true; }
    /// A rule of the logic fires because of `cause`. What follows from it is the doing of the
    /// answer: a host that keeps records gives the rule one of its own.
    virtual Cause applied(RuleId, Cause cause) { return cause; }
    /// What a harness has done to a rule, to see who notices that the logic is wrong.
    [[nodiscard]] virtual Tampering tampering(RuleId) const { return Tampering::none; }
};

/// Collects what one step wants, in order. Each output carries the cause that was current.
class Outbox {
  public:
    explicit Outbox(Host& host) : host_(&host) {}

    /// From here on outputs are the doing of `cause`.
    void adopt(Cause cause) { cause_ = cause; }
    [[nodiscard]] Cause cause() const { return cause_; }
    /// A rule fires: from here on outputs are its doing.
    void applied(RuleId rule) { cause_ = host_->applied(rule, cause_); }
    /// The same for a rule that a harness may have struck out: then it does not fire.
    [[nodiscard]] bool applies(RuleId rule) {
        if (host_->tampering(rule) == Tampering::struck_out) return false;
        applied(rule);
        return true;
    }

    template <class Want>
    void put(Want want) {
        outputs_.push_back(Output{Wish{std::move(want)}, cause_});
    }
    Pid fork(Role role, std::int32_t argument) {
        const Pid pid = host_->next_pid();
        put(Forked{pid, role, argument});
        return pid;
    }
    ConnectionId connect(Plane plane, std::int32_t to) {
        const ConnectionId connection{host_->next_number()};
        put(Connect{connection, plane, to});
        return connection;
    }
    RequestId run(CommandLine line, Purpose purpose = Purpose::script) {
        const RequestId request{host_->next_number()};
        put(RunCommand{request, line, purpose});
        return request;
    }
    RequestId ping(std::string address) {
        const RequestId request{host_->next_number()};
        put(Ping{request, std::move(address)});
        return request;
    }
    void log(MessageId id, MessageArguments arguments = {}) { put(Log{id, arguments}); }
    [[nodiscard]] Host& host() const { return *host_; }

    [[nodiscard]] std::span<const Output> outputs() const { return outputs_; }
    [[nodiscard]] std::vector<Output>& outputs() { return outputs_; }
    void clear() { outputs_.clear(); }

  private:
    Host* host_;
    Cause cause_;
    std::vector<Output> outputs_;
};

// ---- how a logic is set up ---------------------------------------------------------------------

struct BackendSetup {
    std::string hostname;
    std::int32_t port = 0;  ///< 0: slot unused
    std::int64_t weight_millionths = 1'000'000;
    std::string data_directory;
    bool disallow_to_failover = false;
};
struct ProxySetup {
    std::string hostname;   ///< wd_hostname
    std::string host_name;  ///< as uname prints it
    std::int32_t port = 9999;
    std::int32_t wd_port = 9000;
    std::int32_t pcp_port = 9898;
    std::int32_t priority = 1;
};
/// The cluster as one proxy's configuration file describes it.
struct Setup {
    ProxyId self;
    std::vector<BackendSetup> backends;
    std::vector<ProxySetup> proxies;         ///< all of the cluster, self included
    std::vector<ParameterValue> parameters;  ///< one per Catalogue::parameters
};

/// A failover logic. A value: copying it copies the proxy. `step` never blocks.
///   takes    would this process, as it waits now, take that input? What it does not take stays
///            in its mailbox in order. Signals and Started are always taken.
///   step     runs one process. `inputs` is one input; for a role that `turns`, all that were
///            ready when the turn began, at most one packet per connection.
///   died     a process is gone, by Exit or by a signal: forget its private memory.
///   relays   for a session that waits for its client: the database connection that a write sent
///            now would simply be passed to. The host may then carry writes itself.
///   shown    (may be left out) the rows of `show pool_nodes` as nobody's session would see them,
///            as a Message of client::Hear::pool_nodes: for those who look without a session.
template <class L>
concept FailoverLogic =
    std::copyable<L> && std::constructible_from<L, const Setup&> &&
    requires(L logic, const L constant, Instant now, Pid process, const Input& input,
             std::span<const Input> inputs, Outbox& outbox, ConnectionId connection) {
        { logic.step(now, process, inputs, outbox) } -> std::same_as<void>;
        { logic.died(process) } -> std::same_as<void>;
        { constant.takes(process, input) } -> std::same_as<bool>;
        { constant.relays(connection) } -> std::same_as<std::optional<ConnectionId>>;
        { constant.beliefs() } -> std::same_as<Beliefs>;
        { L::catalogue() } -> std::same_as<const Catalogue&>;
    };

}  // namespace failover
