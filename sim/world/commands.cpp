#include "sim/world/commands.hpp"

#include "sim/world/addresses.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using Does = scenario::CommandSpec::Does;

std::uint32_t pair(std::int32_t low, std::int32_t high) {
    return static_cast<std::uint16_t>(low) |
           static_cast<std::uint32_t>(static_cast<std::uint16_t>(high)) << 16U;
}

scenario::CommandSpec spec_of(const World& world, std::int32_t proxy, std::int16_t parameter) {
    scenario::CommandSpec spec;
    spec.takes = {std::chrono::milliseconds{15}, std::chrono::milliseconds{15}};
    for (const auto& known :
         world.plan->scenario.proxies[static_cast<std::size_t>(proxy)].commands) {
        if (known.parameter == parameter) spec = known;
    }
    return spec;
}

// Whether the host that runs the command can log in at the database's.
bool reaches(const World& world, std::int32_t proxy, std::int32_t database) {
    const HostId here = host_of(world, proxy);
    const HostId there = world.plan->scenario.databases[static_cast<std::size_t>(database)].host;
    return both_ways(world, here, there, Plane::database);
}

// What the command's script is about: the server that it deals with, -1 if with none.
std::int32_t subject(Does does, const failover::CommandLine& line) {
    // A failover script promotes nobody for the failure of a standby.
    if (does == Does::promote_new_master) {
        return line.node == line.old_primary ? line.new_master : -1;
    }
    return does == Does::follow_new_master ? line.node : -1;
}

bool can_be_done(const World& world, std::int32_t proxy, Does does, std::int32_t database) {
    const Database& server = database_at(world, database);
    if (!reaches(world, proxy, database)) return false;
    if (does == Does::follow_new_master) return true;
    return server.state == DatabaseState::running && server.role == DatabaseRole::standby;
}

/// How a command that a process waits for ends.
struct CommandEnd {
    failover::RequestId request;
    TrueTime at;
    std::int32_t exit_status = 0;
};

void plan_end(World& world, std::uint32_t index, const CommandEnd& end) {
    const auto raw = static_cast<std::uint32_t>(end.exit_status << 8);
    world.kernel.plan(end.at,
                      event(EventKind::command_ends, index, world.processes[index].generation,
                            static_cast<std::uint32_t>(end.request.value) |
                                static_cast<std::uint64_t>(raw) << 32U));
}

// What a command that deals with the virtual address comes to; its effect is there when it ends.
std::int32_t act_on_address(World& world, std::int32_t proxy, failover::Purpose purpose,
                            TrueTime ends) {
    const std::int32_t status = address_command_status(world, proxy, purpose);
    if (status == 0) {
        world.kernel.plan(ends, event(EventKind::address_acts, static_cast<std::size_t>(proxy),
                                      static_cast<std::uint64_t>(purpose)));
    }
    return status;
}

}  // namespace

void run_ping(World& world, std::uint32_t index, TrueTime at, const failover::Ping& wish) {
    const Process& process = world.processes[index];
    const Echo echo = ping(world, process.proxy, wish.address);
    const scenario::Span span = echo == Echo::answered       ? durations::ping_answered
                                : echo == Echo::nobody_there ? durations::ping_nobody_there
                                                             : durations::ping_unanswered;
    const Question question =
        process.name / engine::segment("ping") / engine::segment(wish.address);
    const Duration takes = world.kernel.draw_between(question, span.least, span.most, [&] {
        return process_name(*world.plan, process) + "/ping/" + wish.address;
    });
    plan_end(world, index, {wish.request, at + takes, echo == Echo::answered ? 0 : 1});
}

void run_command(World& world, std::uint32_t index, TrueTime at, const failover::RunCommand& wish) {
    const Process& process = world.processes[index];
    const failover::CommandLine& line = wish.line;
    const scenario::CommandSpec spec = spec_of(world, process.proxy, line.parameter);
    const auto& parameters = world.plan->logic.catalogue->parameters;
    const std::string_view name = parameters[static_cast<std::size_t>(line.parameter)].name;
    const Question question = process.name / engine::segment("command") / engine::segment(name);
    const Duration takes = world.kernel.draw_between(
        question, spec.takes.least, spec.takes.most,
        [&] { return process_name(*world.plan, process) + "/command/" + std::string(name); });
    world.kernel.record_at(
        at, Kind::command_run,
        {pair(line.parameter, line.node), pair(line.new_master, line.old_master),
         pair(line.old_primary, line.lowest_valid), static_cast<std::uint32_t>(process.proxy), 0});
    std::int32_t status = spec.exit_status;
    const std::int32_t database = subject(spec.does, line);
    if (database >= 0) {
        const bool done = can_be_done(world, process.proxy, spec.does, database);
        if (!done && status == 0) status = 1;
        if (reaches(world, process.proxy, database)) {
            world.kernel.plan(at, event(EventKind::command_acts, static_cast<std::size_t>(database),
                                        static_cast<std::uint64_t>(spec.does),
                                        static_cast<std::uint64_t>(line.new_master)));
        }
    }
    if (wish.purpose != failover::Purpose::script && status == 0) {
        status = act_on_address(world, process.proxy, wish.purpose, at + takes);
    }
    plan_end(world, index, {wish.request, at + takes, status});
}

void on_command_acts(World& world, const Event& event_) {
    const auto database = static_cast<std::int32_t>(event_.target);
    const auto new_master = static_cast<std::int32_t>(event_.b);
    if (static_cast<Does>(event_.a) == Does::promote_new_master) {
        promote_database(world, database);
    } else if (new_master >= 0 && new_master != database) {
        follow_database(world, database, new_master);
    }
}

}  // namespace sim::world
