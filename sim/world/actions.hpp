// What a person types in a step, and when it has returned: one function for each verb that the
// world models.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "sim/world/story.hpp"

namespace sim::world {

/// Begins an action of a step as an activity; on_activity_done when its command has returned.
void begin_action(World& world, std::uint32_t step, std::uint32_t action);
void on_activity_done(World& world, std::uint32_t activity);
/// After an event that ended a command, started a proxy, stopped a database …
void poll_activities(World& world);
/// Nobody is there to do it to, or it cannot be done: done, as a failed expectation.
void give_up_action(World& world, std::uint32_t activity);
/// Every link that is cut is open again, what stands still goes on.
void heal_everything(World& world);
/// Undoes at once what was to be undone after its `for`.
void undo_what_lasts(World& world);
/// How long the operator takes between two things.
[[nodiscard]] Duration draw_reaction(World& world, scenario::Span span);

/// What an activity, or the start of the run, is to do now: Event::b of operator_acts.
enum class Act : std::uint64_t { poll = 0, start_of_run, signal_stop, start_one, undo };
void plan_act(World& world, std::uint32_t activity, Act what, Duration span);

/// The action that an activity carries out.
[[nodiscard]] const scenario::Action& action_of(const World& world, const Activity& activity);
[[nodiscard]] Activity& activity_at(World& world, std::uint32_t activity);

/// Calls `each` with every target of an activity; it may change the targets.
template <class Each>
void each_target(World& world, std::uint32_t activity, const Each& each) {
    const std::vector<std::int32_t> targets = activity_at(world, activity).targets;
    for (const std::int32_t target : targets) each(target);
}

}  // namespace sim::world
