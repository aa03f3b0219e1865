// The table of actions (scenario-format, Actions).
#include "sim/scenario/verbs.hpp"

#include <algorithm>

#include "engine/assert.hpp"

namespace sim::scenario {

namespace {

using V = Verb;
using T = Takes;

using Options = std::array<std::string_view, 10>;

struct Called {
    Verb verb;
    std::string_view name;
    Takes takes;
};

/// Over when its command has returned.
constexpr VerbRule once(Called called, Options options, std::string_view meaning,
                        std::string_view inverse = {}) {
    return {called.verb, called.name, called.takes, true, false, options, meaning, inverse};
}
/// Takes `for`, and `inverse` undoes it.
constexpr VerbRule lasting(Called called, Options options, std::string_view meaning,
                           std::string_view inverse) {
    return {called.verb, called.name, called.takes, true, true, options, meaning, inverse};
}
/// What every pcp tool takes, and one key more.
constexpr Options of_pcp(std::string_view own = {}) {
    return {"on", "from", "answer", "exit", "verbose", "login", "pcp_port", "killed_after", own};
}
constexpr std::string_view end_of_for = "its end of `for`";
/// The world cannot do it yet.
constexpr VerbRule untold(VerbRule rule) {
    rule.modelled = false;
    return rule;
}

constexpr std::array rules{
    // databases
    once({V::start_database, "start_database", T::databases}, {"exit"},
         "starts the server on its host"),
    lasting({V::stop_database, "stop_database", T::databases}, {"mode"},
            "stops the server: smart, fast or immediate", "start_database"),
    lasting({V::kill_database, "kill_database", T::databases}, {"process"},
            "ends all its processes at once, or the postmaster or a backend alone; it can be "
            "started again",
            "start_database"),
    lasting({V::pause_database, "pause_database", T::databases}, {},
            "its processes stand still: connections are accepted, nobody answers",
            "resume_database"),
    once({V::resume_database, "resume_database", T::databases}, {}, "its processes go on"),
    once({V::promote_database, "promote_database", T::databases}, {"exit"},
         "promotes a standby: a timeline of its own begins"),
    once({V::rewind_database, "rewind_database", T::databases}, {"exit"},
         "pg_rewind of a stopped server to the primary, then its start as standby"),
    once({V::rebuild_database, "rebuild_database", T::databases}, {"exit"},
         "copies the primary anew to a stopped server, then starts it as standby"),
    once({V::alter_system, "alter_system", T::databases}, {"synchronous_standby_names"},
         "sets synchronous_standby_names anew, and reloads"),
    once({V::cancel_commits, "cancel_commits", T::databases}, {},
         "pg_cancel_backend of all sessions that wait for a standby: they are acknowledged, and "
         "nobody but the primary has them"),
    once({V::terminate_commits, "terminate_commits", T::databases}, {},
         "pg_terminate_backend of all sessions that wait for a standby"),
    once({V::write_wal, "write_wal", T::databases}, {"size"},
         "a transaction of that size, such as a bulk load, is written on a primary"),
    lasting({V::pause_replay, "pause_replay", T::databases}, {},
            "pg_wal_replay_pause: a standby receives WAL and does not apply it", "resume_replay"),
    once({V::resume_replay, "resume_replay", T::databases}, {}, "the standby applies WAL again"),
    once({V::enable_recovery_job, "enable_recovery_job", T::databases}, {},
         "switches the vendor's recovery job on its host on"),
    lasting({V::disable_recovery_job, "disable_recovery_job", T::databases}, {}, "switches it off",
            "enable_recovery_job"),
    // proxies
    once({V::start_proxy, "start_proxy", T::proxies},
         {"discard_status", "reaction", "together", "exit"}, "starts a proxy"),
    lasting({V::stop_proxy, "stop_proxy", T::proxies}, {"mode"}, "stops a proxy", "start_proxy"),
    once({V::restart_proxy, "restart_proxy", T::proxies},
         {"reaction", "together", "discard_status", "mode"},
         "a list is stopped together and started one after the other, each when the one before "
         "serves"),
    lasting({V::kill_proxy, "kill_proxy", T::proxies}, {"process"},
            "kills all its processes, or those of one kind", "start_proxy"),
    lasting(
        {V::pause_proxy, "pause_proxy", T::proxies}, {"process"},
        "SIGSTOP to all its processes, or to those of one kind: clients connect, nobody answers",
        "resume_proxy"),
    once({V::resume_proxy, "resume_proxy", T::proxies}, {"process"}, "SIGCONT: they go on"),
    // hosts
    lasting({V::power_off, "power_off", T::hosts}, {},
            "the host loses power: what was not on disk is gone, nobody is told", "power_on"),
    once({V::power_on, "power_on", T::hosts}, {}, "the host boots, then starts its services"),
    lasting({V::pause_host, "pause_host", T::hosts}, {},
            "everything on the host stands still, its kernel too", "resume_host"),
    once({V::resume_host, "resume_host", T::hosts}, {}, "it goes on"),
    // network
    lasting({V::partition, "partition", T::groups}, {"reject"},
            "hosts of different groups cannot reach each other", "heal"),
    lasting({V::cut, "cut", T::path}, {"plane", "reject"},
            "packets of one direction are lost: TCP stalls both ways, UDP one way", "heal"),
    lasting({V::disable_interface, "disable_interface", T::hosts}, {},
            "a host's network interface goes down: its addresses are gone, the virtual one too",
            "enable_interface"),
    once({V::enable_interface, "enable_interface", T::hosts}, {},
         "it comes up with the host's own address"),
    once({V::remove_vip, "remove_vip", T::proxies}, {},
         "somebody deletes the virtual address on a proxy's host by hand"),
    lasting({V::link, "link", T::path}, {},
            "packets of one direction take longer, get lost, come twice or out of order", "heal"),
    once({V::heal, "heal", T::path}, {}, "all cuts and disturbed links, or those of one path, end"),
    // clocks and disks
    once({V::jump_clock, "jump_clock", T::hosts}, {"by"}, "sets a host's clock ahead, or back",
         "jump_clock"),
    lasting({V::drift_clock, "drift_clock", T::hosts}, {"gains"}, "a host's clock runs off",
            end_of_for),
    lasting({V::fill_disk, "fill_disk", T::hosts}, {},
            "no space is left: a primary that writes WAL there ends and cannot be started, the "
            "proxy's status file is emptied and cannot be written",
            end_of_for),
    lasting({V::slow_disk, "slow_disk", T::hosts}, {"takes"},
            "each save of the proxy's status file takes so long, and the process waits",
            end_of_for),
    once({V::lose_unsynced, "lose_unsynced", T::hosts}, {},
         "what the proxy has written to its status file, but not synced, is gone"),
    once({V::corrupt_file, "corrupt_file", T::hosts}, {"lines"},
         "damages the proxy's status file: it says `lines`, or is torn in the middle"),
    // operators
    once({V::pcp_attach_node, "pcp_attach_node", T::backend}, of_pcp(),
         "tells a proxy that a backend is back"),
    once({V::pcp_detach_node, "pcp_detach_node", T::backend}, of_pcp("gracefully"),
         "tells a proxy to leave a backend", "pcp_attach_node"),
    once({V::pcp_promote_node, "pcp_promote_node", T::backend}, of_pcp("gracefully"),
         "tells a proxy to take a backend for the primary; promotes no database by itself"),
    once({V::pcp_recovery_node, "pcp_recovery_node", T::backend}, of_pcp(),
         "online recovery of a backend that is down: copied, started and attached"),
    once({V::pcp_node_count, "pcp_node_count", T::flag}, of_pcp(),
         "asks for the number of backends"),
    once({V::pcp_node_info, "pcp_node_info", T::backend}, of_pcp(), "asks for one backend's line"),
    once({V::pcp_watchdog_info, "pcp_watchdog_info", T::index}, of_pcp(),
         "asks a proxy's watchdog what it knows of all proxies, or of one: 0 is itself"),
    untold(once({V::pcp_proc_count, "pcp_proc_count", T::flag}, of_pcp(),
                "asks for the pids of the session processes")),
    untold(once({V::pcp_proc_info, "pcp_proc_info", T::flag}, of_pcp(),
                "asks for the pooled connections")),
    untold(
        once({V::pcp_pool_status, "pcp_pool_status", T::flag}, of_pcp(), "asks for all settings")),
    once({V::pcp_stop, "pcp_stop", T::flag}, of_pcp("mode"), "stops a proxy through its pcp port"),
    once({V::psql, "psql", T::query},
         {"via", "client", "from", "answer", "exit", "killed_after", "connect_timeout"},
         "one session with one query: show pool_nodes, the replication view, a read, a write"),
    once({V::delete_status_file, "delete_status_file", T::proxies}, {},
         "removes a proxy's status file"),
    once({V::reload, "reload", T::proxies}, {"set"},
         "changes lines of its configuration file and tells the proxy to read it again"),
    once({V::wait, "wait", T::span}, {}, "does nothing for a span or a range"),
};

constexpr std::array options{
    Key{"for", Form::span, "", "of a lasting action: it is undone after that"},
    Key{"as", Form::text, "", "a name for what the target turned out to be"},
    Key{"mode", Form::word, "\"fast\"", "how to stop", "smart|fast|immediate"},
    Key{"reaction", Form::range, "\"0.5s..2s\"", "of the operator between two proxies"},
    Key{"together", Form::boolean, "false", "starts all proxies at one instant"},
    Key{"discard_status", Form::boolean, "false", "starts with -D: the status file is discarded"},
    Key{"process", Form::text, "all",
        "the kind of process: main, watchdog, lifecheck, …; of a database backend or postmaster"},
    Key{"synchronous_standby_names", Form::text, "", "as the server's own parameter"},
    Key{"size", Form::bytes, "\"64MB\"", "how much WAL"},
    Key{"plane", Form::word, "all", "which traffic is cut",
        "watchdog|lifecheck|health|client|admin|replication"},
    Key{"reject", Form::boolean, "false",
        "a firewall answers with a reset, instead of dropping packets"},
    Key{"by", Form::span, "", "how far: \"30s\" ahead, \"-30s\" back"},
    Key{"gains", Form::span, "", "what the clock gains in an hour; \"-2s\": it loses"},
    Key{"takes", Form::range, "\"1s\"", "how long a save takes"},
    Key{"lines", Form::texts, "", "what the status file says then"},
    Key{"from", Form::host, "the proxy's host", "the host that the tool is run on"},
    Key{"on", Form::proxy, "", "through which proxy"},
    Key{"via", Form::proxy, "", "through which proxy"},
    Key{"client", Form::text, "\"operator\"", "who asks; its sessions are counted"},
    Key{"set", Form::table, "", "parameters and their new values: { health_check_period = 0 }"},
    Key{"gracefully", Form::boolean, "false", "-g: waits until no client is connected"},
    Key{"verbose", Form::boolean, "false", "-v: the long form of what the tool prints"},
    Key{"login", Form::word, "\"right\"", "what of the pcp tool's user and password is wrong",
        "right|wrong_password|no_password_file|unknown_user"},
    Key{"pcp_port", Form::integer, "the proxy's", "-p: the port that the pcp tool connects to"},
    Key{"killed_after", Form::span, "", "the tool is killed after that; its exit status is 124"},
    Key{"connect_timeout", Form::span, "",
        "psql gives up if its session is not open after that; its exit status is 2"},
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

std::string_view tool_name(const VerbRule& rule) {
    return rule.verb == Verb::pcp_stop ? "pcp_stop_pgpool" : rule.name;
}

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
        case Takes::index:
            return "true, or the index of a proxy: 0 is the one that is asked";
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
