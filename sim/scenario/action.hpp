// What a step does: verbs with their targets and options, and the answers that they must get.
// Texts and tables are compiled to numbers (scenario-format, Actions).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/cluster.hpp"
#include "sim/scenario/pattern.hpp"
#include "sim/scenario/pcp_call.hpp"
#include "sim/scenario/synchronous.hpp"
#include "sim/scenario/verb.hpp"
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

/// Who or what an action is done to. Roles, and names that an earlier action gave with `as`, are
/// resolved when it runs.
struct Target {
    enum class Kind : std::uint8_t { named, bound, primary, leader, a_standby, other };
    enum class Of : std::uint8_t { database, proxy, host };
    Kind kind = Kind::named;
    Of of = Of::database;  ///< what it is to be: a primary may be a database, or its host
    std::int32_t id = -1;  ///< named: which; other: than which; bound: index into Scenario::names
    bool operator==(const Target&) const = default;
};

/// A process of a database that can be killed alone.
enum class DatabaseProcess : std::uint8_t { backend, postmaster };
enum class StopMode : std::uint8_t { smart, fast, immediate };
enum class Query : std::uint8_t { show_pool_nodes, replication_view, read, write };

/// The expected answer of a command line: compiled against the catalogue.
struct ExpectedAnswer {
    /// success; count: arguments[0]; node_info: backend, port, status, weight in millionths;
    /// message: an error text of the catalogue, or the tool's own (facts::ToolText).
    enum class Form : std::uint8_t { success, message, count, node_info } form = Form::success;
    failover::MessageId id = 0;                  ///< of a message
    std::vector<failover::MessageId> same_text;  ///< further messages that read the same
    failover::MessageArguments arguments{};
    std::uint32_t given = 0;         ///< of a message: bit a: argument a is told by the text
    std::optional<Pattern> pattern;  ///< of `/…/`: it must be found in the text besides
    std::string source;
    Place place;
    bool operator==(const ExpectedAnswer&) const = default;
};

/// Whether a command's answer is the one expected: a message (0: success) with its arguments, or
/// what the command tells.
[[nodiscard]] bool meets(const ExpectedAnswer& expected, failover::MessageId id,
                         std::span<const std::int32_t> arguments);

struct Action {
    Verb verb = Verb::wait;
    std::vector<Target> targets;
    std::optional<Target> on;    ///< pcp: through which proxy; psql: `via`
    std::optional<Target> node;  ///< of a pcp command; the id may be one that is no backend
    StopMode mode = StopMode::fast;
    Span reaction;  ///< of the operator between two restarts
    bool together = false;
    bool discard_status = false;
    std::optional<std::uint8_t> process;  ///< role of a proxy's process; of a database:
                                          ///< DatabaseProcess
    std::optional<SynchronousNames> synchronous_names;  ///< alter_system
    std::optional<std::int64_t> bytes;                  ///< write_wal
    std::optional<Duration> lasts;                      ///< `for`: undone after that
    Span waits;                               ///< of `wait`; of slow_disk: what a save takes
    std::vector<std::vector<Target>> groups;  ///< partition
    std::vector<Target> from;                 ///< cut, heal
    std::vector<Target> to;
    std::optional<failover::Plane> plane;
    PcpCall pcp;
    std::vector<failover::ParameterChange> sets;  ///< reload: what the file says now
    bool rejects = false;               ///< cut, partition: packets are answered with a reset
    LinkQuality quality;                ///< link
    Duration amount{};                  ///< by how much a clock jumps, or what it gains in an hour
    std::optional<HostId> client_host;  ///< `from` of a tool; none: the proxy's own
    std::optional<std::vector<std::string>> lines;  ///< corrupt_file: what the file says then
    Query query = Query::show_pool_nodes;
    std::string client = "operator";
    std::optional<Duration> killed_after;     ///< a tool is ended then, with exit status 124
    std::optional<Duration> connect_timeout;  ///< psql: no session by then, and it gives up
    std::optional<ExpectedAnswer> answer;
    std::optional<Table> answer_table;
    std::optional<std::int32_t> exit_status;
    std::optional<std::uint32_t> bind;  ///< `as`: index into Scenario::names
    Place place;
    bool operator==(const Action&) const = default;
};

}  // namespace sim::scenario
