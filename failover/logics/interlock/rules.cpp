#include "failover/logics/interlock/rules.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/failover_procedure.hpp"
#include "failover/logics/interlock/health_check.hpp"
#include "failover/logics/interlock/lock.hpp"
#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/logics/interlock/status_changes.hpp"
#include "failover/logics/interlock/sync.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"
#include "failover/parts/election.hpp"
#include "failover/parts/quorum.hpp"

namespace failover::interlock {
namespace {

using Words = std::span<const std::string_view>;

// ---- words for enumerators, in the order of the enumerations -----------------------------------

constexpr std::string_view events[]{"entered",          "timer",           "info_done",
                                    "stand_accepted",   "stand_rejected",  "declare_accepted",
                                    "declare_rejected", "beacon_rejected", "join_accepted",
                                    "join_rejected",    "command_done",    "got_stand",
                                    "got_declare",      "got_join",        "got_beacon",
                                    "got_info",         "got_reject",      "got_other",
                                    "peer_lost",        "peer_found",      "quorum_changed",
                                    "rejoin_asked",     "address_removed"};
// Shorter than what the product prints, and as the column "does" of that table mentions them.
constexpr std::string_view states[]{"DEAD",   "LOADING",         "JOINING",  "INITIALIZING",
                                    "MASTER", "PARTICIPATING",   "STANDING", "STANDBY",
                                    "LOST",   "NETWORK TROUBLE", "SHUTDOWN", "ADD MESSAGE SENT"};
constexpr std::string_view commands[]{"START", "RELEASE", "CHECK", "END"};
constexpr std::string_view holders[]{"any",     "nobody",   "the requester",
                                     "another", "somebody", "nobody or the requester"};
constexpr std::string_view requesters[]{"any", "the leader", "a peer"};
constexpr std::string_view objects[]{"any", "known", "unknown"};
constexpr std::string_view lock_states[]{"any", "locked", "free"};
constexpr std::string_view effects[]{"", "holder; locks all", "frees this lock",
                                     "no holder; frees all"};
constexpr std::string_view results[]{
    "ERROR",        "TRANSITION",  "I_AM_LOCK_HOLDER", "I_AM_NOT_LOCK_HOLDER",   "UNLOCKED",
    "LOCKED",       "SUCCESS",     "NO_LOCKHOLDER",    "NO_LOCKHOLDER_BUT_WAIT", "PROCEED",
    "WILL_BE_DONE", "NOT_ALLOWED", "INVALID_FUNCTION", "ALREADY_ISSUED",         "MASTER_REJECTED",
    "TIMEOUT"};
constexpr std::string_view reactions[]{"proceed", "handled by the watchdog", "ask again, ten times",
                                       "canceled"};
constexpr std::string_view contest_rules[]{"the escalated one", "the better quorum",
                                           "more standbys", "leader for longer"};
constexpr std::string_view changers[]{"configuration", "status file", "session", "node down",
                                      "follow",        "node up",     "sync"};
constexpr std::string_view statuses[]{"unused", "waiting", "up", "down"};

template <class Enumerator>
std::string word(Words words, Enumerator value) {
    const auto index = static_cast<std::size_t>(value);
    LOGIC_ASSERT(index < words.size());
    return std::string(words[index]);
}

// ---- the tables --------------------------------------------------------------------------------

/// A table with a row for each of `rules`, its cells made by `cells`.
template <class Rules, class Cells>
RuleTable table(RuleTable head, const Rules& rules, const Cells& cells) {
    for (const auto& rule : rules) head.rules.push_back({cells(rule), {}});
    return head;
}

template <class Facts, class Verdict>
RuleTable decisions(RuleTable head, std::span<const Decision<Facts, Verdict>> rules) {
    head.first_fit = true;
    return table(std::move(head), rules, [](const Decision<Facts, Verdict>& rule) {
        return std::vector<std::string>{std::string(rule.when), std::string(rule.does)};
    });
}

RuleTable watchdog_table() {
    return table({"watchdog",
                  "the watchdog's state machine",
                  "semantics-3.6 §9.6",
                  {"state", "event", "does, and may lead to"},
                  {},
                  true},
                 state_rules(), [](const StateRule& rule) {
                     return std::vector<std::string>{word(states, rule.state),
                                                     word(events, rule.event),
                                                     std::string(rule.does)};
                 });
}

RuleTable packets_table() {
    return table({"packets",
                  "what a packet does in every state whose own rows leave it alone",
                  "semantics-3.6 §9.5, §9.8",
                  {"packet", "does"},
                  {}},
                 packet_rules(), [](const PacketRule& rule) {
                     return std::vector<std::string>{word(packet_names(), rule.packet),
                                                     std::string(rule.does)};
                 });
}

RuleTable contest_table() {
    RuleTable rows{"contest",
                   "two leaders meet: the first rule that tells them apart",
                   "semantics-3.6 §9.8",
                   {"who stays", "this one"},
                   {}};
    for (const std::string_view each : contest_rules) {
        for (const std::string_view outcome : {"stays", "steps down"}) {
            rows.rules.push_back({{std::string(each), std::string(outcome)}, {}});
        }
    }
    return rows;
}

RuleTable quorum_table() {
    return table({"quorum",
                  "whether a leader has enough standbys",
                  "semantics-3.6 §9.7",
                  {"proxies", "standbys", "quorum"},
                  {}},
                 parts::quorum_rules(), [](const parts::QuorumRule& rule) {
                     const bool less = rule.standbys < 0;
                     const bool more = rule.standbys > 0;
                     const char* const quorum = rule.quorum == Quorum::exists ? "exists"
                                                : rule.quorum == Quorum::edge ? "on the edge"
                                                                              : "absent";
                     return std::vector<std::string>{rule.odd_peers ? "even" : "odd",
                                                     less   ? "fewer than half of the peers"
                                                     : more ? "more than half of the peers"
                                                            : "half of the peers",
                                                     quorum};
                 });
}

RuleTable lock_table() {
    return table({"lock",
                  "the failover interlock: what the leader answers to a lock command",
                  "semantics-3.6 §7.5",
                  {"command", "holder is", "requester is", "failover id", "lock", "then", "answer"},
                  {}},
                 lock_rules(), [](const LockRule& rule) {
                     return std::vector<std::string>{
                         word(commands, rule.command),     word(holders, rule.holder),
                         word(requesters, rule.requester), word(objects, rule.object),
                         word(lock_states, rule.lock),     word(effects, rule.effect),
                         word(results, rule.result)};
                 });
}

RuleTable answers_table() {
    return table({"answers",
                  "what a requester does with the watchdog's answer",
                  "semantics-3.6 §6.1",
                  {"answer", "then"},
                  {}},
                 answer_rules(), [](const AnswerRule& rule) {
                     return std::vector<std::string>{word(results, rule.answer),
                                                     word(reactions, rule.reaction)};
                 });
}

RuleTable statuses_table() {
    return table({"statuses",
                  "who changes the status of a backend",
                  "semantics-3.6 §2.2",
                  {"from", "by", "status file written", "to"},
                  {}},
                 status_rules(), [](const StatusRule& rule) {
                     return std::vector<std::string>{
                         word(statuses, rule.from), word(changers, rule.by),
                         std::string(rule.saved), word(statuses, rule.to)};
                 });
}

/// A rule that no story comes by, found by its first cells, and why it cannot. Each is reached by
/// tests/failover/rules_test.cpp.
struct TestsOnly {
    Table table;
    std::vector<std::string_view> cells;
    std::string_view why;
};

std::vector<TestsOnly> tests_only() {
    constexpr std::string_view no_leader = "no watchdog answers a request with it";
    constexpr std::string_view same = "all proxies of a story have the same list of databases";
    return {
        {Table::watchdog, {"LOADING", "got_stand"}, "who stands has said its state before"},
        {Table::watchdog, {"LOADING", "got_reject"}, "no proxy of a story is unknown to another"},
        {Table::watchdog, {"MASTER", "beacon_rejected"}, "no state refuses a beacon"},
        {Table::contest,
         {"the better quorum", "stays"},
         "who has the better quorum has escalated; only the other one may hear it before it has"},
        {Table::answers, {"WILL_BE_DONE"}, no_leader},
        {Table::statuses, {"unused", "sync", "no", "down"}, same},
        {Table::statuses, {"unused", "sync", "no", "waiting"}, same},
        {Table::answers, {"I_AM_LOCK_HOLDER"}, no_leader},
        {Table::answers, {"I_AM_NOT_LOCK_HOLDER"}, no_leader},
        {Table::answers, {"UNLOCKED"}, no_leader},
        {Table::answers, {"LOCKED"}, no_leader},
        {Table::answers, {"SUCCESS"}, no_leader},
        {Table::answers, {"NO_LOCKHOLDER"}, no_leader},
        {Table::answers, {"NO_LOCKHOLDER_BUT_WAIT"}, no_leader},
        {Table::answers, {"INVALID_FUNCTION"}, "no process asks for an unknown function"},
    };
}

void mark(std::vector<RuleTable>& tables) {
    for (const TestsOnly& each : tests_only()) {
        std::vector<Rule>& rules = tables[static_cast<std::size_t>(each.table)].rules;
        const auto found = std::ranges::find_if(rules, [&](const Rule& rule) {
            return std::equal(each.cells.begin(), each.cells.end(), rule.cells.begin());
        });
        LOGIC_ASSERT(found != rules.end());
        found->tests_only = each.why;
    }
}

std::vector<RuleTable> make_tables() {
    std::vector<RuleTable> tables{watchdog_table(), packets_table(), contest_table(),
                                  quorum_table(),   lock_table(),    answers_table(),
                                  statuses_table()};
    tables.push_back(decisions(
        {"health", "what follows from a probe", "semantics-3.6 §4.2", {"when", "then"}, {}},
        health_rules()));
    tables.push_back(decisions({"children",
                                "which children a node operation kills",
                                "semantics-3.6 §5.5",
                                {"when", "then"},
                                {}},
                               children_rules()));
    tables.push_back(decisions({"sync_status",
                                "a standby takes over the leader's statuses: one backend",
                                "semantics-3.6 §3.4 step 3",
                                {"when", "it becomes"},
                                {}},
                               sync_rules()));
    tables.push_back(decisions({"sync_restart",
                                "a standby took over the leader's statuses: its children",
                                "semantics-3.6 §3.4 step 5",
                                {"when", "then"},
                                {}},
                               restart_rules()));
    LOGIC_ASSERT(tables.size() == static_cast<std::size_t>(Table::sync_restart) + 1);
    mark(tables);
    return tables;
}

}  // namespace

std::span<const RuleTable> rule_tables() {
    static const std::vector<RuleTable> tables = make_tables();  // constant data, made once
    return tables;
}

}  // namespace failover::interlock
