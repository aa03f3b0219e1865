// What an operating system owns of a proxy: processes with mailboxes, liveness, signals, clocks
// and timers, fork and exit, the status file. The only user of the seam (failover/logic.hpp).
#pragma once

#include <array>
#include <vector>

#include "failover/logic.hpp"
#include "sim/world/disks.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/logic_box.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

inline constexpr std::size_t signal_count = 9;

struct Process {
    bool alive = false;
    bool begun = false;  ///< its first input was given
    bool step_planned = false;
    bool timer_due = false;  ///< a TimedOut lies in the mailbox
    bool stopped = false;    ///< by SIGSTOP: it gets no time, its mailbox fills
    bool begin_due = false;  ///< its first input came due while it stood still
    failover::Role role = 0;
    std::uint16_t pending_signals = 0;  ///< bit per failover::Signal: equal ones coalesce
    std::uint32_t generation = 0;
    std::int32_t proxy = -1;
    std::uint32_t memory = 0;  ///< which shared memory it maps: see ProxyHost
    std::int32_t argument = 0;
    failover::Pid pid;
    failover::Pid parent;
    TrueTime busy_until;
    engine::TimerId timer;
    Sequence timer_cause = 0;
    Question name;  ///< proxy/role, for choices
    std::array<Sequence, signal_count> signal_causes{};
    std::vector<failover::Input> mailbox;
};

/// Which connection slot a proxy's process means by a number; ordered by number.
struct Numbered {
    std::int32_t number = 0;
    std::uint32_t connection = 0;
    Side side = Side::opener;
};

/// Shared memory of a proxy whose main has died and that another main was started over: orphans
/// map it until the last of them is gone.
struct Orphanage {
    std::uint32_t memory = 0;
    LogicBox logic;
};

struct ProxyHost {
    LogicBox logic;            ///< the newest memory; empty while none of its processes lives
    std::uint32_t memory = 0;  ///< which that is
    std::vector<Orphanage> orphaned;                ///< older ones
    std::uint32_t living = 0;                       ///< processes, orphans included
    std::uint32_t main = UINT32_MAX;                ///< process index of the first process
    failover::Pid pid_file = failover::no_pid;      ///< left behind by a main that was killed
    bool start_failed = false;                      ///< its last main ended before it served
    std::array<std::uint32_t, 6> listeners{};       ///< per Plane: process index, UINT32_MAX nobody
    std::vector<std::uint32_t> datagram_listeners;  ///< one heartbeat receiver per peer
    std::uint32_t network_watcher = UINT32_MAX;     ///< process that hears of changed addresses
    bool clients_listen = false;
    std::uint32_t client_socket = 0;     ///< the memory whose processes hold it, if it is open
    std::vector<std::uint32_t> backlog;  ///< client connections that no process took yet
    std::vector<Numbered> numbers;
    std::int32_t next_number = 1;
    StatusDisk file;
    failover::Beliefs beliefs;
};

/// Starts a proxy: its first process gets Started with its memory. Orphans of an earlier main may
/// still live, and hold sockets. Nothing happens if its main lives, or its host is off.
void start_proxy(World& world, std::int32_t proxy, bool discard_status);
/// A signal reaches a process at instant `at`; `kill` ends it.
void raise(World& world, std::uint32_t process, failover::Signal signal, TrueTime at);
/// Kills every process of a proxy at once, or those of one role; how many there were.
std::uint32_t kill_proxy(World& world, std::int32_t proxy, std::optional<failover::Role> role);
/// SIGSTOP to every process of a proxy, or to those of one role, and SIGCONT; how many there were.
std::uint32_t stop_processes(World& world, std::int32_t proxy, std::optional<failover::Role> role);
std::uint32_t continue_processes(World& world, std::int32_t proxy,
                                 std::optional<failover::Role> role);
/// Those of a proxy that do not stand still any more go on with what lies in their mailboxes.
void go_on(World& world, std::int32_t proxy);
/// Its host has lost power: its processes are gone, nobody is told.
void lose_processes(World& world, std::int32_t proxy);
/// The shared memory that a process maps.
[[nodiscard]] LogicBox& logic_of(World& world, const Process& process);
[[nodiscard]] const LogicBox& logic_of(const World& world, const Process& process);
/// The memory whose processes serve clients, if any do; else the newest.
[[nodiscard]] const LogicBox& speaker(const ProxyHost& proxy);
/// A main that was started has come to serve, whatever its orphans do.
[[nodiscard]] bool has_started(const ProxyHost& proxy);
/// Puts an input into a process's mailbox as the doing of `cause` and wakes it if it takes it.
void deliver(World& world, std::uint32_t process, failover::Happening what, Sequence cause);
/// Whether a living process, as it waits now, takes that input.
[[nodiscard]] bool would_take(const World& world, std::uint32_t process,
                              const failover::Input& input);
/// A client's connection is established: some process that waits for clients gets it, or the
/// backlog.
void offer_client(World& world, std::int32_t proxy, std::uint32_t connection);
/// Whether its kernel takes one more client that no process has accepted yet.
[[nodiscard]] bool has_room(const World& world, std::int32_t proxy);
/// Connection slot of a number, UINT32_MAX if there is none.
[[nodiscard]] Numbered find_number(const ProxyHost& proxy, std::int32_t number);
void add_number(ProxyHost& proxy, Numbered entry);
void forget_number(ProxyHost& proxy, std::int32_t number);

void on_process_begins(World& world, const Event& event);
void on_process_steps(World& world, const Event& event);
void on_process_timer(World& world, const Event& event);
void on_command_ends(World& world, const Event& event);

}  // namespace sim::world
