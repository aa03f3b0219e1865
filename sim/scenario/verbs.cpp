// The table of actions (scenario-format, Actions).
#include "sim/scenario/verbs.hpp"

#include <algorithm>

#include "engine/assert.hpp"

namespace sim::scenario {

namespace {

using V = Verb;
using T = Takes;

constexpr std::array rules{
    // databases
    VerbRule{V::start_database,
             "start_database",
             T::databases,
             true,
             false,
             {"exit"},
             "starts the server on its host"},
    VerbRule{V::stop_database,
             "stop_database",
             T::databases,
             true,
             true,
             {"mode"},
             "stops the server: smart, fast or immediate",
             "start_database"},
    VerbRule{V::kill_database,
             "kill_database",
             T::databases,
             true,
             true,
             {},
             "ends all its processes at once; it can be started again",
             "start_database"},
    VerbRule{V::pause_database,
             "pause_database",
             T::databases,
             true,
             true,
             {},
             "its processes stand still: connections are accepted, nobody answers",
             "resume_database"},
    VerbRule{V::resume_database,
             "resume_database",
             T::databases,
             true,
             false,
             {},
             "its processes go on"},
    VerbRule{V::promote_database,
             "promote_database",
             T::databases,
             true,
             false,
             {"exit"},
             "promotes a standby: a timeline of its own begins"},
    VerbRule{V::rewind_database,
             "rewind_database",
             T::databases,
             true,
             false,
             {"exit"},
             "pg_rewind of a stopped server to the primary, then its start as standby"},
    VerbRule{V::rebuild_database,
             "rebuild_database",
             T::databases,
             true,
             false,
             {"exit"},
             "copies the primary anew to a stopped server, then starts it as standby"},
    VerbRule{V::enable_recovery_job,
             "enable_recovery_job",
             T::databases,
             true,
             false,
             {},
             "switches the vendor's recovery job on its host on"},
    VerbRule{V::disable_recovery_job,
             "disable_recovery_job",
             T::databases,
             true,
             true,
             {},
             "switches it off",
             "enable_recovery_job"},
    // proxies
    VerbRule{V::start_proxy,
             "start_proxy",
             T::proxies,
             true,
             false,
             {"discard_status", "reaction", "together"},
             "starts a proxy"},
    VerbRule{V::stop_proxy,
             "stop_proxy",
             T::proxies,
             true,
             true,
             {"mode"},
             "stops a proxy",
             "start_proxy"},
    VerbRule{V::restart_proxy,
             "restart_proxy",
             T::proxies,
             true,
             false,
             {"reaction", "together", "discard_status", "mode"},
             "a list is stopped together and started one after the other, each when the one "
             "before serves"},
    VerbRule{V::kill_proxy,
             "kill_proxy",
             T::proxies,
             true,
             true,
             {"process"},
             "kills all its processes, or those of one kind",
             "start_proxy"},
    VerbRule{V::pause_proxy,
             "pause_proxy",
             T::proxies,
             false,
             true,
             {"process"},
             "its processes stop running",
             "its end of `for`"},
    // hosts
    VerbRule{
        V::power_off, "power_off", T::hosts, false, true, {}, "the host loses power", "power_on"},
    VerbRule{V::power_on, "power_on", T::hosts, false, false, {}, "the host boots"},
    VerbRule{V::pause_host,
             "pause_host",
             T::hosts,
             false,
             true,
             {},
             "everything on the host stands still",
             "its end of `for`"},
    // network
    VerbRule{V::partition,
             "partition",
             T::groups,
             true,
             true,
             {},
             "hosts of different groups cannot reach each other",
             "heal"},
    VerbRule{V::cut,
             "cut",
             T::path,
             true,
             true,
             {"plane"},
             "packets of one direction are lost: TCP stalls both ways, UDP one way",
             "heal"},
    VerbRule{
        V::link, "link", T::path, false, true, {}, "latency, loss, duplicates, reordering", "heal"},
    VerbRule{V::heal, "heal", T::path, true, false, {}, "all cuts, or those of one path, end"},
    // clocks and disks
    VerbRule{V::jump_clock,
             "jump_clock",
             T::hosts,
             false,
             false,
             {},
             "sets a host's clock",
             "jump_clock"},
    VerbRule{V::drift_clock,
             "drift_clock",
             T::hosts,
             false,
             true,
             {},
             "a host's clock runs off",
             "its end of `for`"},
    VerbRule{V::fill_disk,
             "fill_disk",
             T::hosts,
             false,
             true,
             {},
             "no space is left",
             "its end of `for`"},
    VerbRule{V::slow_disk,
             "slow_disk",
             T::hosts,
             false,
             true,
             {},
             "writes take longer",
             "its end of `for`"},
    VerbRule{V::lose_unsynced,
             "lose_unsynced",
             T::hosts,
             false,
             false,
             {},
             "what was not synced is gone"},
    VerbRule{V::corrupt_file, "corrupt_file", T::hosts, false, false, {}, "damages a file"},
    // operators
    VerbRule{V::pcp_attach_node,
             "pcp_attach_node",
             T::backend,
             true,
             false,
             {"on", "answer", "exit"},
             "tells a proxy that a backend is back"},
    VerbRule{V::pcp_detach_node,
             "pcp_detach_node",
             T::backend,
             true,
             false,
             {"on", "answer", "exit"},
             "tells a proxy to leave a backend",
             "pcp_attach_node"},
    VerbRule{V::pcp_promote_node,
             "pcp_promote_node",
             T::backend,
             false,
             false,
             {"on", "answer", "exit"},
             "tells a proxy to take a backend for the primary"},
    VerbRule{V::pcp_recovery_node,
             "pcp_recovery_node",
             T::backend,
             false,
             false,
             {"on", "answer", "exit"},
             "online recovery of a backend"},
    VerbRule{V::pcp_node_count,
             "pcp_node_count",
             T::flag,
             true,
             false,
             {"on", "answer", "exit"},
             "asks for the number of backends"},
    VerbRule{V::pcp_node_info,
             "pcp_node_info",
             T::backend,
             true,
             false,
             {"on", "answer", "exit"},
             "asks for one backend's line"},
    VerbRule{V::pcp_watchdog_info,
             "pcp_watchdog_info",
             T::flag,
             false,
             false,
             {"on", "answer", "exit"},
             "asks for the watchdog's view"},
    VerbRule{V::pcp_stop,
             "pcp_stop",
             T::flag,
             false,
             false,
             {"on", "mode", "answer", "exit"},
             "stops a proxy through its pcp port"},
    VerbRule{V::psql,
             "psql",
             T::query,
             true,
             false,
             {"via", "client", "answer", "exit"},
             "one session with one query: show pool_nodes, the replication view, a read, a write"},
    VerbRule{V::delete_status_file,
             "delete_status_file",
             T::proxies,
             true,
             false,
             {},
             "removes a proxy's status file"},
    VerbRule{V::reload, "reload", T::proxies, false, false, {}, "rereads the configuration"},
    VerbRule{V::wait, "wait", T::span, true, false, {}, "does nothing for a span or a range"},
};

constexpr std::array options{
    Key{"for", Form::span, "", "of a lasting action: it is undone after that"},
    Key{"as", Form::text, "", "a name for what the target turned out to be"},
    Key{"mode", Form::word, "\"fast\"", "how to stop", "smart|fast|immediate"},
    Key{"reaction", Form::range, "\"0.5s..2s\"", "of the operator between two proxies"},
    Key{"together", Form::boolean, "false", "starts all proxies at one instant"},
    Key{"discard_status", Form::boolean, "false", "starts with -D: the status file is discarded"},
    Key{"process", Form::text, "all", "the kind of process: main, watchdog, lifecheck, …"},
    Key{"plane", Form::word, "all", "which traffic is cut",
        "watchdog|lifecheck|health|client|admin|replication"},
    Key{"on", Form::proxy, "", "through which proxy"},
    Key{"via", Form::proxy, "", "through which proxy"},
    Key{"client", Form::text, "\"operator\"", "who asks; its sessions are counted"},
    Key{"answer", Form::any, "", "what the command must print: a text, or a table"},
    Key{"exit", Form::integer, "", "the exit status that the command must have"},
};

}  // namespace

std::span<const VerbRule> verb_rules() { return rules; }

const VerbRule* find_verb(std::string_view name) {
    const auto* found = std::ranges::find(rules, name, &VerbRule::name);
    return found == rules.end() ? nullptr : found;
}

const VerbRule& rule_of(Verb verb) {
    const auto* found = std::ranges::find(rules, verb, &VerbRule::verb);
    SIM_ASSERT(found != rules.end());
    return *found;
}

std::span<const Key> action_options() { return options; }

std::string_view takes_words(Takes takes) {
    switch (takes) {
        case Takes::databases:
            return "a host with a database, a role, or a list";
        case Takes::proxies:
            return "a host with a proxy, a role, or a list";
        case Takes::hosts:
            return "a host, or a list";
        case Takes::backend:
            return "a backend id, or a host with a database";
        case Takes::flag:
            return "true";
        case Takes::groups:
            return "groups of hosts: [[\"node101\"], [\"node102\", \"node103\"]]";
        case Takes::path:
            return "{ from = …, to = … }";
        case Takes::query:
            return "a query";
        case Takes::span:
            return "a span like \"30s\" or a range like \"2s..5s\"";
    }
    return "";
}

}  // namespace sim::scenario
