#include "sim/world/tools.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/assert.hpp"
#include "failover/words/admin.hpp"
#include "failover/words/client.hpp"
#include "failover/words/database.hpp"
#include "sim/facts/answers.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/looks.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Action;
using scenario::Verb;

namespace admin = failover::admin;

struct Tool {
    Verb verb;
    admin::Command command;
    admin::Command gracefully;  ///< with -g
};
constexpr Tool without_g(Verb verb, admin::Command command) { return {verb, command, command}; }
constexpr std::array tools{
    without_g(Verb::pcp_attach_node, admin::Command::attach_node),
    Tool{Verb::pcp_detach_node, admin::Command::detach_node,
         admin::Command::detach_node_gracefully},
    Tool{Verb::pcp_promote_node, admin::Command::promote_node,
         admin::Command::promote_node_gracefully},
    without_g(Verb::pcp_recovery_node, admin::Command::recovery_node),
    without_g(Verb::pcp_node_count, admin::Command::node_count),
    without_g(Verb::pcp_node_info, admin::Command::node_info),
    without_g(Verb::pcp_watchdog_info, admin::Command::watchdog_info),
    without_g(Verb::pcp_stop, admin::Command::stop),
};

bool is_complete(const Dialogue& dialogue) {
    return dialogue.answered &&
           dialogue.answer.kind == static_cast<std::uint16_t>(admin::Result::complete);
}

// Rows, even none, as against an error or nothing at all.
bool carries_table(const Dialogue& dialogue) {
    using failover::client::Hear;
    using failover::database::Answer;
    if (dialogue.admin) {
        return dialogue.command == admin::Command::watchdog_info && is_complete(dialogue);
    }
    const std::uint16_t kind = dialogue.answer.kind;
    return dialogue.answered && (kind == static_cast<std::uint16_t>(Hear::pool_nodes) ||
                                 kind == static_cast<std::uint16_t>(Hear::catalog) ||
                                 kind == static_cast<std::uint16_t>(Answer::rows));
}

constexpr std::int32_t killed_by_timeout = 124;  // as `timeout` reports it

// psql's exit status: 2 if the connection went bad, 1 after an error of the server.
std::int32_t psql_status(const Dialogue& dialogue) {
    using failover::client::Hear;
    if (dialogue.killed) return killed_by_timeout;
    if (!dialogue.answered) return 2;
    return dialogue.answer.kind == static_cast<std::uint16_t>(Hear::error) ? 1 : 0;
}

/// What a pcp tool prints: a message (0: success) and its arguments, or what the command tells.
struct Told {
    failover::MessageId id = 0;
    std::array<std::int32_t, 4> arguments{};
    std::array<std::uint32_t, 2> words{};  ///< of the record
};

Told told(failover::MessageId id, std::array<std::int32_t, 4> arguments) {
    return {id,
            arguments,
            {static_cast<std::uint32_t>(arguments[0]), static_cast<std::uint32_t>(arguments[1])}};
}

Told told_by(const World& world, const Dialogue& dialogue) {
    const Message& answer = dialogue.answer;
    if (!is_complete(dialogue)) {
        std::array<std::int32_t, 4> arguments{};
        std::copy_n(answer.words.begin() + 2, arguments.size(), arguments.begin());
        return told(static_cast<failover::MessageId>(answer.words[1]), arguments);
    }
    if (dialogue.command == admin::Command::node_count) return told(0, {answer.words[0]});
    if (dialogue.command != admin::Command::node_info) return {};
    const auto& databases = world.plan->scenario.databases;
    Told info;
    info.arguments = {answer.words[0], databases[static_cast<std::size_t>(answer.words[0])].port,
                      answer.words[1], answer.words[2]};
    info.words = facts::packed(info.arguments);
    return info;
}

// What it prints without an answer of the proxy; none: nothing at all.
std::optional<Told> said_by_itself(const Dialogue& dialogue, const Action& action) {
    using facts::ToolText;
    if (dialogue.mute && action.pcp.without_id) return told(facts::id_of(ToolText::missing_id), {});
    if (dialogue.mute) return told(facts::id_of(ToolText::invalid_id), {dialogue.argument});
    if (!dialogue.refused) return std::nullopt;
    return told(facts::id_of(ToolText::not_connected),
                {dialogue.proxy, static_cast<std::int32_t>(*dialogue.refused)});
}

// 0 also after an error of the command itself (semantics-3.6 §10).
std::int32_t pcp_status(const Dialogue& dialogue, const Action& action) {
    if (dialogue.killed) return killed_by_timeout;
    if (dialogue.mute) return action.pcp.without_id ? 1 : 0;
    return dialogue.answered && dialogue.login == scenario::Login::right ? 0 : 1;
}

