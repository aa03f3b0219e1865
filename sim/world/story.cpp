#include "sim/world/story.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/beliefs.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/looks.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::Observed;
using scenario::Observation;
using Kind_ = Observation::Kind;

// Event::a of `deadline`: what its target is, and what has passed.
enum class Deadline : std::uint64_t { watch, log_watch, actions, begin };

void plan_deadline(World& world, Deadline what, std::size_t target, Duration span) {
    world.kernel.plan_in(span,
                         event(EventKind::deadline, target, static_cast<std::uint64_t>(what)));
}

const scenario::Scenario& story_of(const World& world) { return world.plan->scenario; }

const scenario::Step& spec_of(const World& world, std::uint32_t step) {
    return story_of(world).steps[step];
}

const Observation& observation_of(const World& world, const Watch& watch) {
    const auto& story = story_of(world);
    if (watch.index >= first_never) return story.never[watch.index - first_never];
    if (watch.index >= first_always) return story.always[watch.index - first_always];
    return spec_of(world, watch.step).observations[watch.index];
}

bool holds(const World& world, const scenario::Expression& condition) {
    const scenario::Value value = scenario::evaluate(condition, Now(world));
    return value.known && value.type == scenario::Type::boolean && value.number != 0;
}

void settle(World& world, Watch& watch, bool met) {
    watch.open = false;
    watch.met = met;
    const auto at = static_cast<std::uint64_t>(world.kernel.now().nanoseconds());
    world.kernel.fact(Kind::observation,
                      {watch.step, watch.index,
                       static_cast<std::uint32_t>(met ? Observed::met : Observed::failed),
                       static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at >> 32U)});
    if (!met) {
        world.story.failed = true;
        if (watch.index < first_always) world.story.steps[watch.step].failed = true;
    }
}

// What the condition says now; settles what that decides.
void look_at(World& world, Watch& watch) {
    const bool now = holds(world, observation_of(world, watch).condition);
    switch (watch.kind) {
        case Kind_::expect:
            if (now) settle(world, watch, true);
            return;
        case Kind_::check:
            settle(world, watch, now);
            return;
        case Kind_::hold:
            if (!now) settle(world, watch, false);
            return;
        case Kind_::never:
            if (now) settle(world, watch, false);
            return;
    }
}

void open_watch(World& world, std::uint32_t step, std::uint32_t index) {
    Watch watch;
    watch.step = step;
    watch.index = index;
    const Observation& observation = observation_of(world, watch);
    watch.kind = observation.kind;
    if (watch.kind != Kind_::check && index < first_always) {
        const Duration span = observation.span.value_or(world.plan->grace);
        watch.until = world.kernel.now() + span;
        plan_deadline(world, Deadline::watch, world.story.watches.size(), span);
    }
    look_at(world, watch);
    world.story.watches.push_back(watch);
}

bool settled(const World& world, std::uint32_t step) {
    const auto open = [step](const auto& watch) { return watch.open && watch.step == step; };
    for (const Watch& watch : world.story.watches) {
        if (watch.index < first_always && open(watch)) return false;
    }
    return std::none_of(world.story.log_watches.begin(), world.story.log_watches.end(), open);
}

void end_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    state.phase = StepPhase::ended;
    world.kernel.fact(Kind::step_ended, {step, state.failed ? 0U : 1U, 0, 0, 0});
    plan_next_step(world);
}

void advance_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    if (state.phase != StepPhase::observing || !settled(world, step)) return;
    if (spec_of(world, step).detach && state.open_actions > 0) return;
    state.phase = StepPhase::looking;
    next_look(world, step);
}

void begin_observing(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    state.phase = StepPhase::observing;
    state.observed_from = world.kernel.now();
    const scenario::Step& spec = spec_of(world, step);
    for (std::uint32_t i = 0; i < spec.observations.size(); ++i) open_watch(world, step, i);
    for (std::uint32_t w = 0; w < world.story.log_watches.size(); ++w) {
        LogWatch& watch = world.story.log_watches[w];
        if (watch.step != step || !watch.open) continue;
        Duration span = spec.within.value_or(Duration{0});
        for (const Observation& observation : spec.observations) {
            if (observation.kind == Kind_::expect && observation.span) {
                span = std::max(span, *observation.span);
            }
        }
        watch.until = world.kernel.now() + (span.count() > 0 ? span : world.plan->grace);
        plan_deadline(world, Deadline::log_watch, w, watch.until - world.kernel.now());
    }
    advance_step(world, step);
}

