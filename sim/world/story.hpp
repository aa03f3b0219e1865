// Plays the steps of a scenario: begins actions, watches conditions after every event that changes
// a fact, asks for tables, and settles the run after the last step (scenario-format, Steps).
#pragma once

#include <vector>

#include "sim/facts/places.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

/// An action under way.
struct Activity {
    enum class Phase : std::uint8_t { waiting, acting, polling, done } phase = Phase::waiting;
    std::uint32_t step = 0;
    std::uint32_t action = 0;
    std::uint32_t next_target = 0;  ///< of a list that is done one after the other
    std::uint32_t dialogue = UINT32_MAX;
    std::int32_t exit_status = 0;
    Sequence cause = 0;  ///< the record that says it began
    // Whom it turned out to be about (targets.hpp).
    std::vector<std::int32_t> targets;
    std::int32_t on = -1;
    std::int32_t node = -1;
    std::vector<Link> links;
    bool to_undo = false;  ///< done, and its `for` is not over yet
};

/// One thing that a running step, or the run, waits for.
struct Watch {
    scenario::Observation::Kind kind = scenario::Observation::Kind::expect;
    std::uint32_t step = 0;
    std::uint32_t index = 0;  ///< of the observation in its step, or facts::first_always + …
    bool open = true;
    TrueTime until = TrueTime::never();
};

struct LogWatch {
    std::uint32_t step = 0;
    std::uint32_t index = 0;
    std::uint32_t next_line = 0;
    bool open = true;
};

/// What `changes(…)` of a step counts: one function on one subject.
struct Counted {
    std::uint32_t step = 0;
    scenario::Function function = scenario::Function::running;
    std::int64_t argument = -1;
    std::int32_t by = -1;
    scenario::Value last;
    std::int64_t count = 0;
};

enum class StepPhase : std::uint8_t { pending, acting, observing, looking, ended };

struct StepState {
    StepPhase phase = StepPhase::pending;
    bool failed = false;
    bool gave_up = false;  ///< on actions that did not return in time
    std::uint32_t open_actions = 0;
    std::uint32_t rounds = 0;  ///< how often its actions were begun
    TrueTime round_began;
    std::uint32_t next_look = 0;
    std::uint32_t look_dialogue = UINT32_MAX;
};

struct Story {
    std::vector<StepState> steps;
    std::vector<Activity> activities;
    std::vector<Watch> watches;
    std::vector<LogWatch> log_watches;
    std::vector<Counted> counted;
    std::vector<std::int32_t> bindings;  ///< host that each name given with `as` stands for, -1
    std::uint32_t awaited = UINT32_MAX;  ///< step whose `when` has a time-out running
    std::uint32_t next_step = 0;         ///< the next one in file order
    std::uint32_t next_proxy = 0;        ///< of the start: the one being started
    bool serving = false;                ///< t = 0 has been
    TrueTime serving_at;                 ///< t = 0; before: where a rehearsal found it
    bool by_chance = false;              ///< each action not begun yet happens, or does not
    bool left_alone = false;  ///< nobody does anything any more, nothing is healed, nothing ends
    bool all_ended = false;
    bool over = false;  ///< the run has settled
    bool failed = false;
};

/// What has come to its end, or is due: Event::a of `deadline`; its target is a watch, a log watch
/// or a step.
enum class Deadline : std::uint64_t { watch, log_watch, actions, begin, round };
void plan_deadline(World& world, Deadline what, std::size_t target, Duration span);

/// Begins the run: databases are ready, proxies are started as `start` says.
void begin_run(World& world);
void on_operator_acts(World& world, const Event& event);
void on_deadline(World& world, const Event& event);
void on_story_begins(World& world, const Event& event);
void on_story_ends(World& world, const Event& event);
/// While the run begins: starts the next proxy once the one before serves.
void poll_start(World& world);

/// Goes on with a step whose observations, or actions, may be complete.
void advance_step(World& world, std::uint32_t step);
/// A step's actions of this round have all returned.
void on_actions_returned(World& world, std::uint32_t step);
/// A step's tables have been asked for.
void on_step_looked(World& world, std::uint32_t step);
/// Something that a step expected did not come: `index` as facts/places.hpp has it, `seen` what
/// there was of it.
void fail_step(World& world, std::uint32_t step, std::uint32_t index, std::uint32_t seen = 0);

}  // namespace sim::world
