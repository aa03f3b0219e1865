// Where in a scenario an `observation` or `look` record belongs: its index counts from one of these
// bases, so that one number says both what kind of thing it was and which.
#pragma once

#include <cstdint>

namespace sim::facts {

/// Of `observation` records; below all of them: the step's own conditions.
inline constexpr std::uint32_t first_always = 1000;     ///< [[always]] conditions of the run
inline constexpr std::uint32_t first_never = 2000;      ///< [[never]] conditions of the run
inline constexpr std::uint32_t first_log = 3000;        ///< log expectations of the step
inline constexpr std::uint32_t first_look = 4000;       ///< looks of the step
inline constexpr std::uint32_t first_answer = 5000;     ///< answers to its actions
inline constexpr std::uint32_t first_sometimes = 6000;  ///< [[sometimes]] of the run
inline constexpr std::uint32_t first_late = 8000;       ///< actions that did not return in time
inline constexpr std::uint32_t never_began = 7000;      ///< the step's `when` came not true in time

/// Of `look` records: from here on an action whose answer is a table.
inline constexpr std::uint32_t first_action_look = 100;

}  // namespace sim::facts