void begin_step(World& world, std::uint32_t step) {
    StepState& state = world.story.steps[step];
    if (state.phase != StepPhase::pending) return;
    const scenario::Step& spec = spec_of(world, step);
    state.phase = StepPhase::acting;
    state.began = world.kernel.now();
    world.kernel.set_cause(world.kernel.fact(Kind::step_began, {step, 0, 0, 0, 0}));
    for (std::uint32_t i = 0; i < spec.logs.size(); ++i) {
        world.story.log_watches.push_back({step, i, 0, true, false, TrueTime::never()});
    }
    state.open_actions = static_cast<std::uint32_t>(spec.actions.size());
    const Sequence cause = world.kernel.cause();
    for (std::uint32_t action = 0; action < spec.actions.size(); ++action) {
        begin_action(world, step, action);
        world.kernel.set_cause(cause);
    }
    const auto& steps = story_of(world).steps;
    for (std::uint32_t other = 0; other < steps.size(); ++other) {
        if (steps[other].beside == step) {
            world.kernel.plan_in(steps[other].after, event(EventKind::story_begins, other));
        }
    }
    StepState& now = world.story.steps[step];
    if (now.phase != StepPhase::acting) return;
    if (spec.detach || now.open_actions == 0) {
        begin_observing(world, step);
    } else {
        plan_deadline(world, Deadline::actions, step, spec.timeout);
    }
}

// The cluster serves: t = 0.
void begin_story(World& world) {
    world.story.serving = true;
    world.story.serving_at = world.kernel.now();
    world.kernel.set_cause(world.kernel.fact(Kind::serving_since, {0, 0, 0, 0, 0}));
    const auto& story = story_of(world);
    for (std::uint32_t i = 0; i < story.always.size(); ++i) open_watch(world, 0, first_always + i);
    for (std::uint32_t i = 0; i < story.never.size(); ++i) open_watch(world, 0, first_never + i);
    start_loads(world);
    for (std::size_t d = 0; d < story.databases.size(); ++d) {
        if (!story.databases[d].recovery_job) continue;
        const Duration period = *story.databases[d].recovery_job;
        const Duration into = std::chrono::seconds{story.date_seconds} % period;
        world.kernel.plan_in(period - into, event(EventKind::recovery_job, d));
    }
    plan_next_step(world);
}

void start_next_proxy(World& world, std::size_t proxy) {
    world.kernel.plan_in(durations::start_command, event(EventKind::operator_acts, proxy, 0, 1));
}

}  // namespace

void begin_run(World& world) {
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        set_up_database(world, static_cast<std::int32_t>(d));
    }
    world.story.steps.resize(story_of(world).steps.size());
    if (story_of(world).serving_at_start && !world.proxies.empty()) {
        start_next_proxy(world, 0);
    } else {
        begin_story(world);
    }
}

void plan_next_step(World& world) {
    Story& story = world.story;
    const auto& steps = story_of(world).steps;
    const auto ended = [&story](std::uint32_t step) {
        return story.steps[step].phase == StepPhase::ended;
    };
    while (story.next_step < steps.size() && steps[story.next_step].beside) ++story.next_step;
    const bool all = std::all_of(story.steps.begin(), story.steps.end(), [](const StepState& step) {
        return step.phase == StepPhase::ended;
    });
    if (all) {
        if (story.all_ended) return;
        story.all_ended = true;
        heal_everything(world);
        const Duration rest = story_of(world).settle ? world.plan->grace : Duration{0};
        world.kernel.plan_in(rest, event(EventKind::story_ends, 0));
        return;
    }
    if (story.next_step >= steps.size()) return;
    for (std::uint32_t above = 0; above < story.next_step; ++above) {
        if (!steps[above].beside && !ended(above)) return;
    }
    const std::uint32_t next = story.next_step;
    if (steps[next].when) {
        // watch_conditions begins it, unless its time-out comes first.
        if (story.awaited != next) plan_deadline(world, Deadline::begin, next, steps[next].timeout);
        story.awaited = next;
        world.kernel.change_facts();
        return;
    }
    TrueTime at = world.kernel.now() + steps[next].after;
    if (steps[next].at) at = std::max(at, story.serving_at + *steps[next].at);
    ++story.next_step;
    world.kernel.plan(at, event(EventKind::story_begins, next));
}

void watch_conditions(World& world) {
    // Settling one may write facts: those were there when the others are looked at.
    while (world.kernel.facts_changed()) {
        world.kernel.clear_facts_changed();
        for (std::size_t w = 0; w < world.story.watches.size(); ++w) {
            Watch watch = world.story.watches[w];
            if (!watch.open) continue;
            look_at(world, watch);
            world.story.watches[w] = watch;
        }
        const Story& story = world.story;
        if (story.serving && story.next_step < story.steps.size()) {
            const auto& when = spec_of(world, story.next_step).when;
            if (when && holds(world, *when)) {
                world.kernel.plan_in(Duration{0}, event(EventKind::story_begins, story.next_step));
                ++world.story.next_step;
            }
        }
    }
    for (std::uint32_t step = 0; step < world.story.steps.size(); ++step) {
        if (world.story.steps[step].phase == StepPhase::observing) advance_step(world, step);
    }
}

