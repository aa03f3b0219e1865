#include "sim/simrun/trace_shapes.hpp"

#include <array>
#include <utility>
#include <variant>

#include "failover/logic.hpp"
#include "sim/facts/facts.hpp"
#include "sim/world/event.hpp"

namespace sim::simrun {
namespace {

using facts::Kind;
using world::EventKind;

// ---- words for numbers, in the order of the enumerations that they name ------------------------

constexpr std::string_view yes_no[]{"no", "yes"};
constexpr std::string_view states[]{"stopped",        "booting",       "starting",  "running",
                                    "stopping_smart", "stopping_fast", "promoting", "paused"};
constexpr std::string_view database_roles[]{"primary", "standby"};
constexpr std::string_view statuses[]{"unused", "waiting", "up", "down"};
constexpr std::string_view quorums[]{"none", "absent", "edge", "exists"};
constexpr std::string_view locks[]{"failover", "failback", "follow_master"};
constexpr std::string_view pendings[]{"nothing", "health_check", "request", "sync", "starting"};
constexpr std::string_view observed[]{"met", "failed", "still_open"};
constexpr std::string_view outcomes[]{"acknowledged", "failed", "indeterminate"};
constexpr std::string_view sessions[]{"opened", "refused", "cut", "closed"};
constexpr std::string_view limits[]{
    "events", "events_at_one_instant", "planning_order", "mailbox", "records",
    "start",  "messages_in_a_row"};
constexpr std::string_view planes[]{"watchdog", "lifecheck", "ipc",        "database",
                                    "client",   "admin",     "replication"};
constexpr std::string_view signals[]{"hup",  "interrupt", "quit",      "kill", "usr1",
                                     "usr2", "alarm",     "terminate", "child"};
constexpr std::string_view phases[]{"port_opens", "accepts", "exits", "promote_asked", "promoted"};
constexpr std::string_view wakings[]{"tries", "row_gone", "streams"};
constexpr std::string_view ticks[]{"snapshot", "checkpoint", "first_checkpoint"};
constexpr std::string_view works[]{"none", "rewind", "copy"};
constexpr std::string_view powers[]{"off", "on", "boots"};
constexpr std::string_view disks[]{"well", "slow", "full"};
constexpr std::string_view doings[]{"nothing", "promote_new_master", "follow_new_master"};
constexpr std::string_view purposes[]{"script", "address_up", "address_down", "announce"};
constexpr std::string_view answers[]{"accepted", "refused", "unreachable", "timed_out"};

// ---- where a number lies -----------------------------------------------------------------------

constexpr Field whole(std::string_view name, std::uint8_t word, Form form = Form::number) {
    return {name, word, Part::whole, form, {}};
}
constexpr Field low(std::string_view name, std::uint8_t word, Form form = Form::number) {
    return {name, word, Part::low, form, {}};
}
constexpr Field high(std::string_view name, std::uint8_t word, Form form = Form::number) {
    return {name, word, Part::high, form, {}};
}
/// The n-th word of a record, inside a fact.
constexpr Field nth(std::string_view name, std::uint8_t n, Form form = Form::number) {
    const Part part = n % 2 == 0 ? Part::low : Part::high;
    return {name, static_cast<std::uint8_t>(2 + n / 2), part, form, {}};
}
/// The same number as a word of a list.
constexpr Field in(Field field, std::span<const std::string_view> words, std::int32_t first = 0) {
    field.form = Form::word;
    field.words = {first, words};
    return field;
}

// ---- events ------------------------------------------------------------------------------------

constexpr Field generation = whole("generation", 2);
constexpr Field at_proxy = high("proxy", 1, Form::proxy);
constexpr Field at_database = high("database", 1, Form::database);
constexpr Field at_load = high("load", 1);
constexpr Field slot = whole("packet", 3);

constexpr Field of_process[]{high("process", 1), generation};
constexpr Field of_command[]{high("process", 1), generation, low("request", 3), high("status", 3)};
constexpr Field of_connection[]{high("connection", 1), generation};
constexpr Field of_answer[]{high("connection", 1), generation, in(whole("answer", 3), answers)};
constexpr Field of_packet[]{high("connection", 1), generation, slot};
constexpr Field of_datagram[]{at_proxy, slot};
constexpr Field of_phase[]{at_database, generation, in(whole("phase", 3), phases)};
constexpr Field of_receiver[]{at_database, generation, in(whole("receiver", 3), wakings)};
constexpr Field of_tick[]{at_database, generation, in(whole("writes", 3), ticks)};
constexpr Field of_database[]{at_database};
constexpr Field of_operator[]{high("activity", 1), whole("phase", 2), whole("what", 3)};
constexpr Field of_client[]{high("client", 1), generation};
constexpr Field of_load[]{at_load};
constexpr Field of_commit[]{at_load, generation, whole("lsn", 3, Form::big)};
constexpr Field of_story[]{high("step", 1, Form::step)};
constexpr Field of_stream[]{at_database, generation, whole("act", 3)};
constexpr Field of_doing[]{at_database, in(whole("does", 2), doings),
                           whole("new_master", 3, Form::database)};
constexpr Field of_reply[]{at_database, generation, whole("of_interval", 3)};
constexpr Field of_address[]{at_proxy, in(whole("purpose", 2), purposes)};
constexpr Field of_host[]{high("host", 1, Form::host), whole("boots", 2)};
constexpr Field of_deadline[]{high("watch", 1), whole("which", 2)};

/// In the order of EventKind, from 1.
constexpr Shape events[]{
    {"process_begins", of_process},
    {"process_steps", of_process},
    {"process_timer", of_process},
    {"command_ends", of_command},
    {"connect_arrives", of_connection},
    {"connect_answered", of_answer},
    {"message_arrives", of_packet},
    {"end_arrives", of_packet},
    {"datagram_arrives", of_datagram},
    {"database_phase", of_phase},
    {"receiver_wakes", of_receiver},
    {"wal_tick", of_tick},
    {"recovery_job", of_database},
    {"operator_acts", of_operator},
    {"client_acts", of_client},
    {"load_acts", of_load},
    {"commit_answered", of_commit},
    {"deadline", of_deadline},
    {"story_begins", of_story},
    {"story_ends", {}},
    {"stream_acts", of_stream},
    {"file_work_ends", of_database},
    {"command_acts", of_doing},
    {"address_acts", of_address},
    {"host_boots", of_host},
    {"connection_given_up", of_connection},
    {"standby_replies", of_reply},
};
static_assert(std::size(events) == static_cast<std::size_t>(EventKind::standby_replies));

// ---- facts -------------------------------------------------------------------------------------

constexpr Field proxy0 = nth("proxy", 0, Form::proxy);
constexpr Field database0 = nth("database", 0, Form::database);
constexpr Field database1 = nth("database", 1, Form::database);
constexpr Field yes1 = in(nth("is", 1), yes_no);
constexpr Field step0 = nth("step", 0, Form::step);

constexpr Field of_state[]{database0, in(nth("state", 1), states)};
constexpr Field of_role[]{database0, in(nth("role", 1), database_roles), nth("timeline", 2)};
constexpr Field of_streaming[]{database0, yes1, nth("from", 2, Form::database)};
constexpr Field of_power[]{nth("host", 0, Form::host), in(nth("is", 1), powers)};
constexpr Field of_pause[]{nth("host", 0, Form::host), yes1};
constexpr Field of_process_pause[]{proxy0, nth("role", 1, Form::role),
                                   in(nth("stands_still", 2), yes_no)};
constexpr Field of_clock[]{nth("host", 0, Form::host), nth("ahead", 1), nth("drift", 3)};
constexpr Field of_disk[]{nth("host", 0, Form::host), in(nth("is", 1), disks)};
constexpr Field of_quality[]{nth("from", 0, Form::host), nth("to", 1, Form::host),
                             in(nth("plane", 2), planes), in(nth("disturbed", 3), yes_no)};
constexpr Field of_link[]{nth("from", 0, Form::host), nth("to", 1, Form::host),
                          in(nth("plane", 2), planes), in(nth("open", 3), yes_no)};
constexpr Field of_job[]{database0, yes1};
constexpr Field of_proxy_process[]{proxy0, nth("role", 1, Form::role), nth("pid", 2),
                                   in(nth("lives", 3), yes_no), nth("status", 4)};
constexpr Field of_status[]{proxy0, database1, in(nth("status", 2), statuses),
                            in(nth("was", 3), statuses)};
constexpr Field of_primary[]{proxy0, nth("primary", 1, Form::database)};
constexpr Field of_leader[]{proxy0, nth("leader", 1, Form::proxy)};
constexpr Field of_proxy_is[]{proxy0, yes1};
constexpr Field of_quorum[]{proxy0, in(nth("quorum", 1), quorums, -2)};
constexpr Field of_lock[]{proxy0, in(nth("lock", 1), locks), in(nth("held", 2), yes_no)};
constexpr Field of_pending[]{proxy0, database1, in(nth("pending", 2), pendings)};
constexpr Field of_way[]{proxy0, database1, nth("count", 2)};
constexpr Field of_step[]{step0};
constexpr Field of_step_end[]{step0, in(nth("as_expected", 1), yes_no)};
constexpr Field of_action[]{step0, nth("action", 1), nth("target", 2)};
constexpr Field of_resolution[]{step0, nth("action", 1), nth("role", 2), nth("is", 3)};
constexpr Field of_undone[]{step0, nth("action", 1)};
constexpr Field of_wish[]{database0, in(nth("attached", 1), yes_no), nth("proxy", 2, Form::proxy)};
constexpr Field of_action_end[]{step0, nth("action", 1), nth("exit", 2)};
constexpr Field of_observation[]{step0, nth("observation", 1), in(nth("came_to", 2), observed)};
constexpr Field of_look[]{step0, nth("look", 1), nth("rows", 2)};
constexpr Field of_step_answer[]{step0, nth("action", 1), nth("message", 2)};
constexpr Field of_outcome[]{nth("client", 0), in(nth("outcome", 1), outcomes), nth("count", 2)};
constexpr Field of_session[]{nth("client", 0), nth("session", 1), nth("proxy", 2, Form::proxy),
                             in(nth("event", 3), sessions)};
constexpr Field of_limit[]{in(nth("limit", 0), limits)};
constexpr Field of_branch[]{database0, nth("branch", 1), nth("timeline", 2), nth("fork", 3)};
constexpr Field of_load_end[]{nth("load", 0), nth("cut", 1), nth("acknowledged", 2)};
constexpr Field of_count[]{nth("count", 0)};
constexpr Field of_work[]{database0, in(nth("work", 1), works), nth("from", 2, Form::database),
                          in(nth("begins", 3), yes_no), nth("exit", 4)};
constexpr Field of_row[]{nth("message", 0), nth("from", 1, Form::host), nth("to", 2, Form::host),
                         nth("nth", 3)};
constexpr Field of_parting[]{database0, yes1};
constexpr Field of_outage[]{nth("load", 0), in(nth("begins", 1), yes_no),
                            nth("by", 2, Form::database)};
constexpr Field of_loss[]{nth("load", 0), database1, nth("count", 2)};
constexpr Field of_lost_bytes[]{database0, in(nth("at_the_end", 1), yes_no), nth("bytes", 2)};
constexpr Field of_failure[]{proxy0, nth("role", 1, Form::role), nth("line", 2)};

constexpr Field of_watchdog_row[]{nth("node", 0, Form::proxy), nth("priority", 1),
                                  nth("leader", 4, Form::proxy)};

/// In the order of facts::Kind, from 1.
constexpr Shape facts_[]{
    {"serving_since", {}},
    {"database_state", of_state},
    {"database_role", of_role},
    {"streaming", of_streaming},
    {"host_power", of_power},
    {"link", of_link},
    {"recovery_job", of_job},
    {"proxy_process", of_proxy_process},
    {"believed_status", of_status},
    {"believed_primary", of_primary},
    {"believed_leader", of_leader},
    {"serves", of_proxy_is},
    {"leads", of_proxy_is},
    {"believed_quorum", of_quorum},
    {"believed_lock", of_lock},
    {"pending_change", of_pending},
    {"on_the_way", of_way},
    {"step_began", of_step},
    {"step_ended", of_step_end},
    {"action_began", of_action},
    {"resolved", of_resolution},
    {"action_done", of_action_end},
    {"action_undone", of_undone},
    {"observation", of_observation},
    {"look", of_look},
    {"pool_nodes_row", {}},
    {"replication_row", {}},
    {"answer", of_step_answer},
    {"operator_wants", of_wish},
    {"client_outcome", of_outcome},
    {"session", of_session},
    {"limit_hit", of_limit},
    {"logic_failed", of_failure},
    {"impossible_choice", {}},
    {"load_ended", of_load_end},
    {"wal_branch", of_branch},
    {"writable_primaries", of_count},
    {"file_work", of_work},
    {"virtual_address", of_proxy_is},
    {"network_interface", of_power},
    {"believed_escalated", of_proxy_is},
    {"host_pause", of_pause},
    {"process_pause", of_process_pause},
    {"clock", of_clock},
    {"disk", of_disk},
    {"link_quality", of_quality},
    {"in_a_row", of_row},
    {"watchdog_row", of_watchdog_row},
    {"diverged", of_parting},
    {"load_outage", of_outage},
    {"commits_lost", of_loss},
    {"bytes_lost", of_lost_bytes},
};
static_assert(std::size(facts_) == static_cast<std::size_t>(Kind::bytes_lost));

// ---- outputs -----------------------------------------------------------------------------------

constexpr Field of_fork[]{low("pid", 2), high("argument", 2), whole("role", 3, Form::role)};
constexpr Field of_connect[]{low("connection", 2), high("to", 2), in(whole("plane", 3), planes)};
constexpr Field of_send[]{whole("connection", 2), whole("kind", 3)};
constexpr Field of_send_datagram[]{whole("to", 2, Form::proxy), whole("kind", 3)};
constexpr Field of_close[]{whole("connection", 2)};
constexpr Field of_hand_over[]{low("connection", 2), high("to_pid", 2)};
constexpr Field of_listen[]{in(whole("plane", 2), planes), in(whole("open", 3), yes_no)};
constexpr Field of_raise[]{low("to_pid", 2), in(high("signal", 2), signals)};
constexpr Field of_timer[]{whole("at_least", 2, Form::span), whole("at_most", 3, Form::span)};
constexpr Field of_save[]{whole("lines", 2, Form::big)};
constexpr Field of_run[]{low("request", 2), high("parameter", 2, Form::parameter), low("node", 3),
                         high("new_master", 3)};
constexpr Field of_exit[]{whole("status", 2)};
constexpr Field of_ping[]{whole("request", 2)};

/// In the order of failover::Wish.
constexpr Shape outputs[]{
    {"Forked", of_fork},    {"Connect", of_connect},
    {"Send", of_send},      {"SendDatagram", of_send_datagram},
    {"Close", of_close},    {"HandOver", of_hand_over},
    {"Listen", of_listen},  {"Raise", of_raise},
    {"SetTimer", of_timer}, {"StopTimer", {}},
    {"Save", of_save},      {"Unlink", {}},
    {"RunCommand", of_run}, {"Log", {}},
    {"Exit", of_exit},      {"Ping", of_ping},
    {"WatchNetwork", {}},
};
static_assert(std::size(outputs) == std::variant_size_v<failover::Wish>);

Shape row(std::span<const Shape> table, std::uint64_t index) {
    return index < table.size() ? table[index] : Shape{};
}

}  // namespace

std::uint64_t kind_of(const world::Fold& fold) {
    return fold.of == world::FoldOf::event ? fold.words[1] & 0xffffU : fold.words[1];
}

Shape shape_of(const world::Fold& fold) {
    switch (fold.of) {
        case world::FoldOf::event:
            return row(events, kind_of(fold) - 1);
        case world::FoldOf::fact:
            return row(facts_, kind_of(fold) - 1);
        case world::FoldOf::output:
            return row(outputs, kind_of(fold));
        case world::FoldOf::log_line:
        case world::FoldOf::message:
        case world::FoldOf::more:
            break;
    }
    return {};
}

std::string_view plane_name(std::int64_t plane) {
    const bool known = plane >= 0 && std::cmp_less(plane, std::size(planes));
    return known ? planes[static_cast<std::size_t>(plane)] : "?";
}

}  // namespace sim::simrun
