#include "sim/world/kernel.hpp"

#include "engine/assert.hpp"

namespace sim::world {

namespace {

engine::Lane lane_of(EventKind kind) {
    switch (kind) {
        case EventKind::connect_arrives:
        case EventKind::connect_answered:
        case EventKind::message_arrives:
        case EventKind::end_arrives:
        case EventKind::datagram_arrives:
        case EventKind::address_acts:
        case EventKind::connection_given_up:
            return engine::Lane::network;
        case EventKind::database_phase:
        case EventKind::receiver_wakes:
        case EventKind::wal_tick:
        case EventKind::recovery_job:
        case EventKind::stream_acts:
        case EventKind::file_work_ends:
        case EventKind::command_acts:
        case EventKind::standby_replies:
            return engine::Lane::database;
        case EventKind::process_begins:
        case EventKind::process_steps:
        case EventKind::process_timer:
        case EventKind::command_ends:
            return engine::Lane::watchdog;
        case EventKind::client_acts:
        case EventKind::load_acts:
        case EventKind::commit_answered:
            return engine::Lane::clients;
        case EventKind::operator_acts:
        case EventKind::deadline:
        case EventKind::story_begins:
        case EventKind::story_ends:
        case EventKind::host_boots:
            break;
    }
    return engine::Lane::other;
}

std::uint64_t bits(std::int64_t value) { return static_cast<std::uint64_t>(value); }

}  // namespace

bool Kernel::next(Event& event) {
    engine::Agenda<Event>::Due due;
    if (!agenda_.pop(due)) return false;
    SIM_ASSERT(due.at >= now_);
    now_ = due.at;
    event = due.what;
    cause_ = event.cause;
    in_a_row_ = 0;
    ++events_;
    fold(FoldOf::event, lane_of(event.is()),
         {bits(now_.nanoseconds()),
          std::uint64_t{event.kind} | std::uint64_t{event.spare} << 16U |
              std::uint64_t{event.target} << 32U,
          event.a, event.b, event.cause});
    record(Kind::event, {event.kind, event.target, static_cast<std::uint32_t>(event.a),
                         static_cast<std::uint32_t>(event.b), 0});
    cause_ = event.cause;
    return true;
}

void Kernel::plan(TrueTime at, Event what) {
    SIM_ASSERT(at >= now_);
    what.cause = cause_;
    agenda_.plan(at, what);
}

Sequence Kernel::record(Kind kind, std::array<std::uint32_t, 5> words, std::uint16_t process) {
    return record_at(now_, kind, words, process);
}

Sequence Kernel::record_at(TrueTime at, Kind kind, std::array<std::uint32_t, 5> words,
                           std::uint16_t process) {
    const Sequence number = ++last_record_;
    const engine::Level own = facts::level_of(kind);
    engine::Recorder* recorder = listeners_.recorder;
    if (recorder != nullptr && own <= recorder->level()) {
        recorder->take(own, engine::Record{number, at.nanoseconds(), cause_,
                                           static_cast<std::uint16_t>(kind), process, words});
    }
    return number;
}

Sequence Kernel::fact(Kind kind, std::array<std::uint32_t, 5> words) {
    facts_changed_ = true;
    fold(FoldOf::fact, engine::Lane::other,
         {bits(now_.nanoseconds()), static_cast<std::uint64_t>(kind),
          std::uint64_t{words[0]} | std::uint64_t{words[1]} << 32U,
          std::uint64_t{words[2]} | std::uint64_t{words[3]} << 32U, std::uint64_t{words[4]}});
    return record(kind, words);
}

}  // namespace sim::world
