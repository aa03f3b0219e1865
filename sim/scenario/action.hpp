// What a step does: verbs with their targets and options, and the answers that they must get.
// Texts and tables are compiled to numbers (scenario-format, Actions).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/words.hpp"

namespace sim::scenario {

enum class TableKind : std::uint8_t { pool_nodes, stat_replication, watchdog_info };

/// An expected table: only the columns given are compared. Cells are compiled to numbers:
/// column numbers are those of sim/facts/tables.hpp, and so is what a cell's number means.
struct Table {
    TableKind kind = TableKind::pool_nodes;
    bool partial = false;
    std::vector<std::uint8_t> columns;
    std::vector<std::vector<std::int64_t>> rows;
    std::string source;  ///< as pasted
    Place place;
    bool operator==(const Table&) const = default;
};

enum class Verb : std::uint8_t {
    start_database,
    stop_database,
    kill_database,
    pause_database,
    resume_database,
    promote_database,
    rewind_database,
    rebuild_database,
    enable_recovery_job,
    disable_recovery_job,
    start_proxy,
    stop_proxy,
    restart_proxy,
    kill_proxy,
    pause_proxy,
    power_off,
    power_on,
    pause_host,
    partition,
    cut,
    link,
    heal,
    jump_clock,
    drift_clock,
    fill_disk,
    slow_disk,
    lose_unsynced,
    corrupt_file,
    pcp_attach_node,
    pcp_detach_node,
    pcp_promote_node,
    pcp_recovery_node,
    pcp_node_count,
    pcp_node_info,
    pcp_watchdog_info,
    pcp_stop,
    psql,
    delete_status_file,
    reload,
    wait,
};

/// Who or what an action is done to; roles are resolved when it runs.
struct Target {
    enum class Kind : std::uint8_t {
        database,
        proxy,
        host,
        bound,
        primary,
        leader,
        a_standby,
        other
    } kind = Kind::database;
    std::int32_t id = -1;  ///< of the database, proxy or host, or of the binding
    bool operator==(const Target&) const = default;
};

enum class StopMode : std::uint8_t { smart, fast, immediate };
enum class Query : std::uint8_t { show_pool_nodes, replication_view, read, write };

/// The expected answer of a command line: compiled against the catalogue.
struct ExpectedAnswer {
    /// success: `… -- Command Successful`; count: arguments[0]; node_info: backend, port, status,
    /// weight in millionths; message: an error text of the catalogue.
    enum class Form : std::uint8_t { success, message, count, node_info } form = Form::success;
    failover::MessageId id = 0;  ///< of a message
    failover::MessageArguments arguments{};
    bool any_arguments = false;
    std::string source;
    Place place;
    bool operator==(const ExpectedAnswer&) const = default;
};

struct Action {
    Verb verb = Verb::wait;
    std::vector<Target> targets;
    std::optional<ProxyId> on;  ///< pcp: through which proxy; psql: `via`
    std::int32_t node = -1;     ///< backend id of a pcp command
    StopMode mode = StopMode::fast;
    Span reaction;  ///< of the operator between two restarts
    bool together = false;
    bool discard_status = false;
    std::optional<std::uint8_t> process;      ///< role of a proxy's process
    std::optional<Duration> lasts;            ///< `for`: undone after that; of `wait`: how long
    std::vector<std::vector<HostId>> groups;  ///< partition
    std::vector<HostId> from;                 ///< cut
    std::vector<HostId> to;
    std::optional<failover::Plane> plane;
    Query query = Query::show_pool_nodes;
    std::string client = "operator";
    std::optional<ExpectedAnswer> answer;
    std::optional<Table> answer_table;
    std::optional<std::int32_t> exit_status;
    std::string bind;  ///< `as`
    Place place;
    bool operator==(const Action&) const = default;
};

}  // namespace sim::scenario
