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

// ---- proxies: proxy_actions.cpp ----
void act_stop_proxy(World& world, std::uint32_t activity);
void act_start_proxy(World& world, std::uint32_t activity);
void act_kill_proxy(World& world, std::uint32_t activity);
void act_delete_status_file(World& world, std::uint32_t activity);
void signal_stop(World& world, std::uint32_t activity);
void start_one(World& world, std::uint32_t activity);
/// A stop that has come through, or the next look at it a second later.
void poll_stop(World& world, std::uint32_t activity);
/// A proxy that was started serves: the next one's turn, or the end.
void poll_start_of(World& world, std::uint32_t activity);

}  // namespace sim::world
