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
    std::int32_t current = -1;      ///< target being dealt with
    std::uint32_t dialogue = UINT32_MAX;
    std::int32_t exit_status = 0;
    Sequence cause = 0;  ///< the record that says it began
};

using facts::first_always;
using facts::first_answer;
using facts::first_log;
using facts::first_look;
using facts::first_never;

/// One thing that a running step waits for.
struct Watch {
    scenario::Observation::Kind kind = scenario::Observation::Kind::expect;
    std::uint32_t step = 0;
    std::uint32_t index = 0;  ///< of the observation in its step, or first_always + …
    bool open = true;
    bool met = false;
    TrueTime until = TrueTime::never();
};

struct LogWatch {
    std::uint32_t step = 0;
    std::uint32_t index = 0;
    std::uint32_t next_line = 0;
    bool open = true;
    bool met = false;
    TrueTime until = TrueTime::never();
};

enum class StepPhase : std::uint8_t { pending, acting, observing, looking, ended };

struct StepState {
    StepPhase phase = StepPhase::pending;
    bool failed = false;
    std::uint32_t open_actions = 0;
    std::uint32_t next_look = 0;
    std::uint32_t look_dialogue = UINT32_MAX;
    TrueTime began;
    TrueTime observed_from;
};

struct Story {
    std::vector<StepState> steps;
    std::vector<Activity> activities;
    std::vector<Watch> watches;
    std::vector<LogWatch> log_watches;
    std::uint32_t awaited = UINT32_MAX;  ///< step whose `when` is waited for
    std::uint32_t next_step = 0;         ///< the next one in file order
    std::uint32_t next_proxy = 0;        ///< of the start: the one being started
    bool serving = false;                ///< t = 0 has been
    TrueTime serving_at;
    bool all_ended = false;
    bool over = false;  ///< the run has settled
    bool failed = false;
};

/// Begins the run: databases are ready, proxies are started as `start` says.
void begin_run(World& world);
/// After an event: conditions that its facts may have changed.
void watch_conditions(World& world);
/// After an event that ended a command, started a proxy, stopped a database …
void poll_activities(World& world);
void on_log_line(World& world, std::int32_t proxy, const failover::Log& line);
void on_dialogue_ended(World& world, std::uint32_t dialogue);
void on_operator_acts(World& world, const Event& event);
void on_deadline(World& world, const Event& event);
void on_story_begins(World& world, const Event& event);
void on_story_ends(World& world, const Event& event);

/// Plans the step that is next in file order, or the end of the run.
void plan_next_step(World& world);
/// A step's tables have been asked for.
void on_step_looked(World& world, std::uint32_t step);
/// While the run begins: starts the next proxy once the one before serves.
void poll_start(World& world);
/// Heals every link that is cut; what stands still goes on.
void heal_everything(World& world);
/// How long the operator takes between two things.
[[nodiscard]] Duration draw_reaction(World& world, Duration least, Duration most);

/// Begins an action of a step as an activity; on_activity_done when its command has returned.
void begin_action(World& world, std::uint32_t step, std::uint32_t action);
void on_activity_done(World& world, std::uint32_t activity);
/// Whether all proxies that an activity stops are gone.
[[nodiscard]] bool reached_stop(const World& world, std::uint32_t activity);

}  // namespace sim::world
