#include "sim/world/tools.hpp"

#include <algorithm>
#include <array>

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

struct Tool {
    Verb verb;
    failover::admin::Command command;
};
constexpr std::array tools{
    Tool{Verb::pcp_attach_node, failover::admin::Command::attach_node},
    Tool{Verb::pcp_detach_node, failover::admin::Command::detach_node},
    Tool{Verb::pcp_node_count, failover::admin::Command::node_count},
    Tool{Verb::pcp_node_info, failover::admin::Command::node_info},
};

// Rows, even none, as against an error or nothing at all.
bool carries_table(const Message& answer) {
    using failover::client::Hear;
    using failover::database::Answer;
    return answer.kind == static_cast<std::uint16_t>(Hear::pool_nodes) ||
           answer.kind == static_cast<std::uint16_t>(Hear::catalog) ||
           answer.kind == static_cast<std::uint16_t>(Answer::rows);
}

// psql's exit status: 2 if the connection went bad, 1 after an error of the server.
std::int32_t psql_status(const Dialogue& dialogue) {
    using failover::client::Hear;
    if (!dialogue.answered) return 2;
    return dialogue.answer.kind == static_cast<std::uint16_t>(Hear::error) ? 1 : 0;
}

/// What a pcp tool was told: a message (0: success) and its arguments, or what the command tells.
struct Told {
    failover::MessageId id = 0;
    std::array<std::int32_t, 4> arguments{};
    std::array<std::uint32_t, 2> words{};  ///< of the record
};

Told told_by(const World& world, const Dialogue& dialogue) {
    const Message& answer = dialogue.answer;
    Told told;
    if (answer.kind != static_cast<std::uint16_t>(failover::admin::Result::complete)) {
        told.id = static_cast<failover::MessageId>(answer.words[1]);
        std::copy_n(answer.words.begin() + 2, told.arguments.size(), told.arguments.begin());
        told.words = {static_cast<std::uint32_t>(told.arguments[0]),
                      static_cast<std::uint32_t>(told.arguments[1])};
    } else if (dialogue.command == failover::admin::Command::node_count) {
        told.arguments[0] = answer.words[0];
        told.words[0] = static_cast<std::uint32_t>(answer.words[0]);
    } else if (dialogue.command == failover::admin::Command::node_info) {
        const auto& databases = world.plan->scenario.databases;
        told.arguments = {answer.words[0],
                          databases[static_cast<std::size_t>(answer.words[0])].port,
                          answer.words[1], answer.words[2]};
        told.words = facts::packed(told.arguments);
    }
    return told;
}

// An operator who detaches a node, and is told so, wants it down until somebody attaches it.
void note_wish(World& world, const Dialogue& dialogue, const Told& told) {
    using failover::admin::Command;
    const bool detach = dialogue.command == Command::detach_node;
    const auto node = static_cast<std::size_t>(dialogue.node);
    const bool known = dialogue.node >= 0 && node < world.databases.size();
    if (told.id != 0 || !known || (!detach && dialogue.command != Command::attach_node)) return;
    world.kernel.fact(Kind::operator_wants,
                      {static_cast<std::uint32_t>(node), detach ? 0U : 1U, 0, 0, 0});
}

// Whether the answer is the one that the file shows.
bool take_pcp_answer(World& world, std::uint32_t activity, const Dialogue& dialogue) {
    Activity& state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    // The tools exit 1 only if they got no answer at all (semantics-3.6 §10).
    state.exit_status = dialogue.answered ? 0 : 1;
    if (!dialogue.answered) return !action.answer;
    const Told told = told_by(world, dialogue);
    world.kernel.fact(Kind::answer,
                      {state.step, state.action, told.id, told.words[0], told.words[1]});
    note_wish(world, dialogue, told);
    if (!action.answer) return true;
    const auto& pattern = action.answer->pattern;
    if (!scenario::meets(*action.answer, told.id, told.arguments)) return false;
    return !pattern || found_in(world, dialogue.proxy, {told.id, told.arguments}, *pattern);
}

bool take_psql_answer(World& world, std::uint32_t activity, const Dialogue& dialogue) {
    Activity& state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    state.exit_status = psql_status(dialogue);
    if (!dialogue.answered || !carries_table(dialogue.answer)) return !action.answer_table;
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
    wanted.node = state.node;
    wanted.query = action.query;
    for (const Tool& tool : tools) {
        if (tool.verb == action.verb) wanted.command = tool.command;
    }
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
        const bool table = dialogue.answered && carries_table(dialogue.answer);
        take_look(world, step, table ? &dialogue.answer : nullptr);
        return;
    }
}

}  // namespace sim::world
