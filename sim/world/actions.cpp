// Actions of a story: what a person types, and when it has returned.
#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "sim/world/beliefs.hpp"
#include "sim/world/database_actions.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/tools.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Action;
using scenario::Verb;
using Phase = Activity::Phase;

// Event::b of operator_acts: what the activity, or the start of the run, is to do now.
enum class Act : std::uint64_t { poll = 0, start_of_run, signal_stop, start_one, undo };

void plan_act(World& world, std::uint32_t activity, Act what, Duration span) {
    world.kernel.plan_in(
        span, event(EventKind::operator_acts, activity, 0, static_cast<std::uint64_t>(what)));
}

std::int32_t resolve(const World& world, const scenario::Target& target) {
    using TargetKind = scenario::Target::Kind;
    const auto leaders = Now(world).members(scenario::Function::leaders);
    const auto primaries = Now(world).members(scenario::Function::primaries);
    switch (target.kind) {
        case TargetKind::primary:
            return primaries.empty() ? -1 : static_cast<std::int32_t>(primaries.front());
        case TargetKind::leader:
            return leaders.empty() ? -1 : static_cast<std::int32_t>(leaders.front());
        case TargetKind::a_standby:
            for (std::size_t d = 0; d < world.databases.size(); ++d) {
                if (world.databases[d].role == DatabaseRole::standby) {
                    return static_cast<std::int32_t>(d);
                }
            }
            return -1;
        case TargetKind::other:
            for (std::int32_t p = 0; p < static_cast<std::int32_t>(world.proxies.size()); ++p) {
                if (p != target.id) return p;
            }
            return -1;
        case TargetKind::database:
        case TargetKind::proxy:
        case TargetKind::host:
        case TargetKind::bound:
            break;
    }
    return target.id;
}

// Whether what is done to the databases has come to its end.
bool reached(const World& world, const Action& action) {
    return std::all_of(action.targets.begin(), action.targets.end(), [&](const auto& target) {
        return is_over(world, action.verb, resolve(world, target));
    });
}

// ---- databases
// -----------------------------------------------------------------------------------

template <class Each>
void each_database(World& world, const Action& action, const Each& each) {
    for (const auto& target : action.targets) each(resolve(world, target));
}

void await_databases(World& world, std::uint32_t activity) {
    world.story.activities[activity].phase = Phase::polling;
    plan_act(world, activity, Act::poll, durations::server_poll);
}

void act_start_database(World& world, std::uint32_t activity, const Action& action) {
    each_database(world, action, [&](std::int32_t database) { start_database(world, database); });
    await_databases(world, activity);
}

void act_stop_database(World& world, std::uint32_t activity, const Action& action) {
    each_database(world, action,
                  [&](std::int32_t database) { stop_database(world, database, action.mode); });
    await_databases(world, activity);
}

// All that it began is over: the worst exit status is the action's.
void end_database_action(World& world, std::uint32_t activity, const Action& action) {
    std::int32_t status = 0;
    each_database(world, action, [&](std::int32_t database) {
        status = std::max(status, exit_status(world, action.verb, database));
    });
    world.story.activities[activity].exit_status = status;
    if (status != action.exit_status.value_or(0)) note_unexpected_answer(world, activity);
    on_activity_done(world, activity);
}

void act_on_database(World& world, std::uint32_t activity, const Action& action) {
    each_database(world, action,
                  [&](std::int32_t database) { begin_on_database(world, action.verb, database); });
    if (action.lasts) plan_act(world, activity, Act::undo, *action.lasts);
    if (reached(world, action)) {
        end_database_action(world, activity, action);
    } else {
        await_databases(world, activity);
    }
}

void act_kill_database(World& world, std::uint32_t activity, const Action& action) {
    each_database(world, action, [&](std::int32_t database) { kill_database(world, database); });
    on_activity_done(world, activity);
}

void act_on_recovery_job(World& world, std::uint32_t activity, const Action& action) {
    const bool enable = action.verb == Verb::enable_recovery_job;
    each_database(world, action,
                  [&](std::int32_t database) { set_recovery_job(world, database, enable); });
    on_activity_done(world, activity);
}

// ---- proxies
// -------------------------------------------------------------------------------------

void signal_stop(World& world, const Action& action) {
    for (const auto& target : action.targets) {
        const std::int32_t proxy = resolve(world, target);
        const std::uint32_t main = world.proxies[static_cast<std::size_t>(proxy)].main;
        // `-m fast` sends SIGINT, `-m smart` SIGTERM, `-m immediate` SIGQUIT.
        const auto signal = action.mode == scenario::StopMode::smart ? failover::Signal::terminate
                            : action.mode == scenario::StopMode::immediate
                                ? failover::Signal::quit
                                : failover::Signal::interrupt;
        if (main != UINT32_MAX) raise(world, main, signal, world.kernel.now());
    }
}

