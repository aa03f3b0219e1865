#include "sim/world/story.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/clocks.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/looks.hpp"
#include "sim/world/watches.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

const scenario::Scenario& story_of(const World& world) { return world.plan->scenario; }

const scenario::Step& spec_of(const World& world, std::uint32_t step) {
    return story_of(world).steps[step];
}

bool is_early(const scenario::Step& step) { return step.at && *step.at < Duration{0}; }

// ---- from one step to the next
// -------------------------------------------------------------------

bool all_ended(const World& world, std::size_t first_steps) {
    const auto& steps = world.story.steps;
    return std::all_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(first_steps),
                       [](const StepState& step) { return step.phase == StepPhase::ended; });
}

// After the last step: what is open is healed, and what is pending gets its time.
void end_story(World& world) {
    if (world.story.all_ended || world.story.left_alone) return;
    world.story.all_ended = true;
    const bool settles = story_of(world).settle;
    if (settles) {
        heal_everything(world);
        undo_what_lasts(world);
    }
    world.kernel.plan_in(settles ? world.plan->grace : Duration{0},
                         event(EventKind::story_ends, 0));
}

// watch_conditions begins a step with `when`, unless its time-out comes first.
void await_when(World& world, std::uint32_t step) {
    Story& story = world.story;
    if (story.awaited != step) {
        plan_deadline(world, Deadline::begin, step, spec_of(world, step).timeout);
    }
    story.awaited = step;
    world.kernel.change_facts();
}

// Plans the step that is next in file order, or the end of the run.
void plan_next_step(World& world) {
    Story& story = world.story;
    const auto& steps = story_of(world).steps;
    while (story.next_step < steps.size() && steps[story.next_step].beside) ++story.next_step;
    if (story.serving && all_ended(world, steps.size())) return end_story(world);
    const std::uint32_t next = story.next_step;
    if (next >= steps.size() || !all_ended(world, next)) return;
    if (!story.serving && !is_early(steps[next])) return;
    if (steps[next].when) return await_when(world, next);
    TrueTime at = world.kernel.now() + steps[next].after;
    if (steps[next].at) at = std::max(at, story.serving_at + *steps[next].at);
    ++story.next_step;
    world.kernel.plan(at, event(EventKind::story_begins, next));
}

void end_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    state.phase = StepPhase::ended;
    end_counting(world, step);
    world.kernel.fact(Kind::step_ended, {step, state.failed ? 0U : 1U, 0, 0, 0});
    plan_next_step(world);
}

// ---- one step
// ------------------------------------------------------------------------------------

bool all_rounds_done(const World& world, std::uint32_t step) {
    const StepState& state = world.story.steps[step];
    return state.gave_up ||
           (state.open_actions == 0 && state.rounds >= spec_of(world, step).repeat_times);
}

void begin_observing(World& world, std::uint32_t step) {
    world.story.steps[step].phase = StepPhase::observing;
    const scenario::Step& spec = spec_of(world, step);
    for (std::uint32_t i = 0; i < spec.observations.size(); ++i) open_watch(world, step, i);
    limit_log_watches(world, step);
    advance_step(world, step);
}

// Begins a step's actions, for the first time or again.
void begin_round(World& world, std::uint32_t step) {
    const scenario::Step& spec = spec_of(world, step);
    StepState& state = world.story.steps[step];
    if (state.phase == StepPhase::ended) return;
    ++state.rounds;
    state.round_began = world.kernel.now();
    // One more than there are: the round is not over while its actions are being begun.
    state.open_actions = static_cast<std::uint32_t>(spec.actions.size()) + 1;
    const Sequence cause = world.kernel.cause();
    for (std::uint32_t action = 0; action < spec.actions.size(); ++action) {
        begin_action(world, step, action);
        world.kernel.set_cause(cause);
    }
    StepState& now = world.story.steps[step];
    if (--now.open_actions > 0) {
        Event late = event(EventKind::deadline, step, static_cast<std::uint64_t>(Deadline::actions),
                           now.rounds);
        world.kernel.plan_in(spec.timeout, late);
    }
}

void begin_beside(World& world, std::uint32_t step) {
    const auto& steps = story_of(world).steps;
    for (std::uint32_t other = 0; other < steps.size(); ++other) {
        if (steps[other].beside != step) continue;
        world.kernel.plan_in(steps[other].after, event(EventKind::story_begins, other));
    }
}

void begin_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    if (state.phase != StepPhase::pending) return;
    state.phase = StepPhase::acting;
    world.kernel.set_cause(world.kernel.fact(Kind::step_began, {step, 0, 0, 0, 0}));
    begin_counting(world, step);
    open_log_watches(world, step);
    begin_round(world, step);
    begin_beside(world, step);
    if (spec_of(world, step).detach) begin_observing(world, step);
    if (world.story.steps[step].open_actions == 0) on_actions_returned(world, step);
}

// Actions that have not returned in time are given up: the step goes on, as a failed one.
void give_up_actions(World& world, std::uint32_t step, std::uint64_t round) {
    StepState& state = world.story.steps[step];
    if (state.rounds != round || state.open_actions == 0 || state.phase == StepPhase::ended) return;
    state.gave_up = true;
    for (const Activity& activity : std::vector<Activity>(world.story.activities)) {
        if (activity.step != step || activity.phase == Activity::Phase::done) continue;
        fail_step(world, step, facts::first_late + activity.action);
    }
    if (world.story.steps[step].phase == StepPhase::acting) {
        begin_observing(world, step);
    } else {
        advance_step(world, step);
    }
}