// An operator who detaches a node, and is told so, wants it down until somebody attaches it.
void note_wish(World& world, const Dialogue& dialogue, const Told& told) {
    using admin::Command;
    const bool detach = dialogue.command == Command::detach_node ||
                        dialogue.command == Command::detach_node_gracefully;
    const auto node = static_cast<std::size_t>(dialogue.node);
    const bool known = dialogue.node >= 0 && node < world.databases.size();
    if (told.id != 0 || !known || (!detach && dialogue.command != Command::attach_node)) return;
    world.kernel.fact(Kind::operator_wants, {static_cast<std::uint32_t>(node), detach ? 0U : 1U,
                                             static_cast<std::uint32_t>(dialogue.proxy), 0, 0});
}

// Whether the answer is the one that the file shows.
bool take_pcp_answer(World& world, std::uint32_t activity, const Dialogue& dialogue) {
    Activity& state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    state.exit_status = pcp_status(dialogue, action);
    const bool expects = action.answer || action.answer_table;
    if (carries_table(dialogue)) {
        const auto kind = scenario::TableKind::watchdog_info;
        record_rows(world, {state.step, first_action_look + state.action}, kind, dialogue.answer);
        return !expects ||
               (action.answer_table &&
                table_matches(*action.answer_table, cells_of(world, kind, dialogue.answer)));
    }
    const auto told =
        dialogue.answered ? told_by(world, dialogue) : said_by_itself(dialogue, action);
    if (!told) return !expects;
    world.kernel.fact(Kind::answer,
                      {state.step, state.action, told->id, told->words[0], told->words[1]});
    note_wish(world, dialogue, *told);
    if (!action.answer) return !expects;
    const auto& pattern = action.answer->pattern;
    if (!scenario::meets(*action.answer, told->id, told->arguments)) return false;
    return !pattern || found_in(world, dialogue.proxy, {told->id, told->arguments}, *pattern);
}

bool take_psql_answer(World& world, std::uint32_t activity, const Dialogue& dialogue) {
    Activity& state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    state.exit_status = psql_status(dialogue);
    if (!carries_table(dialogue)) return !action.answer_table;
    const auto kind = action.query == scenario::Query::show_pool_nodes
                          ? scenario::TableKind::pool_nodes
                          : scenario::TableKind::stat_replication;
    record_rows(world, {state.step, first_action_look + state.action}, kind, dialogue.answer);
    return !action.answer_table ||
           table_matches(*action.answer_table, cells_of(world, kind, dialogue.answer));
}

void take_tool_answer(World& world, std::uint32_t activity, const Dialogue& dialogue) {
    const bool as_expected = dialogue.admin ? take_pcp_answer(world, activity, dialogue)
                                            : take_psql_answer(world, activity, dialogue);
    const Activity state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    const bool exits_so = !action.exit_status || *action.exit_status == state.exit_status;
    if (!as_expected || !exits_so) {
        fail_step(world, state.step, facts::first_answer + state.action);
    }
}

// How the tool is called.
void call_pcp(const World& world, const Activity& state, Dialogue& wanted) {
    const Action& action = action_of(world, state);
    const scenario::PcpCall& call = action.pcp;
    const auto tool = std::find_if(tools.begin(), tools.end(),
                                   [&](const Tool& one) { return one.verb == action.verb; });
    SIM_ASSERT(tool != tools.end());
    wanted.command = call.gracefully ? tool->gracefully : tool->command;
    wanted.node = state.node;
    wanted.argument = action.verb == Verb::pcp_watchdog_info ? call.index
                      : action.verb == Verb::pcp_stop ? static_cast<std::int32_t>(action.mode)
                                                      : state.node;
    wanted.login = call.login;
    const auto& proxy = world.plan->scenario.proxies[static_cast<std::size_t>(state.on)];
    wanted.closed_port = call.port != 0 && call.port != proxy.pcp_port;
    wanted.mute = call.without_id || (action.node && state.node < 0);
}

}  // namespace

void act_with_tool(World& world, std::uint32_t activity) {
    const Activity& state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    Dialogue wanted;
    wanted.proxy = state.on;
    wanted.name = world.plan->client_index(action.client);
    wanted.activity = activity;
    wanted.from = action.client_host;
    wanted.admin = action.verb != Verb::psql;
    wanted.query = action.query;
    wanted.killed_after = action.killed_after;
    wanted.connect_timeout = action.connect_timeout;
    if (wanted.admin) call_pcp(world, state, wanted);
    const std::uint32_t dialogue = start_dialogue(world, wanted);
    activity_at(world, activity).dialogue = dialogue;
}

void on_dialogue_ended(World& world, std::uint32_t index) {
    const Dialogue dialogue = world.clients.dialogues[index];
    if (dialogue.activity != UINT32_MAX) {
        take_tool_answer(world, dialogue.activity, dialogue);
        on_activity_done(world, dialogue.activity);
        return;
    }
    for (std::uint32_t step = 0; step < world.story.steps.size(); ++step) {
        const StepState& state = world.story.steps[step];
        if (state.phase != StepPhase::looking || state.look_dialogue != index) continue;
        take_look(world, step, carries_table(dialogue) ? &dialogue.answer : nullptr);
        return;
    }
}

}  // namespace sim::world