void start_one(World& world, std::uint32_t activity) {
    Activity& state = world.story.activities[activity];
    const Action& action = action_of(world, state);
    state.phase = Phase::acting;
    const std::size_t last = action.together ? action.targets.size() : state.next_target + 1;
    while (state.next_target < last) {
        const std::int32_t proxy = resolve(world, action.targets[state.next_target]);
        ++world.story.activities[activity].next_target;
        world.story.activities[activity].current = proxy;
        if (world.proxies[static_cast<std::size_t>(proxy)].living == 0) {
            start_proxy(world, proxy, action.discard_status);
        }
    }
}

void act_stop_proxy(World& world, std::uint32_t activity, const Action&) {
    const Question question =
        engine::Question{} / engine::segment("operator") / engine::segment("stop_signal");
    const Duration typed = world.kernel.draw(question, durations::stop_signal,
                                             [] { return std::string("operator/stop_signal"); });
    plan_act(world, activity, Act::signal_stop, typed);
}

void act_start_proxy(World& world, std::uint32_t activity, const Action&) {
    plan_act(world, activity, Act::start_one, durations::start_command);
}

void act_kill_proxy(World& world, std::uint32_t activity, const Action& action) {
    for (const auto& target : action.targets) kill_proxy(world, resolve(world, target));
    on_activity_done(world, activity);
}

void act_delete_status_file(World& world, std::uint32_t activity, const Action& action) {
    for (const auto& target : action.targets) {
        world.proxies[static_cast<std::size_t>(resolve(world, target))].file.reset();
    }
    on_activity_done(world, activity);
}

// A stop that has come through, or the next look at it a second later.
void poll_stop(World& world, std::uint32_t activity) {
    const Activity& state = world.story.activities[activity];
    const Action& action = action_of(world, state);
    if (!reached_stop(world, activity)) {
        plan_act(world, activity, Act::poll, durations::stop_poll);
    } else if (action.verb == Verb::restart_proxy) {
        world.story.activities[activity].phase = Phase::acting;
        plan_act(world, activity, Act::start_one, durations::start_command);
    } else {
        on_activity_done(world, activity);
    }
}

// A proxy that was started serves: the next one's turn, or the end.
void poll_start_of(World& world, std::uint32_t activity) {
    const Activity state = world.story.activities[activity];
    const Action& action = action_of(world, state);
    for (std::uint32_t t = 0; t < state.next_target; ++t) {
        const auto proxy = static_cast<std::size_t>(resolve(world, action.targets[t]));
        if (!world.proxies[proxy].beliefs.serves) return;
    }
    if (state.next_target >= action.targets.size()) {
        on_activity_done(world, activity);
        return;
    }
    world.story.activities[activity].phase = Phase::waiting;
    const Duration least =
        action.reaction.most.count() > 0 ? action.reaction.least : durations::reaction_least;
    const Duration most =
        action.reaction.most.count() > 0 ? action.reaction.most : durations::reaction_most;
    plan_act(world, activity, Act::start_one,
             draw_reaction(world, least, most) + durations::start_command);
}

// ---- network
// -------------------------------------------------------------------------------------

template <class Each>
void each_cut(const Action& action, const Each& each) {
    for (const HostId from : action.from) {
        for (const HostId to : action.to) {
            if (from != to) each(from, to);
        }
    }
    for (std::size_t a = 0; a < action.groups.size(); ++a) {
        for (std::size_t b = 0; b < action.groups.size(); ++b) {
            if (a == b) continue;
            for (const HostId from : action.groups[a]) {
                for (const HostId to : action.groups[b]) each(from, to);
            }
        }
    }
}

void set_links(World& world, const Action& action, bool open) {
    const std::uint8_t plane =
        action.plane ? static_cast<std::uint8_t>(*action.plane) : Link::all_planes;
    each_cut(action, [&](HostId from, HostId to) { set_link(world, {from, to, plane}, open); });
}

void act_cut(World& world, std::uint32_t activity, const Action& action) {
    set_links(world, action, false);
    if (action.lasts) plan_act(world, activity, Act::undo, *action.lasts);
    on_activity_done(world, activity);
}

void act_heal(World& world, std::uint32_t activity, const Action& action) {
    if (action.from.empty() && action.groups.empty()) {
        heal_everything(world);
    } else {
        set_links(world, action, true);
    }
    on_activity_done(world, activity);
}

