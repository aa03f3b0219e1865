// What an operating system owns of a proxy: processes with mailboxes, liveness, signals, clocks
// and timers, fork and exit, the status file. The only user of the seam (failover/logic.hpp).
#pragma once

#include <array>
#include <vector>

#include "failover/logic.hpp"
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
    failover::Role role = 0;
    std::uint16_t pending_signals = 0;  ///< bit per failover::Signal: equal ones coalesce
    std::uint32_t generation = 0;
    std::int32_t proxy = -1;
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

struct ProxyHost {
    LogicBox logic;                                 ///< empty while no process of the proxy lives
    std::uint32_t living = 0;                       ///< processes
    std::uint32_t main = UINT32_MAX;                ///< process index of the first process
    std::array<std::uint32_t, 6> listeners{};       ///< per Plane: process index, UINT32_MAX nobody
    std::vector<std::uint32_t> datagram_listeners;  ///< one heartbeat receiver per peer
    bool clients_listen = false;
    std::vector<std::uint32_t> backlog;  ///< client connections that no process took yet
    std::vector<Numbered> numbers;
    std::int32_t next_number = 1;
    std::optional<failover::StatusFile> file;
    std::vector<failover::ParameterChange> configuration;  ///< its file, against the start's
    failover::Beliefs beliefs;
};

/// Starts a proxy: its first process gets Started with its memory. REQUIRES: none of its
/// processes lives.
void start_proxy(World& world, std::int32_t proxy, bool discard_status);
/// A signal reaches a process at instant `at`; `kill` ends it.
void raise(World& world, std::uint32_t process, failover::Signal signal, TrueTime at);
/// Kills every process of a proxy at once, or those of one role; how many there were.
std::uint32_t kill_proxy(World& world, std::int32_t proxy, std::optional<failover::Role> role);
/// Puts an input into a process's mailbox as the doing of `cause` and wakes it if it takes it.
void deliver(World& world, std::uint32_t process, failover::Happening what, Sequence cause);
/// Whether a living process, as it waits now, takes that input.
[[nodiscard]] bool would_take(const World& world, std::uint32_t process,
                              const failover::Input& input);
/// A client's connection is established: some process that waits for clients gets it, or the
/// backlog.
void offer_client(World& world, std::int32_t proxy, std::uint32_t connection);
/// Connection slot of a number, UINT32_MAX if there is none.
[[nodiscard]] Numbered find_number(const ProxyHost& proxy, std::int32_t number);
void add_number(ProxyHost& proxy, Numbered entry);
void forget_number(ProxyHost& proxy, std::int32_t number);

void on_process_begins(World& world, const Event& event);
void on_process_steps(World& world, const Event& event);
void on_process_timer(World& world, const Event& event);
void on_command_ends(World& world, const Event& event);

}  // namespace sim::world
