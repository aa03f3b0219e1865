// The table of functions and of literal words.
#include "sim/scenario/functions.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"

namespace sim::scenario {

namespace {

using F = Function;
using T = Type;
using S = Source;

constexpr std::array rules{
    // truth
    FunctionRule{{F::running, "running", "running(database) : boolean",
                  "the server runs and answers", T::boolean},
                 T::database,
                 S::truth},
    FunctionRule{{F::streaming, "streaming", "streaming(database) : boolean",
                  "a standby whose WAL receiver streams from its upstream", T::boolean},
                 T::database,
                 S::truth},
    FunctionRule{{F::writable, "writable", "writable(database) : boolean",
                  "runs, is not in recovery, and would take a commit", T::boolean},
                 T::database,
                 S::truth},
    FunctionRule{{F::lag, "lag", "lag(database) : bytes",
                  "WAL of the primary that the standby has not replayed", T::bytes},
                 T::database,
                 S::truth},
    FunctionRule{{F::timeline, "timeline", "timeline(database) : number",
                  "the timeline that its WAL is on", T::number},
                 T::database,
                 S::truth},
    FunctionRule{{F::diverged, "diverged", "diverged(database) : boolean",
                  "its WAL and that of the primary on the newest timeline have parted", T::boolean},
                 T::database,
                 S::truth},
    FunctionRule{{F::commits_waiting, "commits_waiting", "commits_waiting(database) : number",
                  "commits on its disk that wait for a synchronous standby", T::number},
                 T::database,
                 S::truth},
    FunctionRule{{F::primaries, "primaries", "primaries() : set of databases",
                  "running servers that are not in recovery", T::set},
                 T::none,
                 S::truth,
                 T::database},
    FunctionRule{
        {F::primary, "primary", "primary() : database",
         "the one primary; `none` without one, unknown while there are several", T::database},
        T::none,
        S::truth},
    FunctionRule{{F::databases, "databases", "databases() : set of databases",
                  "all configured databases", T::set},
                 T::none,
                 S::configuration,
                 T::database},
    FunctionRule{
        {F::proxies, "proxies", "proxies() : set of proxies", "all configured proxies", T::set},
        T::none,
        S::configuration,
        T::proxy},
    FunctionRule{
        {F::serves, "serves", "serves(proxy) : boolean",
         "from its main's entry into the main loop until its shared memory is gone", T::boolean},
        T::proxy,
        S::proxies_say},
    FunctionRule{{F::leaders, "leaders", "leaders() : set of proxies",
                  "proxies that hold themselves leader", T::set},
                 T::none,
                 S::proxies_say,
                 T::proxy},
    FunctionRule{{F::recovery_job_enabled, "recovery_job_enabled",
                  "recovery_job_enabled(database) : boolean",
                  "the vendor's recovery job on its host is switched on", T::boolean},
                 T::database,
                 S::truth},
    FunctionRule{{F::vip, "vip", "vip(proxy) : boolean",
                  "its host has the virtual address (delegate_IP)", T::boolean},
                 T::proxy,
                 S::truth},
    FunctionRule{{F::vip_holders, "vip_holders", "vip_holders() : set of proxies",
                  "proxies whose hosts have the virtual address", T::set},
                 T::none,
                 S::truth,
                 T::proxy},
    // belief
    FunctionRule{{F::status, "status", "status(database, by=proxy) : status",
                  "the status of a backend as that proxy holds it", T::status},
                 T::database,
                 S::belief},
    FunctionRule{
        {F::role, "role", "role(database, by=proxy) : role",
         "primary for the backend that the proxy takes for the primary, else standby", T::role},
        T::database,
        S::belief},
    FunctionRule{{F::primary_by, "primary", "primary(by=proxy) : database",
                  "the backend that the proxy takes for the primary, or `none`", T::database},
                 T::none,
                 S::belief},
    FunctionRule{{F::leader, "leader", "leader(by=proxy) : proxy",
                  "whom its watchdog records as leader, or `none`", T::proxy},
                 T::none,
                 S::belief},
    FunctionRule{{F::quorum, "quorum", "quorum(by=proxy) : quorum",
                  "its watchdog's quorum: exists, edge or absent", T::quorum},
                 T::none,
                 S::belief},
    FunctionRule{
        {F::locked, "locked", "locked(lock, by=proxy) : boolean",
         "its watchdog holds that failover lock: failover, failback, follow_master", T::boolean},
        T::lock,
        S::belief},
    FunctionRule{{F::escalated, "escalated", "escalated(by=proxy) : boolean",
                  "its watchdog has escalated: it means to hold the virtual address", T::boolean},
                 T::none,
                 S::belief},
    // what clients saw
    FunctionRule{{F::acknowledged, "acknowledged", "acknowledged(load) : number",
                  "commits that the load's clients saw succeed", T::number},
                 T::load,
                 S::truth},
    FunctionRule{{F::lost, "lost", "lost(load) : number",
                  "acknowledged commits that the primary does not have", T::number},
                 T::load,
                 S::truth},
    FunctionRule{
        {F::write_outage, "write_outage", "write_outage(load) : span",
         "the longest time without an acknowledged commit, from the load's beginning", T::span},
        T::load,
        S::truth},
    FunctionRule{{F::sessions_cut, "sessions_cut", "sessions_cut(load) : number",
                  "sessions of the load that ended before their client ended them", T::number},
                 T::load,
                 S::truth},
    // of the step
    FunctionRule{{F::changes, "changes", "changes(call) : number",
                  "how often what the call answers has changed since the step began", T::number},
                 T::none,
                 S::configuration},
    // quantifiers
    FunctionRule{{F::all, "all", "all(condition with *) or all(x in set: condition) : boolean",
                  "true for every element; no element is an error", T::boolean},
                 T::boolean,
                 S::configuration},
    FunctionRule{{F::any, "any", "any(condition with *) or any(x in set: condition) : boolean",
                  "true for at least one element; no element is an error", T::boolean},
                 T::boolean,
                 S::configuration},
    FunctionRule{{F::none, "none", "none(condition with *) or none(x in set: condition) : boolean",
                  "true for no element; no element is an error", T::boolean},
                 T::boolean,
                 S::configuration},
    FunctionRule{{F::count, "count",
                  "count(condition with *), count(x in set: condition) or count(set) : number",
                  "for how many elements it is true, or how many there are", T::number},
                 T::boolean,
                 S::configuration},
};

constexpr auto texts = [] {
    std::array<FunctionText, rules.size()> all{};
    for (std::size_t i = 0; i < rules.size(); ++i) all[i] = rules[i].text;
    return all;
}();

constexpr std::array words{
    WordValue{"true", T::boolean, 1},      WordValue{"false", T::boolean, 0},
    WordValue{"none", T::none, -1},        WordValue{"unused", T::status, 0},
    WordValue{"waiting", T::status, 1},    WordValue{"connected", T::status, 2},
    WordValue{"up", T::status, status_up}, WordValue{"down", T::status, 3},
    WordValue{"primary", T::role, 0},      WordValue{"standby", T::role, 1},
    WordValue{"exists", T::quorum, 1},     WordValue{"edge", T::quorum, 0},
    WordValue{"absent", T::quorum, -1},    WordValue{"failover", T::lock, 0},
    WordValue{"failback", T::lock, 1},     WordValue{"follow_master", T::lock, 2},
};

}  // namespace

std::span<const FunctionText> functions() { return texts; }

std::span<const FunctionRule> function_rules() { return rules; }

const FunctionRule& rule_of(Function function) {
    const auto* found = std::ranges::find_if(
        rules, [function](const FunctionRule& rule) { return rule.text.function == function; });
    SIM_ASSERT(found != rules.end());
    return *found;
}

const FunctionRule* find_function(std::string_view name, bool by) {
    const FunctionRule* found = nullptr;
    for (const FunctionRule& rule : rules) {
        if (rule.text.name != name) continue;
        if (found == nullptr || (rule.source == Source::belief) == by) found = &rule;
    }
    return found;
}

bool is_quantifier(Function function) {
    return function == F::all || function == F::any || function == F::none || function == F::count;
}

std::string_view type_words(Type type) {
    switch (type) {
        case T::boolean:
            return "a condition";
        case T::number:
            return "a number";
        case T::span:
            return "a span of time";
        case T::bytes:
            return "a number of bytes";
        case T::lsn:
            return "a WAL position";
        case T::status:
            return "a status";
        case T::role:
            return "a role";
        case T::quorum:
            return "a quorum";
        case T::lock:
            return "a lock";
        case T::database:
            return "a database";
        case T::proxy:
            return "a proxy";
        case T::set:
            return "a set";
        case T::none:
            return "`none`";
        case T::load:
            return "a load";
    }
    return "";
}

bool has_order(Type type) {
    return type == T::number || type == T::span || type == T::bytes || type == T::lsn;
}

bool comparable(Type left, Type right) {
    if (left == right) return left != T::set && left != T::load;
    const auto somebody = [](Type t) { return t == T::database || t == T::proxy; };
    return (left == T::none && somebody(right)) || (right == T::none && somebody(left));
}

std::string_view comparison_help(Type left, Type right) {
    const auto either = [&](Type type) { return left == type || right == type; };
    if (either(T::number) && either(T::bytes)) return "bytes need a unit: 0B, 16kB, 10MB";
    if (either(T::number) && either(T::span)) return "spans need a unit: 5s, 250ms";
    if (either(T::set) && either(T::number)) return "to count, write count(…)";
    return {};
}

std::span<const WordValue> word_values() { return words; }

}  // namespace sim::scenario
