// A run as data: the cluster, then steps from top to bottom. What scenario-format.md describes,
// checked and compiled: names are ids, spans are nanoseconds, messages and tables are typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/choices.hpp"
#include "failover/logic.hpp"
#include "sim/facts/facts.hpp"
#include "sim/scenario/expression.hpp"

namespace sim::scenario {

using engine::Duration;
using facts::DatabaseId;
using facts::HostId;
using failover::ProxyId;

/// Where something stands in its file; line and column from 1.
struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    bool operator==(const Place&) const = default;
};

/// A span, or a range that is drawn.
struct Span {
    Duration least{};
    Duration most{};
    bool operator==(const Span&) const = default;
};

// ---- the cluster ---------------------------------------------------------------------------------

/// A database server. `[database]` merged with the host's own keys.
struct DatabaseSpec {
    HostId host;
    facts::DatabaseRole role = facts::DatabaseRole::standby;
    std::string application_name;      ///< default: the host's name
    std::int32_t port = 54321;
    std::optional<Duration> recovery_job;   ///< period of the vendor's cron job
    bool running_at_start = true;
    std::uint64_t first_lsn = 0;       ///< where WAL stands at the start
    std::uint32_t first_timeline = 1;
    std::string data_directory;
    std::int64_t weight_millionths = 1'000'000;  ///< backend_weight
    bool disallow_to_failover = false;           ///< backend_flag
    bool operator==(const DatabaseSpec&) const = default;
};

/// What a command of the product does when it runs (`[proxy.commands]`).
struct CommandSpec {
    std::int16_t parameter = 0;        ///< index into Catalogue::parameters
    Span takes;
    enum class Does : std::uint8_t { nothing, promote_new_master, follow_new_master } does{};
    std::int32_t exit_status = 0;
    bool operator==(const CommandSpec&) const = default;
};

struct ProxySpec {
    HostId host;
    std::vector<failover::ParameterValue> parameters;  ///< one per Catalogue::parameters
    std::int32_t port = 9999;
    std::int32_t wd_port = 9000;
    std::int32_t pcp_port = 9898;
    std::int32_t wd_priority = 1;
    std::string wd_hostname;           ///< as the peers call it; default: the host's address
    std::optional<failover::StatusFile> status_file;
    std::vector<CommandSpec> commands;
    std::string status_path;           ///< as log lines print it
    bool operator==(const ProxySpec&) const = default;
};

struct HostSpec {
    std::string name;
    std::string address;
    std::optional<DatabaseId> database;
    std::optional<ProxyId> proxy;
    bool operator==(const HostSpec&) const = default;
};

// ---- tables that are asked for or expected ---------------------------------------------------------

enum class TableKind : std::uint8_t { pool_nodes, stat_replication, watchdog_info };

/// An expected table: only the columns given are compared. Cells are compiled to numbers:
/// column numbers are those of sim/facts/tables.hpp, and so is what a cell's number means.
struct Table {
    TableKind kind = TableKind::pool_nodes;
    bool partial = false;
    std::vector<std::uint8_t> columns;
    std::vector<std::vector<std::int64_t>> rows;
    std::string source;                ///< as pasted
    Place place;
    bool operator==(const Table&) const = default;
};

// ---- actions -------------------------------------------------------------------------------------

enum class Verb : std::uint8_t {
    start_database, stop_database, kill_database, pause_database, promote_database,
    rewind_database, rebuild_database, enable_recovery_job, disable_recovery_job,
    start_proxy, stop_proxy, restart_proxy, kill_proxy, pause_proxy,
    power_off, power_on, pause_host, partition, cut, link, heal, jump_clock, drift_clock,
    fill_disk, slow_disk, lose_unsynced, corrupt_file,
    pcp_attach_node, pcp_detach_node, pcp_promote_node, pcp_recovery_node, pcp_node_count,
    pcp_node_info, pcp_watchdog_info, pcp_stop, psql, delete_status_file, reload, wait,
};

/// Who or what an action is done to; roles are resolved when it runs.
struct Target {
    enum class Kind : std::uint8_t {
        database, proxy, host, bound, primary, leader, a_standby, other
    } kind = Kind::database;
    std::int32_t id = -1;              ///< of the database, proxy or host, or of the binding
    bool operator==(const Target&) const = default;
};

enum class StopMode : std::uint8_t { smart, fast, immediate };
enum class Query : std::uint8_t { show_pool_nodes, replication_view, read, write };

/// The expected answer of a command line: compiled against the catalogue.
struct ExpectedAnswer {
    /// success: `… -- Command Successful`; count: arguments[0]; node_info: backend, port, status,
    /// weight in millionths; message: an error text of the catalogue.
    enum class Form : std::uint8_t { success, message, count, node_info } form = Form::success;
    failover::MessageId id = 0;        ///< of a message
    failover::MessageArguments arguments{};
    bool any_arguments = false;
    std::string source;
    Place place;
    bool operator==(const ExpectedAnswer&) const = default;
};

