#include "sim/world/actions.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "sim/scenario/verbs.hpp"
#include "sim/world/database_actions.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/targets.hpp"
#include "sim/world/tools.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Action;
using scenario::Verb;
using Phase = Activity::Phase;

// ---- databases
// -----------------------------------------------------------------------------------

// Whether what is done to the databases has come to its end.
bool reached(const World& world, const Activity& activity) {
    const Verb verb = action_of(world, activity).verb;
    return std::all_of(activity.targets.begin(), activity.targets.end(),
                       [&](std::int32_t id) { return is_over(world, verb, id); });
}

template <class Each>
void each_target(World& world, std::uint32_t activity, const Each& each) {
    const std::vector<std::int32_t> targets = activity_at(world, activity).targets;
    for (const std::int32_t target : targets) each(target);
}

void await_databases(World& world, std::uint32_t activity) {
    activity_at(world, activity).phase = Phase::polling;
    plan_act(world, activity, Act::poll, durations::server_poll);
}

// All that it began is over: the worst exit status is the action's.
void end_database_action(World& world, std::uint32_t activity) {
    const Action& action = action_of(world, activity_at(world, activity));
    std::int32_t status = 0;
    each_target(world, activity, [&](std::int32_t id) {
        status = std::max(status, exit_status(world, action.verb, id));
    });
    Activity& state = activity_at(world, activity);
    state.exit_status = status;
    if (status != action.exit_status.value_or(0)) {
        fail_step(world, state.step, facts::first_answer + state.action);
    }
    on_activity_done(world, activity);
}

void act_on_database(World& world, std::uint32_t activity) {
    const Verb verb = action_of(world, activity_at(world, activity)).verb;
    each_target(world, activity, [&](std::int32_t id) { begin_on_database(world, verb, id); });
    if (reached(world, activity_at(world, activity))) {
        end_database_action(world, activity);
    } else {
        await_databases(world, activity);
    }
}

void act_stop_database(World& world, std::uint32_t activity) {
    const auto mode = action_of(world, activity_at(world, activity)).mode;
    each_target(world, activity, [&](std::int32_t id) { stop_database(world, id, mode); });
    await_databases(world, activity);
}

void act_kill_database(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { kill_database(world, id); });
    on_activity_done(world, activity);
}

void set_recovery_jobs(World& world, std::uint32_t activity, bool enabled) {
    each_target(world, activity, [&](std::int32_t id) { set_recovery_job(world, id, enabled); });
}

void act_enable_recovery_job(World& world, std::uint32_t activity) {
    set_recovery_jobs(world, activity, true);
    on_activity_done(world, activity);
}

void act_disable_recovery_job(World& world, std::uint32_t activity) {
    set_recovery_jobs(world, activity, false);
    on_activity_done(world, activity);
}

// ---- network
// -------------------------------------------------------------------------------------

void set_links(World& world, std::uint32_t activity, bool open) {
    const std::vector<Link> links = activity_at(world, activity).links;
    for (const Link& link : links) set_link(world, link, open);
}

void act_cut(World& world, std::uint32_t activity) {
    set_links(world, activity, false);
    on_activity_done(world, activity);
}

void act_heal(World& world, std::uint32_t activity) {
    if (activity_at(world, activity).links.empty()) {
        heal_everything(world);
    } else {
        set_links(world, activity, true);
    }
    on_activity_done(world, activity);
}

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

// ---- undoing
// -------------------------------------------------------------------------------------

void undo_stop_database(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { start_database(world, id); });
}

void undo_pause_database(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { resume_database(world, id); });
}

void undo_disable_recovery_job(World& world, std::uint32_t activity) {
    set_recovery_jobs(world, activity, true);
}

void undo_stop_proxy(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) {
        if (world.proxies[static_cast<std::size_t>(id)].living == 0) start_proxy(world, id, false);
    });
}

void undo_cut(World& world, std::uint32_t activity) { set_links(world, activity, true); }

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
    Doing{Verb::enable_recovery_job, act_enable_recovery_job},
    Doing{Verb::disable_recovery_job, act_disable_recovery_job, undo_disable_recovery_job},
    Doing{Verb::start_proxy, act_start_proxy},
    Doing{Verb::stop_proxy, act_stop_proxy, undo_stop_proxy},
    Doing{Verb::restart_proxy, act_stop_proxy},
    Doing{Verb::kill_proxy, act_kill_proxy, undo_stop_proxy},
    Doing{Verb::delete_status_file, act_delete_status_file},
    Doing{Verb::cut, act_cut, undo_cut},
    Doing{Verb::partition, act_cut, undo_cut},
    Doing{Verb::heal, act_heal},
    Doing{Verb::pcp_attach_node, act_with_tool},
    Doing{Verb::pcp_detach_node, act_with_tool},
    Doing{Verb::pcp_node_count, act_with_tool},
    Doing{Verb::pcp_node_info, act_with_tool},
    Doing{Verb::psql, act_with_tool},
    Doing{Verb::wait, act_wait},
};

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
    } else if (reached(world, state)) {
        end_database_action(world, activity);
    } else {
        plan_act(world, activity, Act::poll, durations::server_poll);
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

void heal_everything(World& world) {
    const auto hosts = static_cast<std::int32_t>(world.plan->scenario.hosts.size());
    for (std::int32_t from = 0; from < hosts; ++from) {
        for (std::int32_t to = 0; to < hosts; ++to) {
            if (world.network.cut[static_cast<std::size_t>(from * hosts + to)] == 0) continue;
            set_link(world, {HostId{from}, HostId{to}}, true);
        }
    }
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        resume_database(world, static_cast<std::int32_t>(d));
    }
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
    if (somebody) {
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
