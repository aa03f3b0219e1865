#include "sim/world/actions.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "sim/scenario/verbs.hpp"
#include "sim/world/database_actions.hpp"
#include "sim/world/host_actions.hpp"
#include "sim/world/network_actions.hpp"
#include "sim/world/proxy_actions.hpp"
#include "sim/world/targets.hpp"
#include "sim/world/tools.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Action;
using scenario::Verb;
using Phase = Activity::Phase;

void act_wait(World& world, std::uint32_t activity) {
    const scenario::Span span = action_of(world, activity_at(world, activity)).waits;
    Duration waits = span.least;
    if (span.most > span.least) {
        const Question question =
            engine::Question{} / engine::segment("operator") / engine::segment("wait");
        waits = world.kernel.draw_between(question, span.least, span.most,
                                          [] { return std::string("operator/wait"); });
    }
    activity_at(world, activity).phase = Phase::polling;
    plan_act(world, activity, Act::poll, waits);
}

// What a verb does, and what undoes it. A verb that is not here has no model yet; the loader
// refuses it.
struct Doing {
    Verb verb;
    void (*act)(World&, std::uint32_t activity);
    void (*undo)(World&, std::uint32_t activity) = nullptr;
};
constexpr std::array doings{
    Doing{Verb::start_database, act_on_database},
    Doing{Verb::stop_database, act_stop_database, undo_stop_database},
    Doing{Verb::kill_database, act_kill_database, undo_stop_database},
    Doing{Verb::pause_database, act_on_database, undo_pause_database},
    Doing{Verb::resume_database, act_on_database},
    Doing{Verb::promote_database, act_on_database},
    Doing{Verb::rewind_database, act_on_database},
    Doing{Verb::rebuild_database, act_on_database},
    Doing{Verb::alter_system, act_alter_system},
    Doing{Verb::cancel_commits, act_on_database},
    Doing{Verb::terminate_commits, act_on_database},
    Doing{Verb::write_wal, act_write_wal},
    Doing{Verb::pause_replay, act_on_database, undo_pause_replay},
    Doing{Verb::resume_replay, act_on_database},
    Doing{Verb::enable_recovery_job, act_enable_recovery_job},
    Doing{Verb::disable_recovery_job, act_disable_recovery_job, undo_disable_recovery_job},
    Doing{Verb::start_proxy, act_start_proxy},
    Doing{Verb::stop_proxy, act_stop_proxy, undo_stop_proxy},
    Doing{Verb::restart_proxy, act_stop_proxy},
    Doing{Verb::kill_proxy, act_kill_proxy, undo_stop_proxy},
    Doing{Verb::pause_proxy, act_pause_proxy, undo_pause_proxy},
    Doing{Verb::resume_proxy, act_pause_proxy},
    Doing{Verb::delete_status_file, act_delete_status_file},
    Doing{Verb::reload, act_reload},
    Doing{Verb::power_off, act_on_host, undo_on_host},
    Doing{Verb::power_on, act_on_host},
    Doing{Verb::pause_host, act_on_host, undo_on_host},
    Doing{Verb::resume_host, act_on_host},
    Doing{Verb::jump_clock, act_on_host},
    Doing{Verb::drift_clock, act_on_host, undo_on_host},
    Doing{Verb::fill_disk, act_on_host, undo_on_host},
    Doing{Verb::slow_disk, act_on_host, undo_on_host},
    Doing{Verb::lose_unsynced, act_on_host},
    Doing{Verb::corrupt_file, act_on_host},
    Doing{Verb::cut, act_cut, undo_cut},
    Doing{Verb::partition, act_cut, undo_cut},
    Doing{Verb::link, act_link, undo_link},
    Doing{Verb::heal, act_heal},
    Doing{Verb::disable_interface, act_disable_interface, undo_disable_interface},
    Doing{Verb::enable_interface, act_enable_interface},
    Doing{Verb::remove_vip, act_remove_vip},
    Doing{Verb::pcp_attach_node, act_with_tool},
    Doing{Verb::pcp_detach_node, act_with_tool},
    Doing{Verb::pcp_promote_node, act_with_tool},
    Doing{Verb::pcp_recovery_node, act_with_tool},
    Doing{Verb::pcp_node_count, act_with_tool},
    Doing{Verb::pcp_node_info, act_with_tool},
    Doing{Verb::pcp_watchdog_info, act_with_tool},
    Doing{Verb::pcp_stop, act_with_tool},
    Doing{Verb::psql, act_with_tool},
    Doing{Verb::wait, act_wait},
};

// Where the future is left to chance, so is what people do in it; left alone, nobody does anything.
bool happens(World& world, const Action& action) {
    if (world.story.left_alone) return false;
    if (!world.story.by_chance || action.verb == Verb::wait) return true;
    constexpr std::array<std::int64_t, 2> answers{0, 1};
    constexpr std::array<std::uint64_t, 2> weights{1, 1};
    const Question question =
        engine::Question{} / engine::segment("operator") / engine::segment("happens");
    return world.kernel.pick(question, {answers, weights, ChoiceOf::number},
                             [] { return std::string("operator/happens"); }) == 1;
}

