#include "sim/world/world.hpp"

#include "engine/assert.hpp"
#include "sim/world/commands.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/synchronous.hpp"
#include "sim/world/watches.hpp"

namespace sim::world {

namespace {

std::vector<engine::Pin> pins_of(const scenario::Scenario& scenario) {
    std::vector<engine::Pin> pins;
    for (const scenario::PinSpec& spec : scenario.pins) pins.push_back(spec.pin);
    return pins;
}

void dispatch(World& world, const Event& event) {
    switch (event.is()) {
        case EventKind::process_begins:
            return on_process_begins(world, event);
        case EventKind::process_steps:
            return on_process_steps(world, event);
        case EventKind::process_timer:
            return on_process_timer(world, event);
        case EventKind::command_ends:
            return on_command_ends(world, event);
        case EventKind::connect_arrives:
            return on_connect_arrives(world, event);
        case EventKind::connect_answered:
            return on_connect_answered(world, event);
        case EventKind::message_arrives:
            return on_message_arrives(world, event);
        case EventKind::end_arrives:
            return on_end_arrives(world, event);
        case EventKind::datagram_arrives:
            return on_datagram_arrives(world, event);
        case EventKind::database_phase:
            return on_database_phase(world, event);
        case EventKind::receiver_wakes:
            return on_receiver_wakes(world, event);
        case EventKind::wal_tick:
            return on_wal_tick(world, event);
        case EventKind::recovery_job:
            return on_recovery_job(world, event);
        case EventKind::operator_acts:
            return on_operator_acts(world, event);
        case EventKind::client_acts:
            return on_client_acts(world, event);
        case EventKind::load_acts:
            return on_load_acts(world, event);
        case EventKind::commit_answered:
            return on_commit_answered(world, event);
        case EventKind::deadline:
            return on_deadline(world, event);
        case EventKind::story_begins:
            return on_story_begins(world, event);
        case EventKind::story_ends:
            return on_story_ends(world, event);
        case EventKind::stream_acts:
            return on_stream_acts(world, event);
        case EventKind::file_work_ends:
            return on_file_work_ends(world, event);
        case EventKind::command_acts:
            return on_command_acts(world, event);
        case EventKind::address_acts:
            return on_address_acts(world, event);
        case EventKind::host_boots:
            return on_host_boots(world, event);
        case EventKind::connection_given_up:
            return on_connection_given_up(world, event);
        case EventKind::standby_replies:
            return on_standby_replies(world, event);
    }
    SIM_ASSERT(false);
}

// A limit ends the run with a verdict of its own (architecture, Limits).
void check_limits(World& world, const Event& event) {
    if (world.kernel.agenda().exhausted()) world.limit = facts::Limit::planning_order;
    if (world.kernel.events() >= world.limits.events) world.limit = facts::Limit::events;
    if (world.instant_began == world.kernel.now()) {
        if (++world.events_at_instant >= world.limits.events_at_one_instant) {
            world.limit = facts::Limit::events_at_one_instant;
        }
    } else {
        world.instant_began = world.kernel.now();
        world.events_at_instant = 0;
    }
    const bool late = world.kernel.now() > TrueTime{} + world.limits.start;
    if (!world.story.serving && late) world.limit = facts::Limit::start;
    if (world.limit) {
        const auto limit = static_cast<std::uint32_t>(*world.limit);
        const bool of_process = event.is() <= EventKind::command_ends;
        const Process* process = of_process ? &world.processes[event.target] : nullptr;
        world.kernel.fact(Kind::limit_hit,
                          {limit, of_process ? 1U : 0U,
                           of_process ? static_cast<std::uint32_t>(process->proxy) : 0U,
                           of_process ? std::uint32_t{process->role} : 0U, 0});
    }
}

}  // namespace

World::World(const scenario::Scenario& scenario, const LogicEntry& logic, std::uint64_t seed)
    : plan(std::make_shared<const Plan>(scenario, logic)), kernel(seed, pins_of(scenario)) {
    const std::size_t hosts = scenario.hosts.size();
    network.cut.assign(hosts * hosts, 0);
    network.rejected.assign(hosts * hosts, 0);
    proxies.resize(scenario.proxies.size());
    for (std::size_t p = 0; p < proxies.size(); ++p) {
        proxies[p].file.file = scenario.proxies[p].status_file;
        proxies[p].listeners.fill(UINT32_MAX);
    }
    constexpr std::int32_t first_pid = 2000;
    next_pid.assign(hosts, first_pid);
    core_free.assign(hosts, TrueTime{});
    interfaces.resize(hosts);
    machines.resize(hosts);
    databases.resize(scenario.databases.size());
    on_the_way.assign(scenario.databases.size(), 0);
    clients.loads.resize(scenario.loads.size());
    story.bindings.assign(scenario.names.size(), -1);
    clock_phase = kernel.draw_between(engine::Question{} / engine::segment("clock_phase"),
                                      Duration{0}, std::chrono::milliseconds{999},
                                      [] { return std::string("clock_phase"); });
}

bool World::advance() {
    if (story.over || limit || kernel.choices().impossible().key != 0) return false;
    Event event;
    if (!kernel.next(event)) return false;
    dispatch(*this, event);
    watch_conditions(*this);
    check_limits(*this, event);
    return true;
}

}  // namespace sim::world
