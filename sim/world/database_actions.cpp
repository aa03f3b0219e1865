#include "sim/world/database_actions.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/retention.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using scenario::Action;
using scenario::Verb;
using Phase = Activity::Phase;

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
    DatabaseVerb{Verb::cancel_commits, cancel_commits, at_once, well},
    DatabaseVerb{Verb::terminate_commits, terminate_commits, at_once, well},
    DatabaseVerb{Verb::write_wal, [](World&, std::int32_t) {}, at_once, well},
    DatabaseVerb{Verb::pause_replay, pause_replay, at_once, well},
    DatabaseVerb{Verb::resume_replay, resume_replay, at_once, well},
};

const DatabaseVerb& find(Verb verb) {
    const auto* found = std::find_if(verbs.begin(), verbs.end(),
                                     [verb](const DatabaseVerb& one) { return one.verb == verb; });
    SIM_ASSERT(found != verbs.end());
    return *found;
}

// Whether what is done to the databases has come to its end.
bool reached(const World& world, const Activity& activity) {
    const Verb verb = action_of(world, activity).verb;
    return std::all_of(activity.targets.begin(), activity.targets.end(),
                       [&](std::int32_t id) { return find(verb).over(database_at(world, id)); });
}

void await_databases(World& world, std::uint32_t activity) {
    activity_at(world, activity).phase = Phase::polling;
    plan_act(world, activity, Act::poll, durations::server_poll);
}

// All that it began is over: the worst exit status is the action's.
void end_database_action(World& world, std::uint32_t activity) {
    const Action& action = action_of(world, activity_at(world, activity));
    std::int32_t status = 0;
    each_target(world, activity, [&](std::int32_t id) {
        status = std::max(status, find(action.verb).status(database_at(world, id)));
    });
    Activity& state = activity_at(world, activity);
    state.exit_status = status;
    if (status != action.exit_status.value_or(0)) {
        fail_step(world, state.step, facts::first_answer + state.action);
    }
    on_activity_done(world, activity);
}

void set_recovery_jobs(World& world, std::uint32_t activity, bool enabled) {
    each_target(world, activity, [&](std::int32_t id) { set_recovery_job(world, id, enabled); });
}

}  // namespace

void act_on_database(World& world, std::uint32_t activity) {
    const Verb verb = action_of(world, activity_at(world, activity)).verb;
    each_target(world, activity, [&](std::int32_t id) { find(verb).begin(world, id); });
    if (reached(world, activity_at(world, activity))) {
        end_database_action(world, activity);
    } else {
        await_databases(world, activity);
    }
}

void act_stop_database(World& world, std::uint32_t activity) {
    const auto mode = action_of(world, activity_at(world, activity)).mode;
    each_target(world, activity, [&](std::int32_t id) { stop_database(world, id, mode); });
    await_databases(world, activity);
}

void act_kill_database(World& world, std::uint32_t activity) {
    using scenario::DatabaseProcess;
    const auto process = action_of(world, activity_at(world, activity)).process;
    each_target(world, activity, [&](std::int32_t id) {
        if (!process) {
            kill_database(world, id);
        } else if (static_cast<DatabaseProcess>(*process) == DatabaseProcess::backend) {
            kill_backend(world, id);
        } else {
            kill_postmaster(world, id);
        }
    });
    on_activity_done(world, activity);
}

void act_alter_system(World& world, std::uint32_t activity) {
    const auto& names = action_of(world, activity_at(world, activity)).synchronous_names;
    each_target(world, activity, [&](std::int32_t id) {
        if (names) set_synchronous_names(world, id, *names);
    });
    on_activity_done(world, activity);
}

void act_write_wal(World& world, std::uint32_t activity) {
    constexpr std::int64_t usual = 64 << 20;
    const Action& action = action_of(world, activity_at(world, activity));
    const auto bytes = static_cast<std::uint64_t>(action.bytes.value_or(usual));
    Duration takes{};
    each_target(world, activity,
                [&](std::int32_t id) { takes = std::max(takes, load_bulk(world, id, bytes)); });
    activity_at(world, activity).phase = Phase::polling;
    plan_act(world, activity, Act::poll, takes);
}

void act_enable_recovery_job(World& world, std::uint32_t activity) {
    set_recovery_jobs(world, activity, true);
    on_activity_done(world, activity);
}

void act_disable_recovery_job(World& world, std::uint32_t activity) {
    set_recovery_jobs(world, activity, false);
    on_activity_done(world, activity);
}

void poll_databases(World& world, std::uint32_t activity) {
    if (reached(world, activity_at(world, activity))) {
        end_database_action(world, activity);
    } else {
        plan_act(world, activity, Act::poll, durations::server_poll);
    }
}

void undo_stop_database(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { start_database(world, id); });
}

void undo_pause_database(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { resume_database(world, id); });
}

void undo_pause_replay(World& world, std::uint32_t activity) {
    each_target(world, activity, [&](std::int32_t id) { resume_replay(world, id); });
}

void undo_disable_recovery_job(World& world, std::uint32_t activity) {
    set_recovery_jobs(world, activity, true);
}

}  // namespace sim::world
