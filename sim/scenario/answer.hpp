// What a command typed by an operator must print: success, an error of the catalogue, numbers, or
// a table; compiled so that a run compares numbers.
#pragma once

#include "sim/scenario/context.hpp"

namespace sim::scenario {

/// `answer` of an action, into Action::answer or Action::answer_table. REQUIRES: the action's verb
/// and query are set.
void compile_answer(Context& context, const Entry& value, Action& action);

}  // namespace sim::scenario