void on_log_line(World& world, std::int32_t proxy, const failover::Log& line) {
    for (LogWatch& watch : world.story.log_watches) {
        if (!watch.open) continue;
        const auto& expected = spec_of(world, watch.step).logs[watch.index];
        if (expected.proxy.value != proxy) continue;
        while (watch.next_line < expected.lines.size() &&
               line_matches(expected.lines[watch.next_line], line)) {
            ++watch.next_line;
            // A DETAIL stands on the line of its message; the next message is another line.
            if (watch.next_line < expected.lines.size() && !expected.lines[watch.next_line].detail)
                break;
        }
        if (watch.next_line < expected.lines.size()) continue;
        watch.open = false;
        watch.met = true;
        world.kernel.fact(Kind::observation, {watch.step, first_log + watch.index,
                                              static_cast<std::uint32_t>(Observed::met), 0, 0});
    }
}

void on_activity_done(World& world, std::uint32_t activity) {
    Activity& done = world.story.activities[activity];
    SIM_ASSERT(done.phase != Activity::Phase::done);
    done.phase = Activity::Phase::done;
    world.kernel.fact(Kind::action_done,
                      {done.step, done.action, static_cast<std::uint32_t>(done.exit_status), 0, 0});
    StepState& state = world.story.steps[done.step];
    SIM_ASSERT(state.open_actions > 0);
    --state.open_actions;
    if (state.open_actions > 0) return;
    if (state.phase == StepPhase::acting) {
        begin_observing(world, done.step);
    } else {
        advance_step(world, done.step);
    }
}

void on_step_looked(World& world, std::uint32_t step) { end_step(world, step); }

namespace {

void fail_step(World& world, std::uint32_t step, std::uint32_t index) {
    world.story.failed = true;
    world.story.steps[step].failed = true;
    world.kernel.fact(Kind::observation,
                      {step, index, static_cast<std::uint32_t>(Observed::failed), 0, 0});
}

void end_watch(World& world, std::uint32_t index) {
    Watch watch = world.story.watches[index];
    if (!watch.open) return;
    settle(world, watch, watch.kind == Kind_::hold || watch.kind == Kind_::never);
    world.story.watches[index] = watch;
    advance_step(world, watch.step);
}

void end_log_watch(World& world, std::uint32_t index) {
    LogWatch& watch = world.story.log_watches[index];
    if (!watch.open) return;
    watch.open = false;
    fail_step(world, watch.step, first_log + watch.index);
    advance_step(world, world.story.log_watches[index].step);
}

// Actions that have not returned in time are given up: the step goes on, as a failed one.
void give_up_actions(World& world, std::uint32_t step) {
    if (world.story.steps[step].phase != StepPhase::acting) return;
    for (const Activity& activity : std::vector<Activity>(world.story.activities)) {
        if (activity.step != step || activity.phase == Activity::Phase::done) continue;
        fail_step(world, step, first_answer + activity.action);
    }
    begin_observing(world, step);
}

// A `when` that has not become true in time: the step never begins.
void give_up_step(World& world, std::uint32_t step) {
    Story& story = world.story;
    if (story.steps[step].phase != StepPhase::pending || story.next_step != step) return;
    ++story.next_step;
    fail_step(world, step, 0);
    end_step(world, step);
}

}  // namespace

void on_deadline(World& world, const Event& event_) {
    switch (static_cast<Deadline>(event_.a)) {
        case Deadline::watch:
            return end_watch(world, event_.target);
        case Deadline::log_watch:
            return end_log_watch(world, event_.target);
        case Deadline::actions:
            return give_up_actions(world, event_.target);
        case Deadline::begin:
            return give_up_step(world, event_.target);
    }
}

void on_story_begins(World& world, const Event& event_) { begin_step(world, event_.target); }

void on_story_ends(World& world, const Event&) {
    settle_loads(world);
    for (Watch& watch : world.story.watches) {
        if (watch.open) settle(world, watch, watch.kind != Kind_::expect);
    }
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
            draw_reaction(world, durations::reaction_least, durations::reaction_most);
        world.kernel.plan_in(reaction, event(EventKind::operator_acts, serving, 0, 1));
    }
}

}  // namespace sim::world
