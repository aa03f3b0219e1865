#include "sim/world/watches.hpp"

#include <algorithm>

#include "sim/world/beliefs.hpp"
#include "sim/world/looks.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::Observed;
using scenario::Observation;
using Kind_ = Observation::Kind;

const scenario::Scenario& story_of(const World& world) { return world.plan->scenario; }

const scenario::Step& spec_of(const World& world, std::uint32_t step) {
    return story_of(world).steps[step];
}

bool is_sometimes(const Watch& watch) { return watch.index >= facts::first_sometimes; }

const Observation& observation_of(const World& world, const Watch& watch) {
    const auto& story = story_of(world);
    if (is_sometimes(watch)) return story.sometimes[watch.index - facts::first_sometimes].seen;
    if (watch.index >= facts::first_never) return story.never[watch.index - facts::first_never];
    if (watch.index >= facts::first_always) return story.always[watch.index - facts::first_always];
    return spec_of(world, watch.step).observations[watch.index];
}

void tell(World& world, const Watch& watch, Observed result) {
    const auto at = static_cast<std::uint64_t>(world.kernel.now().nanoseconds());
    world.kernel.fact(Kind::observation,
                      {watch.step, watch.index, static_cast<std::uint32_t>(result),
                       static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at >> 32U)});
}

void settle(World& world, Watch& watch, bool met) {
    watch.open = false;
    if (is_sometimes(watch) && !met) return tell(world, watch, Observed::still_open);
    tell(world, watch, met ? Observed::met : Observed::failed);
    if (met) return;
    world.story.failed = true;
    if (watch.index < facts::first_always) world.story.steps[watch.step].failed = true;
}

// What the condition says now; settles what that decides.
void look_at(World& world, Watch& watch) {
    const bool now = holds(world, observation_of(world, watch).condition, watch.step);
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

void begin_when(World& world, std::uint32_t step) {
    const scenario::Step& spec = spec_of(world, step);
    world.kernel.plan_in(spec.after, event(EventKind::story_begins, step));
    ++world.story.next_step;
}

// A step whose `when` is true begins, from the beginning of the steps above on.
void watch_when(World& world) {
    const Story& story = world.story;
    const std::uint32_t next = story.next_step;
    if (!story.serving || next >= story.steps.size()) return;
    const auto& when = spec_of(world, next).when;
    if (!when) return;
    const bool begun =
        std::all_of(story.steps.begin(), story.steps.begin() + static_cast<std::ptrdiff_t>(next),
                    [](const StepState& above) { return above.phase != StepPhase::pending; });
    if (begun && holds(world, *when, next)) begin_when(world, next);
}

// ---- changes
// -------------------------------------------------------------------------------------

using scenario::Function;
using scenario::Node;
using scenario::Operator;
using scenario::Type;

std::size_t size_of(const World& world, Type type) {
    switch (type) {
        case Type::database:
            return world.databases.size();
        case Type::proxy:
            return world.proxies.size();
        case Type::load:
            return world.clients.loads.size();
        case Type::lock:
            return failover::lock_count;
        case Type::boolean:
        case Type::number:
        case Type::span:
        case Type::bytes:
        case Type::lsn:
        case Type::status:
        case Type::role:
        case Type::quorum:
        case Type::set:
        case Type::none:
            break;
    }
    return 0;
}

// Every subject that an argument may stand for: one, or all of its type.
std::vector<std::int64_t> subjects(const World& world, const Node& argument) {
    if (argument.op == Operator::name || argument.op == Operator::literal) return {argument.value};
    std::vector<std::int64_t> all(size_of(world, argument.type));
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
    return all;
}

bool same(const scenario::Value& a, const scenario::Value& b) {
    return a.known == b.known && a.number == b.number && a.type == b.type;
}

void count_call(World& world, std::uint32_t step, const scenario::Expression& of,
                const Node& call) {
    std::vector<std::int64_t> arguments{-1};
    std::vector<std::int64_t> proxies{-1};
    if (!call.children.empty()) arguments = subjects(world, of.nodes[call.children[0]]);
    if (call.by >= 0) proxies = subjects(world, of.nodes[static_cast<std::size_t>(call.by)]);
    for (const std::int64_t argument : arguments) {
        for (const std::int64_t by : proxies) {
            const auto proxy = static_cast<std::int32_t>(by);
            world.story.counted.push_back({step, call.function, argument, proxy,
                                           Now(world).ask(call.function, argument, proxy), 0});
        }
    }
}

void count_changes(World& world) {
    for (Counted& counted : world.story.counted) {
        const scenario::Value now = Now(world).ask(counted.function, counted.argument, counted.by);
        if (same(now, counted.last)) continue;
        counted.last = now;
        ++counted.count;
    }
}

}  // namespace

