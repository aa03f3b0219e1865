#include "sim/simrun/typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "reports/actions.hpp"
#include "reports/psql.hpp"
#include "reports/tables.hpp"
#include "reports/watchdog_info.hpp"
#include "sim/checks/looked.hpp"
#include "sim/scenario/verbs.hpp"
#include "sim/simrun/snapshots.hpp"

namespace sim::simrun {
namespace {

/// The tables that actions printed, by step and action.
using Tables = std::map<std::pair<std::uint32_t, std::uint32_t>, checks::Cells>;

Tables tables_printed(const Judged& judged) {
    std::vector<std::int32_t> ports;
    for (const auto& backend : judged.cluster.backends) ports.push_back(backend.port);
    Tables tables;
    for (const checks::Looked& look : checks::looked_at(judged.telling.records, ports)) {
        if (look.index < checks::first_action_look) continue;
        const std::uint32_t action = look.index - checks::first_action_look;
        tables[{static_cast<std::uint32_t>(look.step.value), action}] = look.cells;
    }
    return tables;
}

std::string printed(const checks::Cells& cells, const scenario::Action& action,
                    const reports::Wording& wording) {
    if (cells.kind != checks::TableOf::watchdog_info) {
        return psql(reports::in_words(cells, wording));
    }
    return action.pcp.verbose ? reports::watchdog_info_verbose(cells, {}, wording)
                              : reports::watchdog_info_plain(cells, wording);
}

/// "pcp_detach_node -g 2", as the recordings' command lines are read.
std::string pcp_words(const scenario::Action& action) {
    std::string words(scenario::tool_name(scenario::rule_of(action.verb)));
    if (action.pcp.gracefully) words += " -g";
    if (action.node && !action.pcp.without_id) words += fmt::format(" {}", action.node->id);
    if (action.pcp.index >= 0) words += fmt::format(" {}", action.pcp.index);
    return words;
}

std::string psql_words(const scenario::Action& action) {
    return action.query == scenario::Query::show_pool_nodes ? "psql show pool_nodes" : "psql";
}

bool was_typed(const scenario::Action& action) {
    if (!action.on) return false;
    const std::string_view tool = scenario::rule_of(action.verb).name;
    return tool.starts_with("pcp_") ||
           (action.verb == scenario::Verb::psql && action.client == "typed");
}

}  // namespace

std::vector<fidelity::Command> commands_of(const Prepared& prepared, const Judged& judged) {
    const Tables tables = tables_printed(judged);
    const reports::Wording wording{judged.cluster, *prepared.dialect};
    std::vector<fidelity::Command> commands;
    for (const reports::Deed& deed : reports::deeds(judged.telling.records)) {
        const scenario::Action& action = prepared.scenario.steps[deed.step].actions[deed.action];
        if (!was_typed(action)) continue;
        const bool query = action.verb == scenario::Verb::psql;
        fidelity::Command command;
        command.time = wall_clock(judged, deed.at);
        command.proxy = action.on->id + 1;
        command.words = query ? psql_words(action) : pcp_words(action);
        command.exit_status = deed.exit_status;
        const auto table = tables.find({deed.step, deed.action});
        command.output = fidelity::tidy_output(table != tables.end()
                                                   ? printed(table->second, action, wording)
                                                   : reports::printed_by(deed, judged.telling));
        commands.push_back(std::move(command));
    }
    return commands;
}

}  // namespace sim::simrun