const Doing& doing_of(Verb verb) {
    const auto* found = std::find_if(doings.begin(), doings.end(),
                                     [&](const Doing& doing) { return doing.verb == verb; });
    SIM_ASSERT(found != doings.end());
    return *found;
}

void undo(World& world, std::uint32_t activity) {
    Activity& done = activity_at(world, activity);
    if (!done.to_undo) return;
    done.to_undo = false;
    const Doing& doing = doing_of(action_of(world, done).verb);
    SIM_ASSERT(doing.undo != nullptr);
    world.kernel.set_cause(
        world.kernel.fact(Kind::action_undone, {done.step, done.action, 0, 0, 0}));
    doing.undo(world, activity);
}

void poll(World& world, std::uint32_t activity) {
    const Activity& state = activity_at(world, activity);
    if (state.phase != Phase::polling) return;
    const Verb verb = action_of(world, state).verb;
    if (verb == Verb::stop_proxy || verb == Verb::restart_proxy) {
        poll_stop(world, activity);
    } else if (verb == Verb::wait) {
        on_activity_done(world, activity);
    } else {
        poll_databases(world, activity);
    }
}

}  // namespace

void plan_act(World& world, std::uint32_t activity, Act what, Duration span) {
    world.kernel.plan_in(
        span, event(EventKind::operator_acts, activity, 0, static_cast<std::uint64_t>(what)));
}

const Action& action_of(const World& world, const Activity& activity) {
    return world.plan->scenario.steps[activity.step].actions[activity.action];
}

Activity& activity_at(World& world, std::uint32_t activity) {
    return world.story.activities[activity];
}

Duration draw_reaction(World& world, scenario::Span span) {
    const Question question =
        engine::Question{} / engine::segment("operator") / engine::segment("reaction");
    return world.kernel.draw_between(question, span.least, span.most,
                                     [] { return std::string("operator/reaction"); });
}

void undo_what_lasts(World& world) {
    for (std::uint32_t activity = 0; activity < world.story.activities.size(); ++activity) {
        undo(world, activity);
    }
}

void begin_action(World& world, std::uint32_t step, std::uint32_t action_index) {
    const auto activity = static_cast<std::uint32_t>(world.story.activities.size());
    Activity state;
    state.step = step;
    state.action = action_index;
    world.story.activities.push_back(state);
    const Action& action = world.plan->scenario.steps[step].actions[action_index];
    const bool somebody = resolve_targets(world, activity);
    const auto& targets = activity_at(world, activity).targets;
    const std::int32_t target = targets.empty() ? -1 : targets.front();
    const Sequence record = world.kernel.fact(
        Kind::action_began, {step, action_index, static_cast<std::uint32_t>(target), 0, 0});
    activity_at(world, activity).cause = record;
    world.kernel.set_cause(record);
    if (!happens(world, action)) {
        on_activity_done(world, activity);
    } else if (somebody) {
        doing_of(action.verb).act(world, activity);
    } else {
        give_up_action(world, activity);
    }
}

void give_up_action(World& world, std::uint32_t activity) {
    Activity& state = activity_at(world, activity);
    world.story.failed = true;
    world.story.steps[state.step].failed = true;
    state.exit_status = 1;
    on_activity_done(world, activity);
}

void on_activity_done(World& world, std::uint32_t activity) {
    Activity& done = activity_at(world, activity);
    SIM_ASSERT(done.phase != Phase::done);
    done.phase = Phase::done;
    const std::uint32_t step = done.step;
    world.kernel.fact(Kind::action_done,
                      {step, done.action, static_cast<std::uint32_t>(done.exit_status), 0, 0});
    const Action& action = action_of(world, done);
    const bool did_something = !done.targets.empty() || !done.links.empty();
    if (action.lasts && did_something) {
        done.to_undo = true;
        plan_act(world, activity, Act::undo, *action.lasts);
    }
    StepState& state = world.story.steps[step];
    SIM_ASSERT(state.open_actions > 0);
    if (--state.open_actions == 0) on_actions_returned(world, step);
}

void on_operator_acts(World& world, const Event& event_) {
    const std::uint32_t activity = event_.target;
    switch (static_cast<Act>(event_.b)) {
        case Act::start_of_run:
            return start_proxy(world, static_cast<std::int32_t>(event_.target), false);
        case Act::signal_stop:
            return signal_stop(world, activity);
        case Act::start_one:
            return start_one(world, activity);
        case Act::undo:
            return undo(world, activity);
        case Act::poll:
            return poll(world, activity);
    }
}

void poll_activities(World& world) {
    poll_start(world);
    for (std::uint32_t activity = 0; activity < world.story.activities.size(); ++activity) {
        const Activity& state = world.story.activities[activity];
        if (state.phase != Phase::acting || state.next_target == 0) continue;
        const Verb verb = action_of(world, state).verb;
        if (verb == Verb::start_proxy || verb == Verb::restart_proxy) {
            poll_start_of(world, activity);
        }
    }
}

}  // namespace sim::world
