// What a verb does to one database, when that is over, and how it ended: pg_ctl's and pg_rewind's
// half of an action.
#pragma once

#include "sim/scenario/action.hpp"
#include "sim/world/postgres.hpp"

namespace sim::world {

void begin_on_database(World& world, scenario::Verb verb, std::int32_t database);
[[nodiscard]] bool is_over(const World& world, scenario::Verb verb, std::int32_t database);
/// As the command returns it; REQUIRES: it is over.
[[nodiscard]] std::int32_t exit_status(const World& world, scenario::Verb verb,
                                       std::int32_t database);

}  // namespace sim::world
