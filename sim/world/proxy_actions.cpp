#include "sim/world/proxy_actions.hpp"

#include <algorithm>

#include "sim/world/actions.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Action;
using Phase = Activity::Phase;

ProxyHost& proxy_at(World& world, std::int32_t proxy) {
    return world.proxies[static_cast<std::size_t>(proxy)];
}

// The stop command waits for main, by its pid file (semantics-3.6 §16.8 c).
bool all_stopped(World& world, const std::vector<std::int32_t>& proxies) {
    return std::all_of(proxies.begin(), proxies.end(), [&](std::int32_t proxy) {
        return proxy_at(world, proxy).main == UINT32_MAX;
    });
}

// `-m fast` sends SIGINT, `-m smart` SIGTERM, `-m immediate` SIGQUIT.
failover::Signal signal_of(scenario::StopMode mode) {
    switch (mode) {
        case scenario::StopMode::smart:
            return failover::Signal::terminate;
        case scenario::StopMode::fast:
            return failover::Signal::interrupt;
        case scenario::StopMode::immediate:
            return failover::Signal::quit;
    }
    return failover::Signal::interrupt;
}

void end_start(World& world, std::uint32_t activity) {
    const Activity& state = activity_at(world, activity);
    if (state.exit_status != action_of(world, state).exit_status.value_or(0)) {
        fail_step(world, state.step, facts::first_answer + state.action);
    }
    on_activity_done(world, activity);
}

// A kind of process that a proxy has none of is a failed expectation.
template <class Signal>
void signal_processes(World& world, std::uint32_t activity, const Signal& signal) {
    const Activity state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    bool missed = false;
    for (const std::int32_t proxy : state.targets) {
        const std::uint32_t reached = signal(world, proxy, action.process);
        if (!action.process || reached > 0) continue;
        missed = true;
        world.kernel.fact(
            Kind::resolved,
            {state.step, state.action, static_cast<std::uint32_t>(facts::Resolution::process),
             UINT32_MAX, static_cast<std::uint32_t>(scenario::Target::Of::proxy)});
    }
    if (missed) {
        give_up_action(world, activity);
    } else {
        on_activity_done(world, activity);
    }
}

}  // namespace

void act_stop_proxy(World& world, std::uint32_t activity) {
    const Question question =
        engine::Question{} / engine::segment("operator") / engine::segment("stop_signal");
    const Duration typed = world.kernel.draw(question, durations::stop_signal,
                                             [] { return std::string("operator/stop_signal"); });
    plan_act(world, activity, Act::signal_stop, typed);
}

void act_start_proxy(World& world, std::uint32_t activity) {
    plan_act(world, activity, Act::start_one, durations::start_command);
}

void act_kill_proxy(World& world, std::uint32_t activity) {
    signal_processes(world, activity, kill_proxy);
}

void act_pause_proxy(World& world, std::uint32_t activity) {
    const bool stops =
        action_of(world, activity_at(world, activity)).verb == scenario::Verb::pause_proxy;
    signal_processes(world, activity, stops ? stop_processes : continue_processes);
}

void undo_pause_proxy(World& world, std::uint32_t activity) {
    const auto process = action_of(world, activity_at(world, activity)).process;
    each_target(world, activity, [&](std::int32_t id) { continue_processes(world, id, process); });
}

void act_delete_status_file(World& world, std::uint32_t activity) {
    for (const std::int32_t proxy : activity_at(world, activity).targets) {
        proxy_at(world, proxy).file = {};
    }
    on_activity_done(world, activity);
}

void signal_stop(World& world, std::uint32_t activity) {
    const Activity state = activity_at(world, activity);
    for (const std::int32_t proxy : state.targets) {
        const std::uint32_t main = proxy_at(world, proxy).main;
        const auto signal = signal_of(action_of(world, state).mode);
        if (main != UINT32_MAX) raise(world, main, signal, world.kernel.now());
    }
    activity_at(world, activity).phase = Phase::polling;
    plan_act(world, activity, Act::poll, durations::stop_poll);
}

void start_one(World& world, std::uint32_t activity) {
    Activity& state = activity_at(world, activity);
    const Action& action = action_of(world, state);
    state.phase = Phase::acting;
    const std::size_t last = action.together ? state.targets.size() : state.next_target + 1;
    while (activity_at(world, activity).next_target < last) {
        Activity& now = activity_at(world, activity);
        const std::int32_t proxy = now.targets[now.next_target++];
        start_proxy(world, proxy, action.discard_status);
    }
}

void poll_stop(World& world, std::uint32_t activity) {
    const Activity state = activity_at(world, activity);
    if (!all_stopped(world, state.targets)) {
        plan_act(world, activity, Act::poll, durations::stop_poll);
    } else if (action_of(world, state).verb == scenario::Verb::restart_proxy) {
        activity_at(world, activity).phase = Phase::acting;
        plan_act(world, activity, Act::start_one, durations::start_command);
    } else {
        on_activity_done(world, activity);
    }
}

void poll_start_of(World& world, std::uint32_t activity) {
    Activity& state = activity_at(world, activity);
    for (std::uint32_t t = 0; t < state.next_target; ++t) {
        const ProxyHost& proxy = proxy_at(world, state.targets[t]);
        if (proxy.start_failed) state.exit_status = 1;
        if (!has_started(proxy) && !proxy.start_failed) return;
    }
    if (state.next_target >= state.targets.size()) return end_start(world, activity);
    activity_at(world, activity).phase = Phase::waiting;
    const Duration reaction = draw_reaction(world, action_of(world, state).reaction);
    plan_act(world, activity, Act::start_one, reaction + durations::start_command);
}

void undo_stop_proxy(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { start_proxy(world, id, false); });
}

}  // namespace sim::world