// A `when` that has not become true in time: the step never begins, and none beside it.
void give_up_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    if (state.phase != StepPhase::pending) return;
    fail_step(world, step, facts::never_began);
    const auto& steps = story_of(world).steps;
    for (std::uint32_t other = 0; other < steps.size(); ++other) {
        if (steps[other].beside == step) give_up_step(world, other);
    }
    end_step(world, step);
}

// ---- the beginning
// -------------------------------------------------------------------------------

// The cluster serves: t = 0.
void begin_story(World& world) {
    world.story.serving = true;
    world.story.serving_at = world.kernel.now();
    world.kernel.set_cause(world.kernel.fact(Kind::serving_since, {0, 0, 0, 0, 0}));
    const auto& story = story_of(world);
    const auto open = [&](std::size_t count, std::uint32_t first) {
        for (std::uint32_t i = 0; i < count; ++i) open_watch(world, 0, first + i);
    };
    open(story.always.size(), facts::first_always);
    open(story.never.size(), facts::first_never);
    open(story.sometimes.size(), facts::first_sometimes);
    start_loads(world);
    for (std::size_t d = 0; d < story.databases.size(); ++d) {
        plan_recovery_job(world, static_cast<std::int32_t>(d));
    }
    plan_next_step(world);
}

void start_first_proxy(World& world) {
    world.kernel.plan_in(
        durations::start_command,
        event(EventKind::operator_acts, 0, 0, static_cast<std::uint64_t>(Act::start_of_run)));
}

// Steps before t = 0 need to know when that will be: a copy of the world is started without them.
TrueTime rehearsed_start(const World& world) {
    World rehearsal = world;
    rehearsal.kernel.attach({});
    rehearsal.story.next_step = static_cast<std::uint32_t>(rehearsal.story.steps.size());
    start_first_proxy(rehearsal);
    while (!rehearsal.story.serving && rehearsal.advance()) {
    }
    return rehearsal.story.serving_at;
}

}  // namespace

void plan_deadline(World& world, Deadline what, std::size_t target, Duration span) {
    world.kernel.plan_in(span,
                         event(EventKind::deadline, target, static_cast<std::uint64_t>(what)));
}

void begin_run(World& world) {
    set_up_clocks(world);
    set_up_databases(world);
    world.story.steps.resize(story_of(world).steps.size());
    if (!story_of(world).serving_at_start || world.proxies.empty()) return begin_story(world);
    const auto& steps = story_of(world).steps;
    if (std::any_of(steps.begin(), steps.end(), is_early)) {
        world.story.serving_at = rehearsed_start(world);
    }
    start_first_proxy(world);
    plan_next_step(world);
}

void advance_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    if (state.phase != StepPhase::observing || !settled(world, step)) return;
    if (spec_of(world, step).detach && !all_rounds_done(world, step)) return;
    state.phase = StepPhase::looking;
    next_look(world, step);
}

void on_actions_returned(World& world, std::uint32_t step) {
    const StepState& state = world.story.steps[step];
    const scenario::Step& spec = spec_of(world, step);
    if (state.phase == StepPhase::ended || state.phase == StepPhase::looking) return;
    if (!all_rounds_done(world, step)) {
        const TrueTime next = state.round_began + spec.repeat_every;
        const TrueTime now = world.kernel.now();
        plan_deadline(world, Deadline::round, step, std::max(next, now) - now);
    } else if (state.phase == StepPhase::acting) {
        begin_observing(world, step);
    } else {
        advance_step(world, step);
    }
}

void on_step_looked(World& world, std::uint32_t step) { end_step(world, step); }

void fail_step(World& world, std::uint32_t step, std::uint32_t index, std::uint32_t seen) {
    world.story.failed = true;
    world.story.steps[step].failed = true;
    world.kernel.fact(Kind::observation,
                      {step, index, static_cast<std::uint32_t>(facts::Observed::failed), seen, 0});
}

void on_deadline(World& world, const Event& event_) {
    switch (static_cast<Deadline>(event_.a)) {
        case Deadline::watch:
            return end_watch(world, event_.target);
        case Deadline::log_watch:
            return end_log_watch(world, event_.target);
        case Deadline::actions:
            return give_up_actions(world, event_.target, event_.b);
        case Deadline::begin:
            if (world.story.next_step != event_.target) return;  // it became true meanwhile
            ++world.story.next_step;
            return give_up_step(world, event_.target);
        case Deadline::round:
            begin_round(world, event_.target);
            if (world.story.steps[event_.target].open_actions == 0) {
                on_actions_returned(world, event_.target);
            }
            return;
    }
}

void on_story_begins(World& world, const Event& event_) {
    if (!world.story.left_alone) begin_step(world, event_.target);
}

void on_story_ends(World& world, const Event&) {
    if (world.story.left_alone) return;
    settle_loads(world);
    close_watches(world);
    world.story.over = true;
}

void poll_start(World& world) {
    if (world.story.serving) return;
    std::size_t serving = 0;
    while (serving < world.proxies.size() && world.proxies[serving].beliefs.serves) ++serving;
    if (serving == world.proxies.size()) {
        begin_story(world);
    } else if (serving > 0 && world.proxies[serving].living == 0 &&
               world.story.next_proxy < serving) {
        world.story.next_proxy = static_cast<std::uint32_t>(serving);
        const Duration reaction =
            draw_reaction(world, {durations::reaction_least, durations::reaction_most});
        world.kernel.plan_in(reaction, event(EventKind::operator_acts, serving, 0,
                                             static_cast<std::uint64_t>(Act::start_of_run)));
    }
}

}  // namespace sim::world
