#include "sim/world/database_actions.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Verb;

bool is_down(const Database& server) { return server.state == DatabaseState::stopped; }

// Its start has come to an end, good or bad.
bool is_started(const Database& server) {
    return server.answers() || (is_down(server) && server.start_failed);
}

// No rewind or copy is under way, and the start that follows one is over.
bool is_worked_on(const Database& server) {
    return server.work == FileWork::none && (server.work_status != 0 || is_started(server));
}

bool at_once(const Database&) { return true; }
bool is_promoted(const Database& server) { return server.state != DatabaseState::promoting; }

std::int32_t well(const Database&) { return 0; }
std::int32_t of_start(const Database& server) { return server.answers() ? 0 : 1; }
std::int32_t of_work(const Database& server) {
    return std::max(server.work_status, server.start_failed ? 1 : 0);
}
// `server is not in standby mode`, or it did not promote in time.
std::int32_t of_promotion(const Database& server) { return server.writable() ? 0 : 1; }

struct DatabaseVerb {
    Verb verb;
    void (*begin)(World&, std::int32_t database);
    bool (*over)(const Database&);
    std::int32_t (*status)(const Database&);
};
constexpr std::array verbs{
    DatabaseVerb{Verb::start_database, [](World& w, std::int32_t d) { start_database(w, d); },
                 is_started, of_start},
    DatabaseVerb{Verb::stop_database, [](World&, std::int32_t) {}, is_down, well},
    DatabaseVerb{Verb::pause_database, pause_database, at_once, well},
    DatabaseVerb{Verb::resume_database, resume_database, at_once, well},
    DatabaseVerb{Verb::promote_database, [](World& w, std::int32_t d) { promote_database(w, d); },
                 is_promoted, of_promotion},
    DatabaseVerb{Verb::rewind_database,
                 [](World& w, std::int32_t d) { begin_file_work(w, d, FileWork::rewind); },
                 is_worked_on, of_work},
    DatabaseVerb{Verb::rebuild_database,
                 [](World& w, std::int32_t d) { begin_file_work(w, d, FileWork::copy); },
                 is_worked_on, of_work},
};

const DatabaseVerb& find(Verb verb) {
    const auto* found = std::find_if(verbs.begin(), verbs.end(),
                                     [verb](const DatabaseVerb& one) { return one.verb == verb; });
    SIM_ASSERT(found != verbs.end());
    return *found;
}

}  // namespace

void begin_on_database(World& world, Verb verb, std::int32_t database) {
    find(verb).begin(world, database);
}

bool is_over(const World& world, Verb verb, std::int32_t database) {
    return find(verb).over(database_at(world, database));
}

std::int32_t exit_status(const World& world, Verb verb, std::int32_t database) {
    return find(verb).status(database_at(world, database));
}

}  // namespace sim::world
