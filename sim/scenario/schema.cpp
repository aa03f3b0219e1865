// The tables of the format (scenario-format). Order is the order of the reference.
#include "sim/scenario/schema.hpp"

#include <array>

#include "sim/scenario/synchronous.hpp"

namespace sim::scenario {

namespace {

constexpr std::array top_keys{
    Key{"version", Form::integer, "", "the version of this format: 1", "", true},
    Key{"title", Form::text, "", "one line for reports", "", true},
    Key{"source", Form::text, "\"\"", "where the story comes from"},
    Key{"seed", Form::integer, "0", "the default seed of this file"},
    Key{"date", Form::date, "2024-01-01T00:00:00Z",
        "the wall clock at t = 0: logs print it, cron runs by it"},
    Key{"outcome", Form::text, "\"\"",
        "\"violates:<oracle>\": the run is as expected if it violates that oracle"},
    Key{"start", Form::word, "\"serving\"",
        "serving: all runs at t = 0; cold: the steps start things", "serving|cold"},
    Key{"settle", Form::word, "\"on\"", "after the last step heal what is open and settle",
        "on|off"},
    Key{"extends", Form::text, "", "a preset file, beside this one, that gives a cluster"},
    Key{"cluster", Form::table, "", "the logic under test and its dialect"},
    Key{"host", Form::list, "", "the hosts"},
    Key{"link", Form::list, "", "what the network between hosts or zones is like"},
    Key{"database", Form::table, "", "what all database servers have in common"},
    Key{"proxy", Form::table, "", "what all proxies have in common: the product's parameters"},
    Key{"choices", Form::table, "", "answers pinned by name"},
    Key{"load", Form::list, "", "clients that write or read all the time"},
    Key{"waive", Form::table, "", "oracles that may be violated, each with a reason"},
    Key{"always", Form::list, "", "conditions that hold for the whole run"},
    Key{"never", Form::list, "", "conditions that never hold in the whole run"},
    Key{"sometimes", Form::list, "", "conditions that come true in a share of the seeds"},
    Key{"step", Form::list, "", "the story, from top to bottom"},
    Key{"variant", Form::list, "", "the same story under other settings"},
    Key{"chaos", Form::table, "", "how 'simrun chaos' plans faults for this cluster"},
    Key{"nemesis", Form::list, "", "faults that it plans"},
};

constexpr std::array cluster_keys{
    Key{"logic", Form::text, "\"interlock\"",
        "the failover logic under test ('simrun list logics')"},
    Key{"dialect", Form::text, "\"v8r3\"",
        "wording, tables and log lines as this vendor prints them; data only"},
};

constexpr std::array host_keys{
    Key{"name", Form::text, "", "the host's name, as steps and conditions call it", "", true},
    Key{"address", Form::text, "", "its address, as tables and log lines print it", "", true},
    Key{"database", Form::any, "",
        "\"primary\", \"standby\" or a table with role and what differs from [database]"},
    Key{"proxy", Form::any, "", "true, or a table of what differs from [proxy]"},
    Key{"zone", Form::text, "", "the name of the place where it stands, for [[link]]"},
    Key{"boot", Form::range, "\"30s..60s\"", "from power_on to the start of its services"},
    Key{"starts_at_boot", Form::word, "\"both\"", "what starts by itself after a boot",
        "both|database|proxy|nothing"},
    Key{"clock", Form::span, "\"0s\"", "how far its clock is ahead at the start; \"-2s\": behind"},
};

constexpr std::array link_keys{
    Key{"between", Form::texts, "", "two hosts or zones; both directions", "", true},
    Key{"latency", Form::range, "\"0s\"", "of a packet, besides the local network's own"},
    Key{"loss", Form::decimal, "0", "share of packets that are lost; TCP sends them again"},
    Key{"duplicate", Form::decimal, "0", "share of datagrams that arrive twice"},
    Key{"reorder", Form::decimal, "0", "share of datagrams that later ones overtake"},
};

constexpr std::array database_keys{
    Key{"port", Form::integer, "54321", "where it listens"},
    Key{"recovery_job", Form::span, "none", "period of the vendor's recovery job on its host"},
    Key{"running", Form::boolean, "true, with start = \"cold\" false",
        "it runs when the run begins"},
    Key{"lsn", Form::lsn, "\"0/3000060\"", "where its WAL stands at the start"},
    Key{"timeline", Form::integer, "1", "the timeline of its WAL at the start"},
    Key{"recovery_target_timeline", Form::word, "\"latest\"",
        "whether a standby goes over to a new timeline of its upstream", "latest|current"},
    Key{"wal_log_hints", Form::boolean, "true", "pg_rewind needs it"},
    Key{"size", Form::bytes, "\"512MB\"", "of the data directory: what a copy takes"},
    Key{"version", Form::word, "\"9.6\"", "of PostgreSQL: its words, its views, its rules",
        "9.6|10|11|12|13|14|15|16"},
    Key{"profile", Form::word, "\"fast\"",
        "how long things take: as measured on a fast machine, or as on a big one (assumed)",
        "fast|prod"},
    Key{"synchronous_standby_names", Form::text, "\"\"", "application names that commits wait for"},
    Key{"synchronous_commit", Form::word, "\"on\"", "how far they wait", synchronous_commit_words},
    Key{"hot_standby", Form::boolean, "true", "a standby answers reads"},
    Key{"restart_after_crash", Form::boolean, "true",
        "the server starts anew when one of its processes dies"},
    Key{"max_connections", Form::integer, "100", "sessions at a time"},
    Key{"superuser_reserved_connections", Form::integer, "3", "of them kept for superusers"},
    Key{"max_wal_senders", Form::integer, "10", "standbys that it feeds at a time"},
    Key{"wal_keep_size", Form::bytes, "\"0B\"", "WAL kept for standbys that come late"},
    Key{"max_wal_size", Form::bytes, "\"1GB\"", "so much WAL brings a checkpoint"},
    Key{"slot", Form::boolean, "false", "as a standby: its primary keeps all WAL that it needs"},
    Key{"max_slot_wal_keep_size", Form::bytes, "without limit", "at most so much for each slot"},
    Key{"disk", Form::bytes, "without limit",
        "of the file system: data and WAL beyond it are a PANIC"},
    Key{"data_directory", Form::text, "\"/opt/Kingbase/ES/V8/data\"",
        "as the product's commands get it"},
    Key{"weight", Form::decimal, "1", "backend_weight: its share of load-balanced reads"},
    Key{"flag", Form::word, "\"ALLOW_TO_FAILOVER\"", "backend_flag",
        "ALLOW_TO_FAILOVER|DISALLOW_TO_FAILOVER"},
};

constexpr std::array host_database_keys{
    Key{"role", Form::word, "", "primary or standby at the start", "primary|standby", true},
    Key{"application_name", Form::text, "the host's name", "as replication views print it"},
};

constexpr std::array proxy_keys{
    Key{"port", Form::integer, "9999", "where clients connect"},
    Key{"wd_port", Form::integer, "9000", "where the peers' watchdogs connect"},
    Key{"pcp_port", Form::integer, "9898", "where the pcp tools connect"},
    Key{"wd_priority", Form::integer, "1", "the higher one wins an election"},
    Key{"wd_hostname", Form::text, "the host's address", "how the peers call it"},
    Key{"status_file", Form::texts, "none",
        "the status file found at the start, one word a backend"},
    Key{"status_path", Form::text, "pgpool_status in the system's temporary directory",
        "the status file as log lines print it"},
    Key{"commands", Form::table, "", "the commands that the product runs"},
};

constexpr std::array command_names{
    Key{"failover", Form::table, "", "failover_command: a backend went down"},
    Key{"failback", Form::table, "", "failback_command: a backend was attached"},
    Key{"follow_master", Form::table, "", "follow_master_command: after a promotion, per backend"},
    Key{"recovery_1st_stage", Form::table, "",
        "recovery_1st_stage_command: copies the primary for pcp_recovery_node; `takes` is not "
        "heeded"},
    Key{"wd_escalation", Form::table, "", "wd_escalation_command: this proxy became leader"},
    Key{"wd_de_escalation", Form::table, "", "wd_de_escalation_command: it is leader no more"},
    Key{"if_up", Form::table, "", "if_up_cmd: gives the leader's host the virtual address"},
    Key{"if_down", Form::table, "", "if_down_cmd: takes it away"},
    Key{"arping", Form::table, "", "arping_cmd: tells the network who has it"},
};

constexpr std::array command_keys{
    Key{"takes", Form::range, "\"15ms\"", "how long it runs"},
    Key{"does", Form::word, "\"nothing\"",
        "what it does to the databases; all but nothing is not modelled yet",
        "nothing|promote_new_master|follow_new_master"},
    Key{"after", Form::span, "\"0s\"",
        "how long it has run when it does that; its exit status tells what it found at its start"},
    Key{"exit", Form::integer, "0", "its exit status"},
    Key{"line", Form::text, "/usr/local/bin/<name>.sh %d %h %p %D %m %H %M %P %r %R",
        "the command line, with the product's placeholders"},
};

constexpr std::array step_keys{
    Key{"name", Form::text, "", "one line for reports", "", true},
    Key{"do", Form::any, "", "an action, or a list of actions begun at one instant"},
    Key{"expect", Form::condition, "", "must become true within `within`"},
    Key{"within", Form::span, "from the configuration, where only beliefs are compared",
        "span of expect and of log"},
    Key{"check", Form::condition, "", "is true when the actions are complete"},
    Key{"hold", Form::condition, "", "stays true throughout `for`"},
    Key{"never", Form::condition, "", "stays false throughout `for`"},
    Key{"for", Form::span, "", "span of hold and of never"},
    Key{"observe", Form::list, "", "several observations, each a table"},
    Key{"pool_nodes", Form::table, "", "asks a proxy for show pool_nodes: pool_nodes.<proxy>"},
    Key{"stat_replication", Form::table, "",
        "asks a database for its replication view: stat_replication.<database>"},
    Key{"watchdog_info", Form::table, "", "asks a proxy's watchdog: watchdog_info.<proxy>"},
    Key{"log", Form::table, "", "messages that must appear in this order: log.<proxy> = [ … ]"},
    Key{"after", Form::span, "\"0s\"", "waits this long after the step above has ended"},
    Key{"at", Form::span, "", "starts at this time from t = 0"},
    Key{"when", Form::condition, "",
        "starts when this first becomes true, from the beginning of the steps above on"},
    Key{"start", Form::text, "", "\"with '<step>'\": starts beside that step"},
    Key{"detach", Form::boolean, "false", "does not wait for its actions to return"},
    Key{"timeout", Form::span, "\"10min\"", "for `when`, and for an action to return"},
    Key{"repeat", Form::table, "", "repeats the step's actions, each round when the last returned"},
};

constexpr std::array observation_keys{
    Key{"expect", Form::condition, "", "must become true within `within`"},
    Key{"within", Form::span, "from the configuration, where only beliefs are compared",
        "span of expect"},
    Key{"check", Form::condition, "", "is true when the actions are complete"},
    Key{"hold", Form::condition, "", "stays true throughout `for`"},
    Key{"never", Form::condition, "", "stays false throughout `for`"},
    Key{"for", Form::span, "", "span of hold and of never"},
};

constexpr std::array repeat_keys{
    Key{"every", Form::span, "", "from one beginning to the next", "", true},
    Key{"times", Form::integer, "", "how often in all", "", true},
};

constexpr std::array look_keys{
    Key{"table", Form::text, "", "the expected table, as psql or the pcp tool prints it"},
    Key{"partial", Form::boolean, "false", "the table leaves out rows"},
    Key{"peek", Form::boolean, "false", "looks without being a session: changes nothing"},
};

constexpr std::array always_keys{
    Key{"condition", Form::condition, "", "the condition", "", true},
};

constexpr std::array sometimes_keys{
    Key{"condition", Form::condition, "", "what is to be seen at least once in a run", "", true},
    Key{"share", Form::decimal, "one run",
        "in at least this share of the seeds: 0.1 is every tenth; `--seeds` judges it"},
};

constexpr std::array load_keys{
    Key{"name", Form::text, "", "as conditions call it: acknowledged(<name>)", "", true},
    Key{"kind", Form::word, "\"write\"",
        "what each of its transactions does; hold: stays open for `hold`, then commits",
        "write|read|hold"},
    Key{"via", Form::proxy, "", "the proxy that it connects to", "", true},
    Key{"from", Form::host, "the proxy's host", "the host that its client runs on"},
    Key{"rate", Form::rate, "", "transactions begun; this or `think`"},
    Key{"think", Form::range, "", "from the end of one transaction to the beginning of the next"},
    Key{"retry", Form::range, "\"1s\"", "from one attempt to connect to the next, after a cut"},
    Key{"hold", Form::range, "", "of kind hold: how long a transaction stays open"},
};

constexpr std::array variant_keys{
    Key{"name", Form::text, "", "what reports call it", "", true},
    Key{"set", Form::table, "",
        "dotted keys and their values: { \"proxy.health_check_period\" = 0 }"},
    Key{"outcome", Form::text, "the story's", "as at the top"},
    Key{"waive", Form::table, "the story's", "oracles that it may violate besides"},
    Key{"step", Form::list, "", "steps of the story, by name, with the observations that differ"},
};

constexpr std::array chaos_keys{
    Key{"preset", Form::text, "\"gentle\", without [[nemesis]]",
        "faults and budgets to begin with ('simrun list chaos')"},
    Key{"span", Form::span, "\"10min\"", "faults begin within this span"},
    Key{"db_down", Form::integer, "1", "databases down at one time, at most"},
    Key{"proxy_down", Form::integer, "1", "proxies down at one time, at most"},
    Key{"open_faults", Form::integer, "2", "faults open at one time, at most"},
    Key{"min_gap", Form::span, "\"0s\"", "from the end of one fault to the next"},
    Key{"majority_connected", Form::boolean, "false", "no fault parts the hosts in halves"},
    Key{"no_operator_needed", Form::boolean, "false", "nobody types commands"},
    Key{"keep_a_copy", Form::boolean, "false",
        "one database is left alone until what befell the others is over"},
    Key{"vary", Form::table, "",
        "settings drawn for each plan: { \"proxy.health_check_period\" = [5, 30] }"},
};

constexpr std::array nemesis_keys{
    Key{"kind", Form::text, "", "a fault of the menu ('simrun list chaos')", "", true},
    Key{"rate", Form::rate, "\"1/h\"", "how often in simulated time, on average"},
    Key{"length", Form::range, "as the menu says", "until it is undone"},
    Key{"targets", Form::texts, "as the menu says", "hosts and roles that it may fall upon"},
    Key{"align", Form::text, "any time",
        "so long after another fault: a timer of the product ('simrun list chaos')"},
    Key{"during_recovery", Form::boolean, "false", "begins while another fault is being got over"},
    Key{"repeat", Form::integer, "1", "so often in a row"},
    Key{"gap", Form::span, "\"10s\"", "between those"},
};

}  // namespace

namespace schema {

const Section top{"the top level", "the scenario", top_keys};
const Section cluster{"[cluster]", "what is simulated", cluster_keys};
const Section host{"[[host]]", "a machine; carries a database, a proxy, both or none", host_keys};
const Section link{"[[link]]", "the network between two places", link_keys};
const Section database{"[database]", "all database servers; a host's own table overrides it",
                       database_keys};
const Section host_database{"[[host]] database = {…}",
                            "one database server: these keys, and those of [database]",
                            host_database_keys};
const Section proxy{"[proxy]", "all proxies; a host's own table overrides it", proxy_keys,
                    "the product's own parameters, in its own units"};
const Section commands{"[proxy.commands]", "the commands that the product runs, modelled",
                       command_names};
const Section command{"[proxy.commands] … = {…}", "one command", command_keys};
const Section choices{"[choices]",
                      "answers pinned by name; 'simrun FILE --choices' prints names",
                      {},
                      "names of choices: a host, a span, true, false or a number"};
const Section step{"[[step]]", "an action, an observation, or both", step_keys};
const Section observation{"observe = [ {…} ]", "one observation", observation_keys};
const Section repeat{"repeat = {…}", "repeats a step's actions", repeat_keys};
const Section look{"pool_nodes.<proxy> = {…}", "a look with options; else the table alone, or true",
                   look_keys};
const Section always{"[[always]] or [[never]]", "conditions over the whole run", always_keys};
const Section sometimes{"[[sometimes]]", "what must happen, but not in every run", sometimes_keys};
const Section load{"[[load]]", "clients that work all the time and remember every outcome",
                   load_keys};
const Section waive{
    "[waive]", "oracles that this scenario may violate", {}, "ids of oracles, each with a reason"};
const Section variant{"[[variant]]", "the story under other settings", variant_keys};
const Section chaos{"[chaos]", "what 'simrun chaos' plans, and what it keeps whole", chaos_keys};
const Section nemesis{"[[nemesis]]", "a fault that it plans", nemesis_keys};

}  // namespace schema

std::span<const Section* const> sections() {
    static constexpr std::array all{&schema::top,       &schema::cluster,  &schema::host,
                                    &schema::link,      &schema::database, &schema::host_database,
                                    &schema::proxy,     &schema::commands, &schema::command,
                                    &schema::choices,   &schema::step,     &schema::observation,
                                    &schema::repeat,    &schema::look,     &schema::always,
                                    &schema::sometimes, &schema::load,     &schema::waive,
                                    &schema::variant,   &schema::chaos,    &schema::nemesis};
    return all;
}

std::string_view form_words(Form form) {
    switch (form) {
        case Form::text:
            return "a text";
        case Form::word:
            return "one of a few words";
        case Form::integer:
            return "a whole number";
        case Form::boolean:
            return "true or false";
        case Form::date:
            return "a date and time with offset, like 2023-08-04T16:20:00+08:00";
        case Form::span:
            return "a span of time like \"1min30s\"";
        case Form::range:
            return "a span like \"2s\" or a range like \"2s..5s\"";
        case Form::rate:
            return "a rate like \"20/s\"";
        case Form::bytes:
            return "a number of bytes like \"512MB\"";
        case Form::lsn:
            return "a WAL position like \"1/72000D10\"";
        case Form::decimal:
            return "a number like 0.5";
        case Form::condition:
            return "a condition between quotes";
        case Form::host:
            return "the name of a host";
        case Form::database:
            return "the name of a host with a database";
        case Form::proxy:
            return "the name of a host with a proxy";
        case Form::texts:
            return "a list of texts";
        case Form::list:
            return "a list of tables";
        case Form::table:
            return "a table";
        case Form::any:
            return "one of several kinds";
    }
    return "";
}

}  // namespace sim::scenario
