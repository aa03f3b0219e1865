#include "sim/world/tools.hpp"

#include <algorithm>
#include <array>

#include "failover/words/admin.hpp"
#include "failover/words/client.hpp"
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
    Tool{Verb::pcp_promote_node, failover::admin::Command::promote_node},
    Tool{Verb::pcp_node_count, failover::admin::Command::node_count},
    Tool{Verb::pcp_node_info, failover::admin::Command::node_info},
    Tool{Verb::pcp_watchdog_info, failover::admin::Command::watchdog_info},
};

// Rows, even none, as against an error or nothing at all.
bool carries_table(const Message& answer) {
    using failover::client::Hear;
    return answer.kind == static_cast<std::uint16_t>(Hear::pool_nodes) ||
           answer.kind == static_cast<std::uint16_t>(Hear::catalog);
}

bool answer_matches(const Action& action, const Message& answer) {
    if (!action.answer) return true;
    const scenario::ExpectedAnswer& expected = *action.answer;
    const bool complete =
        answer.kind == static_cast<std::uint16_t>(failover::admin::Result::complete);
    if (expected.id == 0) return complete;
    if (complete || answer.words[1] != expected.id) return false;
    for (std::size_t a = 0; a < expected.arguments.size() && !expected.any_arguments; ++a) {
        if (answer.words[2 + a] != expected.arguments[a]) return false;
    }
    return true;
}

void take_tool_answer(World& world, std::uint32_t activity, const Dialogue& dialogue) {
    Activity& state = world.story.activities[activity];
    const Action& action = action_of(world, state);
    const Message& answer = dialogue.answer;
    bool as_expected = dialogue.answered;
    if (dialogue.admin) {
        const bool complete =
            answer.kind == static_cast<std::uint16_t>(failover::admin::Result::complete);
        world.kernel.fact(
            Kind::answer,
            {state.step, state.action, complete ? 0U : static_cast<std::uint32_t>(answer.words[1]),
             static_cast<std::uint32_t>(answer.words[2]),
             static_cast<std::uint32_t>(answer.words[3])});
        as_expected = as_expected && answer_matches(action, answer);
        // The tools exit 1 only if they got no answer at all (semantics-3.6 §10).
        world.story.activities[activity].exit_status = dialogue.answered ? 0 : 1;
    } else if (dialogue.answered && carries_table(answer)) {
        const auto kind = action.query == scenario::Query::show_pool_nodes
                              ? scenario::TableKind::pool_nodes
                              : scenario::TableKind::stat_replication;
        record_rows(world, {state.step, first_action_look + state.action}, kind, answer);
        if (action.answer_table) {
            as_expected = table_matches(*action.answer_table, cells_of(world, kind, answer));
        }
    }
    if (!dialogue.admin && action.answer_table && !carries_table(answer)) as_expected = false;
    if (action.exit_status) {
        as_expected =
            as_expected && world.story.activities[activity].exit_status == *action.exit_status;
    }
    if (!as_expected && (action.answer || action.answer_table || action.exit_status)) {
        note_unexpected_answer(world, activity);
    }
}

}  // namespace

void note_unexpected_answer(World& world, std::uint32_t activity) {
    const Activity& state = world.story.activities[activity];
    world.story.failed = true;
    world.story.steps[state.step].failed = true;
    world.kernel.fact(Kind::observation,
                      {state.step, first_answer + state.action,
                       static_cast<std::uint32_t>(facts::Observed::failed), 0, 0});
}

const Action& action_of(const World& world, const Activity& activity) {
    return world.plan->scenario.steps[activity.step].actions[activity.action];
}

void act_with_tool(World& world, std::uint32_t activity, const Action& action) {
    Dialogue wanted;
    wanted.proxy = action.on ? action.on->value : 0;
    wanted.name = world.plan->client_index(action.client);
    wanted.activity = activity;
    wanted.admin = action.verb != Verb::psql;
    wanted.node = action.node;
    wanted.query = action.query;
    for (const Tool& tool : tools) {
        if (tool.verb == action.verb) wanted.command = tool.command;
    }
    const std::uint32_t dialogue = start_dialogue(world, wanted);
    world.story.activities[activity].dialogue = dialogue;
}

void on_dialogue_ended(World& world, std::uint32_t index) {
    const Dialogue dialogue = world.clients.dialogues[index];
    if (dialogue.activity != UINT32_MAX) {
        take_tool_answer(world, dialogue.activity, dialogue);
        on_activity_done(world, dialogue.activity);
        return;
    }
    for (std::uint32_t step = 0; step < world.story.steps.size(); ++step) {
        StepState& state = world.story.steps[step];
        if (state.phase != StepPhase::looking || state.look_dialogue != index) continue;
        const scenario::Look& look = world.plan->scenario.steps[step].looks[state.next_look];
        record_rows(world, {step, state.next_look}, look.kind, dialogue.answer);
        if (look.expected &&
            (!dialogue.answered ||
             !table_matches(*look.expected, cells_of(world, look.kind, dialogue.answer)))) {
            world.story.failed = true;
            world.story.steps[step].failed = true;
            world.kernel.fact(Kind::observation,
                              {step, first_look + state.next_look,
                               static_cast<std::uint32_t>(facts::Observed::failed), 0, 0});
        }
        StepState& now = world.story.steps[step];
        ++now.next_look;
        now.look_dialogue = UINT32_MAX;
        next_look(world, step);
        return;
    }
}

}  // namespace sim::world
