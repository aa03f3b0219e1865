// How long things take: distributions of the "fast" profile, measured on the machine of the
// recordings (postgres-model §7.2 column Fast, semantics-3.6 §16.5). One place, so that another
// profile is another set of these.
#pragma once

#include <array>

#include "engine/choices.hpp"
#include "engine/quantiles.hpp"
#include "sim/scenario/words.hpp"

namespace sim::world::durations {

using engine::Duration;
using engine::Quantiles;
using namespace std::chrono_literals;

// --- network -------------------------------------------------------------------------------------
/// One packet between two hosts of a local network.
inline constexpr Quantiles lan{engine::lognormal_04, 40us};
/// One packet, or one byte through a UNIX socket, inside a host.
inline constexpr Duration loopback = 15us;

// --- processes (calibrated against semantics-3.6 §16.5: NODE_UP start -> done, 16 runs)
// -------------
/// From "something is there for it" to "the process runs".
inline constexpr Quantiles wake{engine::lognormal_10, 150us};
/// What one step costs before its first output; each of its log lines costs as much again.
inline constexpr Quantiles step{engine::lognormal_05, 30us};
/// Writing the status file, fsync included.
inline constexpr Quantiles save{engine::lognormal_06, 900us};
/// From fork to the child's first instruction.
inline constexpr Quantiles fork{engine::lognormal_05, 500us};
/// What fork and exit cost the core that all processes of a proxy share.
inline constexpr Duration fork_work = 200us;
inline constexpr Duration exit_work = 500us;
/// From a process's death to the notice that its parent gets.
inline constexpr Duration reap = 30us;

// --- tools on the command line
// ---------------------------------------------------------------------
inline constexpr Quantiles tool_start{engine::lognormal_05, 6ms};  ///< exec to connect
inline constexpr Quantiles tool_end{engine::lognormal_05, 1ms};    ///< answer to exit
inline constexpr Quantiles stop_signal{engine::lognormal_05,
                                       30ms};    ///< `stop` typed to signal sent
inline constexpr Duration stop_poll = 1s;        ///< `pgpool stop` looks once a second (§16.8 c)
inline constexpr Duration start_command = 20ms;  ///< `pgpool` typed to its first instruction
inline constexpr Duration server_poll = 100ms;   ///< pg_ctl -w looks ten times a second

// --- ping -q -c3, by what comes back; the first as measured (semantics-3.6 §9.10)
// ------------------
inline constexpr scenario::Span ping_answered{2030ms, 2060ms};
inline constexpr scenario::Span ping_nobody_there{3040ms, 3100ms};  ///< no such address [assumed]
inline constexpr scenario::Span ping_unanswered{12s, 12050ms};      ///< 10 s linger [assumed]

// --- databases (postgres-model §1.3, §2.2, §2.5, §7.2)
// ---------------------------------------------
inline constexpr Duration fast_stop_each_client = 2ms;
inline constexpr Duration immediate_stop = 5ms;
inline constexpr Quantiles session_end{engine::lognormal_05, 4ms};  ///< stop begun to 57P01 sent
inline constexpr Quantiles login{engine::lognormal_06, 2800us};     ///< connect to ReadyForQuery
inline constexpr Quantiles query{engine::lognormal_06, 500us};
/// synchronous_commit = off: told at once, on disk when the WAL writer comes round.
inline constexpr Duration commit_unflushed = 30us;
inline constexpr scenario::Span wal_writer{10ms, 600ms};
/// Primary's disk to "it is on the standby's disk" heard (postgres-model §3.4).
inline constexpr Quantiles confirm{engine::lognormal_06, 1200us};
/// Client to server and back through a session that only passes a write on.
inline constexpr Quantiles relayed_round_trip{engine::lognormal_05, 700us};
inline constexpr Quantiles replay{engine::lognormal_06, 400us};  ///< primary's disk to replayed
inline constexpr Quantiles first_receiver{engine::lognormal_05, 35ms};  ///< accepts to walreceiver
inline constexpr Quantiles stream_handshake{engine::lognormal_05, 8ms};
inline constexpr Duration receiver_retry = 5s;  ///< wal_retrieve_retry_interval
inline constexpr Duration row_gone_least = 7ms;
inline constexpr Duration row_gone_most = 22ms;
inline constexpr Duration stream_timeout = 60s;   ///< wal_sender_timeout and wal_receiver_timeout
inline constexpr Duration status_interval = 10s;  ///< wal_receiver_status_interval
inline constexpr Duration stream_thaws = 30ms;    ///< SIGCONT to bytes received again
/// SYNs of a receiver whose connect nobody answers, in seconds after the first, and when the kernel
/// gives up (postgres-model §2.3).
inline constexpr std::array<std::int64_t, 7> receiver_syn_seconds{0, 1, 3, 7, 15, 31, 63};
inline constexpr Duration receiver_connect_gives_up = 127s;
inline constexpr Duration snapshot_interval = 15s;
inline constexpr std::uint64_t snapshot_bytes = 56;
inline constexpr Duration checkpoint_interval = 5min;
inline constexpr std::uint64_t checkpoint_bytes = 176;
inline constexpr std::uint64_t commit_bytes = 168;
/// A shutdown checkpoint, and the one that ends crash recovery.
inline constexpr std::uint64_t checkpoint_record_bytes = 120;

// --- promotion and the way back (postgres-model §1.3, §4, §5, §7.2)
// ---------------------------------------------
inline constexpr std::uint64_t end_of_recovery_bytes = 48;
inline constexpr Quantiles refused_work{engine::lognormal_08, 40ms};  ///< pg_rewind says no

// --- people
// ---------------------------------------------------------------------------------------
inline constexpr Duration reaction_least = 500ms;
inline constexpr Duration reaction_most = 2s;
/// A client that has waited for so long has noticed.
inline constexpr Duration noticed_wait = 1s;

}  // namespace sim::world::durations