bool holds(const World& world, const scenario::Expression& condition, std::uint32_t step) {
    const scenario::Value value = scenario::evaluate(condition, Now(world, step));
    return value.known && value.type == Type::boolean && value.number != 0;
}

void open_watch(World& world, std::uint32_t step, std::uint32_t index) {
    Watch watch;
    watch.step = step;
    watch.index = index;
    const Observation& observation = observation_of(world, watch);
    watch.kind = observation.kind;
    if (watch.kind != Kind_::check && index < facts::first_always) {
        const Duration span = observation.span.value_or(world.plan->grace);
        watch.until = world.kernel.now() + span;
        plan_deadline(world, Deadline::watch, world.story.watches.size(), span);
    }
    look_at(world, watch);
    world.story.watches.push_back(watch);
}

void open_log_watches(World& world, std::uint32_t step) {
    for (std::uint32_t i = 0; i < spec_of(world, step).logs.size(); ++i) {
        world.story.log_watches.push_back({step, i, 0, true});
    }
}

void limit_log_watches(World& world, std::uint32_t step) {
    const scenario::Step& spec = spec_of(world, step);
    for (std::uint32_t w = 0; w < world.story.log_watches.size(); ++w) {
        const LogWatch& watch = world.story.log_watches[w];
        if (watch.step != step || !watch.open) continue;
        plan_deadline(world, Deadline::log_watch, w, spec.within.value_or(world.plan->grace));
    }
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
    const std::uint32_t step = watch.step;
    fail_step(world, step, facts::first_log + watch.index, watch.next_line);
    advance_step(world, step);
}

void close_watches(World& world) {
    for (Watch& watch : world.story.watches) {
        if (watch.open) settle(world, watch, watch.kind != Kind_::expect);
    }
}

bool settled(const World& world, std::uint32_t step) {
    const auto open = [step](const auto& watch) { return watch.open && watch.step == step; };
    for (const Watch& watch : world.story.watches) {
        if (watch.index < facts::first_always && open(watch)) return false;
    }
    return std::none_of(world.story.log_watches.begin(), world.story.log_watches.end(), open);
}

void begin_counting(World& world, std::uint32_t step) {
    for (const Observation& observation : spec_of(world, step).observations) {
        for (const Node& node : observation.condition.nodes) {
            if (node.op != Operator::call || node.function != Function::changes) continue;
            count_call(world, step, observation.condition,
                       observation.condition.nodes[node.children[0]]);
        }
    }
}

void end_counting(World& world, std::uint32_t step) {
    std::erase_if(world.story.counted, [&](const Counted& one) { return one.step == step; });
}

void watch_conditions(World& world) {
    // Settling one may write facts: those were there when the others are looked at.
    while (world.kernel.facts_changed()) {
        world.kernel.clear_facts_changed();
        count_changes(world);
        for (std::size_t w = 0; w < world.story.watches.size(); ++w) {
            Watch watch = world.story.watches[w];
            if (!watch.open) continue;
            look_at(world, watch);
            world.story.watches[w] = watch;
        }
        watch_when(world);
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
               line_matches(world, proxy, expected.lines[watch.next_line], line)) {
            ++watch.next_line;
            // A DETAIL stands on the line of its message; the next message is another line.
            if (watch.next_line < expected.lines.size() && !expected.lines[watch.next_line].detail)
                break;
        }
        if (watch.next_line < expected.lines.size()) continue;
        watch.open = false;
        world.kernel.fact(Kind::observation,
                          {watch.step, facts::first_log + watch.index,
                           static_cast<std::uint32_t>(Observed::met), watch.next_line, 0});
    }
}

}  // namespace sim::world