struct Action {
    Verb verb = Verb::wait;
    std::vector<Target> targets;
    std::optional<ProxyId> on;         ///< pcp: through which proxy; psql: `via`
    std::int32_t node = -1;            ///< backend id of a pcp command
    StopMode mode = StopMode::fast;
    Span reaction;                     ///< of the operator between two restarts
    bool together = false;
    bool discard_status = false;
    std::optional<std::uint8_t> process;     ///< role of a proxy's process
    std::optional<Duration> lasts;     ///< `for`: undone after that; of `wait`: how long
    std::vector<std::vector<HostId>> groups; ///< partition
    std::vector<HostId> from;          ///< cut
    std::vector<HostId> to;
    std::optional<failover::Plane> plane;
    Query query = Query::show_pool_nodes;
    std::string client = "operator";
    std::optional<ExpectedAnswer> answer;
    std::optional<Table> answer_table;
    std::optional<std::int32_t> exit_status;
    std::string bind;                  ///< `as`
    Place place;
    bool operator==(const Action&) const = default;
};

// ---- observations -----------------------------------------------------------------------------------

struct Observation {
    enum class Kind : std::uint8_t { expect, check, hold, never } kind = Kind::expect;
    Expression condition;
    std::optional<Duration> span;      ///< within / for; none: derived from the configuration
    Place place;
    bool operator==(const Observation&) const = default;
};

/// A table asked for after the other observations have settled.
struct Look {
    TableKind kind = TableKind::pool_nodes;
    std::int32_t target = 0;           ///< proxy, or database for stat_replication
    bool peek = false;
    std::optional<Table> expected;
    Place place;
    bool operator==(const Look&) const = default;
};

/// Log messages that must appear in this order in one proxy's log, others between them allowed.
struct LogExpectation {
    ProxyId proxy;
    struct Line {
        failover::MessageId id = 0;
        std::vector<failover::MessageId> same_text;  ///< further messages that read the same
        bool detail = false;           ///< the text is the DETAIL, HINT or CONTEXT of `id`
        std::vector<std::optional<std::int32_t>> arguments;  ///< none: any
        std::string pattern;           ///< of `/…/`; matched against rendered text
        std::string source;
        bool operator==(const Line&) const = default;
    };
    std::vector<Line> lines;
    Place place;
    bool operator==(const LogExpectation&) const = default;
};

struct Step {
    std::string name;
    std::vector<Action> actions;
    std::vector<Observation> observations;
    std::vector<Look> looks;
    std::vector<LogExpectation> logs;
    bool detach = false;
    Duration after{};
    std::optional<Duration> at;        ///< absolute, from t = 0
    std::optional<Expression> when;
    std::optional<std::uint32_t> beside;     ///< `start = "with '…'"`: index of that step
    std::optional<Duration> within;    ///< of the step, for logs
    Duration timeout = std::chrono::minutes{10};
    Duration repeat_every{};
    std::uint32_t repeat_times = 1;
    Place place;
    bool operator==(const Step&) const = default;
};

// ---- the rest ---------------------------------------------------------------------------------------

struct Load {
    enum class Kind : std::uint8_t { write, read } kind = Kind::write;
    std::string name;
    ProxyId via;
    Duration every{};                  ///< 1 / rate
    bool operator==(const Load&) const = default;
};

/// A pinned choice: its name as written, and the question it means.
struct PinSpec {
    std::string name;
    engine::Pin pin;
    Place place;
};

struct Waiver {
    std::string oracle;
    std::string reason;
    Place place;
    bool operator==(const Waiver&) const = default;
};

struct Scenario {
    std::string path;
    std::string title;
    std::string source;
    std::string variant;               ///< which one this is; empty: the story itself
    std::uint64_t seed = 0;
    std::int64_t date_seconds = 0;     ///< wall clock at t = 0, UTC seconds since 1970
    std::int32_t date_offset_seconds = 0;
    std::string outcome;               ///< empty, or the id of the oracle that must be violated
    std::string logic = "interlock";
    std::string dialect = "v8r3";
    bool serving_at_start = true;
    bool settle = true;

    std::vector<HostSpec> hosts;
    std::vector<DatabaseSpec> databases;
    std::vector<ProxySpec> proxies;
    std::vector<PinSpec> pins;
    std::vector<Step> steps;
    std::vector<Observation> always;
    std::vector<Observation> never;
    std::vector<Load> loads;
    std::vector<Waiver> waivers;
};

}  // namespace sim::scenario
