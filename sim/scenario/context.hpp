// What the parts of the compiler share while one scenario is made from a file's tree. Each part
// writes what it finds wrong into the Reader and goes on, so that all mistakes are told at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failover/catalogue.hpp"
#include "sim/scenario/condition.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::scenario {

struct VerbRule;

struct Context {
    Reader& reader;
    const LogicCatalogues& catalogues;
    Scenario& scenario;
    const failover::Catalogue* catalogue = nullptr;  ///< of `logic`; none: unknown logic
    const DialectWords* dialect = nullptr;
    bool several_proxies = false;  ///< then the watchdog is on by default

    [[nodiscard]] KnownNames names() const {
        return {scenario.hosts, scenario.loads, scenario.names};
    }
};

// ---- the cluster: cluster.cpp, database.cpp, parameters.cpp
// -------------------------------------------------

/// [cluster], [[host]], [database], [proxy]: hosts, databases, proxies of the scenario.
void compile_cluster(Context& context, const Entry& root);

/// A host's own table, and the common one; either may be null.
struct Tables {
    const Entry* own = nullptr;
    const Entry* common = nullptr;
    /// The one that has a key.
    [[nodiscard]] const Entry* with(std::string_view key) const {
        if (own != nullptr && own->kind == Entry::Kind::table && own->find(key)) return own;
        return common != nullptr && common->find(key) != nullptr ? common : nullptr;
    }
};

/// One database server, all defaults filled in (database.cpp).
[[nodiscard]] DatabaseSpec read_database(Context& context, HostId host, const Tables& tables);

/// The product's parameters of one proxy: `[proxy]` and the host's own table over the defaults.
/// `own` may be null.
void compile_parameters(Context& context, ProxySpec& proxy, const Entry* common, const Entry* own);

/// New values for a running proxy, as `set` of a reload has them.
void compile_changes(Context& context, const Entry& table,
                     std::vector<failover::ParameterChange>& out);

// ---- machines and links: machines.cpp ----------------------------------------------------------

/// What a [[host]] says of its machine.
void compile_machine(Context& context, const Entry& table, HostSpec& host);
/// [[link]]. REQUIRES: the hosts are known.
void compile_links(Context& context, const Entry& root);
[[nodiscard]] LinkQuality compile_quality(Context& context, const Entry& table);
/// What actions on machines, the network and disks take besides their targets; the host of a tool.
void compile_disturbance(Context& context, const Entry& table, const VerbRule& rule,
                         Action& action);

// ---- the story: step.cpp, observation.cpp, action.cpp, look.cpp -------------------------------

void compile_steps(Context& context, const Entry& root);

/// expect, check, hold and never of a step or of an element of `observe`.
void compile_observations(Context& context, const Entry& table, std::vector<Observation>& out);

/// A condition between quotes. `only_beliefs` as Condition's.
struct CompiledCondition {
    std::optional<Expression> expression;
    bool only_beliefs = false;
};
[[nodiscard]] CompiledCondition compile_condition_of(Context& context, const Entry& value);
/// The same for `when` and for the whole run: no step has begun that `changes` could count from.
[[nodiscard]] std::optional<Expression> compile_when(Context& context, const Entry& value);

/// Further keys of what is done to a database (database.cpp).
void compile_database_options(Context& context, const Entry& table, Action& action);

/// `do`: one action or a list.
void compile_actions(Context& context, const Entry& value, std::vector<Action>& out);

/// pool_nodes, stat_replication, watchdog_info and log of a step.
void compile_looks(Context& context, const Entry& step_table, Step& step);

/// A pasted table. `partial`: it leaves out rows.
[[nodiscard]] std::optional<Table> compile_table(Context& context, const Entry& value,
                                                 TableKind kind, bool partial);

/// One line of a log, or the text of an answer, as message and arguments.
[[nodiscard]] std::optional<LogExpectation::Line> compile_line(Context& context,
                                                               const Entry& value);

/// `/…/` as such a line. REQUIRES: the logic is known.
[[nodiscard]] std::optional<LogExpectation::Line> compile_pattern(Context& context,
                                                                  const Entry& value);

// ---- the rest: rest.cpp -----------------------------------------------------------------------

void compile_head(Context& context, const Entry& root);
void compile_loads(Context& context, const Entry& root);
void compile_choices(Context& context, const Entry& root);
void compile_conditions_of_run(Context& context, const Entry& root);

/// Whether the text may become a name for something: not a host's, not a word of the format. If
/// not, that has been said.
[[nodiscard]] bool check_new_name(Context& context, const Entry& value);

/// The host of that name; what is wrong has been said. `value` is a text.
[[nodiscard]] const HostSpec* find_host(Context& context, const Entry& value);
[[nodiscard]] std::optional<ProxyId> find_proxy(Context& context, const Entry& value);
[[nodiscard]] std::optional<DatabaseId> find_database(Context& context, const Entry& value);
/// The same for a key, which is a host's name: `pool_nodes.<proxy>`.
[[nodiscard]] const HostSpec* find_host_of_key(Context& context, const Field& field);

}  // namespace sim::scenario