void act_wait(World& world, std::uint32_t activity, const Action& action) {
    world.story.activities[activity].phase = Phase::polling;
    plan_act(world, activity, Act::poll, action.lasts.value_or(Duration{0}));
}

// What a verb does. A verb that is not here has no model yet; the loader refuses it.
struct Doing {
    Verb verb;
    void (*act)(World&, std::uint32_t activity, const Action&);
};
constexpr std::array doings{
    Doing{Verb::start_database, act_start_database},
    Doing{Verb::stop_database, act_stop_database},
    Doing{Verb::kill_database, act_kill_database},
    Doing{Verb::pause_database, act_on_database},
    Doing{Verb::resume_database, act_on_database},
    Doing{Verb::promote_database, act_on_database},
    Doing{Verb::rewind_database, act_on_database},
    Doing{Verb::rebuild_database, act_on_database},
    Doing{Verb::enable_recovery_job, act_on_recovery_job},
    Doing{Verb::disable_recovery_job, act_on_recovery_job},
    Doing{Verb::start_proxy, act_start_proxy},
    Doing{Verb::stop_proxy, act_stop_proxy},
    Doing{Verb::restart_proxy, act_stop_proxy},
    Doing{Verb::kill_proxy, act_kill_proxy},
    Doing{Verb::delete_status_file, act_delete_status_file},
    Doing{Verb::cut, act_cut},
    Doing{Verb::partition, act_cut},
    Doing{Verb::heal, act_heal},
    Doing{Verb::pcp_attach_node, act_with_tool},
    Doing{Verb::pcp_detach_node, act_with_tool},
    Doing{Verb::pcp_promote_node, act_with_tool},
    Doing{Verb::pcp_node_count, act_with_tool},
    Doing{Verb::pcp_node_info, act_with_tool},
    Doing{Verb::pcp_watchdog_info, act_with_tool},
    Doing{Verb::psql, act_with_tool},
    Doing{Verb::wait, act_wait},
};

}  // namespace

bool reached_stop(const World& world, std::uint32_t activity) {
    const Action& action = action_of(world, world.story.activities[activity]);
    return std::all_of(action.targets.begin(), action.targets.end(), [&](const auto& target) {
        return world.proxies[static_cast<std::size_t>(resolve(world, target))].living == 0;
    });
}

Duration draw_reaction(World& world, Duration least, Duration most) {
    const Question question =
        engine::Question{} / engine::segment("operator") / engine::segment("reaction");
    return world.kernel.draw_between(question, least, most,
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

void begin_action(World& world, std::uint32_t step, std::uint32_t action_index) {
    const auto activity = static_cast<std::uint32_t>(world.story.activities.size());
    Activity state;
    state.step = step;
    state.action = action_index;
    world.story.activities.push_back(state);
    const Action& action = world.plan->scenario.steps[step].actions[action_index];
    const std::int32_t target = action.targets.empty() ? -1 : resolve(world, action.targets[0]);
    const Sequence record = world.kernel.fact(
        Kind::action_began, {step, action_index, static_cast<std::uint32_t>(target), 0, 0});
    world.story.activities[activity].cause = record;
    world.kernel.set_cause(record);
    const auto doing =
        std::find_if(doings.begin(), doings.end(),
                     [&action](const Doing& candidate) { return candidate.verb == action.verb; });
    SIM_ASSERT(doing != doings.end());
    doing->act(world, activity, action);
}

void on_operator_acts(World& world, const Event& event_) {
    const auto what = static_cast<Act>(event_.b);
    if (what == Act::start_of_run) {
        start_proxy(world, static_cast<std::int32_t>(event_.target), false);
        return;
    }
    const std::uint32_t activity = event_.target;
    const Action& action = action_of(world, world.story.activities[activity]);
    switch (what) {
        case Act::signal_stop:
            signal_stop(world, action);
            world.story.activities[activity].phase = Phase::polling;
            plan_act(world, activity, Act::poll, durations::stop_poll);
            return;
        case Act::start_one:
            start_one(world, activity);
            return;
        case Act::undo:
            if (action.verb == Verb::pause_database) {
                each_database(world, action,
                              [&](std::int32_t database) { resume_database(world, database); });
            } else {
                set_links(world, action, true);
            }
            return;
        case Act::poll:
            break;
        case Act::start_of_run:
            return;
    }
    if (world.story.activities[activity].phase != Phase::polling) return;
    if (action.verb == Verb::stop_proxy || action.verb == Verb::restart_proxy) {
        poll_stop(world, activity);
    } else if (action.verb == Verb::wait) {
        on_activity_done(world, activity);
    } else if (reached(world, action)) {
        end_database_action(world, activity, action);
    } else {
        plan_act(world, activity, Act::poll, durations::server_poll);
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
