// What the agenda of a world holds: tagged plain data, no closures. Ids are indices into the
// world's tables; `generation` guards against an index that was given to somebody else meanwhile.
#pragma once

#include <cstdint>

#include "engine/agenda.hpp"

namespace sim::world {

/// Event::kind, and what target, a and b mean.
enum class EventKind : std::uint16_t {
    process_begins = 1,  ///< process, a = generation: its first input is due
    process_steps,       ///< process, a = generation
    process_timer,       ///< process, a = generation: its own timer is due
    command_ends,        ///< process, a = generation, b = request | exit status << 32
    connect_arrives,     ///< connection, a = generation: the SYN reaches the acceptor's host
    connect_answered,    ///< connection, a = generation, b = 0 or 1 + failover::Refusal
    message_arrives,     ///< connection, a = generation, b = slot in flight
    end_arrives,         ///< connection, a = generation, b = slot in flight: a FIN or RST
    datagram_arrives,    ///< proxy, b = slot in flight
    database_phase,      ///< database, a = generation, b = DatabasePhase
    receiver_wakes,      ///< database, a = generation, b: 0 tries, 1 its row is gone, 2 streams
    wal_tick,  ///< database, a = generation, b = WalTick: a checkpoint or a running-transactions
               ///< record
    recovery_job,     ///< database: the cron job of its host
    operator_acts,    ///< activity, a = phase
    client_acts,      ///< client, a = generation
    load_acts,        ///< load
    commit_answered,  ///< load, a = generation of its session, b = where its WAL ends, packed
    deadline,      ///< watch, log watch or step, a = which of them: a span of the story has passed
    story_begins,  ///< the next step is due
    story_ends,    ///< the run has settled
    stream_acts,   ///< database, a = generation, b = StreamAct | count of silences << 8
    file_work_ends,  ///< database: a rewind or a copy is over
    command_acts,    ///< database, a = CommandSpec::Does, b = upstream: what a command does to it
    address_acts,    ///< proxy, a = failover::Purpose: what a command does to its host's addresses
    host_boots,      ///< host, a = how often it was switched: its boot is over
    connection_given_up,  ///< connection, a = generation, b = Side that got no answer for long
    standby_replies,  ///< database that is primary, a = generation, b = 1: a message of the status
                      ///< interval
};

/// 32 bytes, no padding: every bit goes into the fingerprint.
struct Event {
    std::uint16_t kind = 0;
    std::uint16_t spare = 0;
    std::uint32_t target = 0;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::uint64_t cause = 0;

    [[nodiscard]] EventKind is() const { return static_cast<EventKind>(kind); }
};

[[nodiscard]] constexpr Event event(EventKind kind, std::size_t target, std::uint64_t a = 0,
                                    std::uint64_t b = 0) {
    return Event{static_cast<std::uint16_t>(kind), 0, static_cast<std::uint32_t>(target), a, b, 0};
}

}  // namespace sim::world
