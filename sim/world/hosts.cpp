#include "sim/world/hosts.hpp"

#include <utility>

#include "sim/world/actions.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/promotion.hpp"
#include "sim/world/replication.hpp"
#include "sim/world/wire.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

Machine& machine_at(World& world, HostId host) {
    return world.machines[static_cast<std::size_t>(host.value)];
}

const scenario::HostSpec& spec_of(const World& world, HostId host) {
    return world.plan->scenario.hosts[static_cast<std::size_t>(host.value)];
}

// A fact about a host says, too, what it carries.
void note(World& world, HostId host, Kind kind, std::uint32_t state) {
    const scenario::HostSpec& spec = spec_of(world, host);
    world.kernel.fact(kind, {static_cast<std::uint32_t>(host.value), state,
                             static_cast<std::uint32_t>(spec.database ? spec.database->value : -1),
                             static_cast<std::uint32_t>(spec.proxy ? spec.proxy->value : -1), 0});
}

void note_power(World& world, HostId host) {
    note(world, host, Kind::host_power, static_cast<std::uint32_t>(machine_at(world, host).power));
}

void note_pause(World& world, HostId host) {
    note(world, host, Kind::host_pause, machine_at(world, host).paused ? 1U : 0U);
}

}  // namespace

bool host_up(const World& world, HostId host) {
    return world.machines[static_cast<std::size_t>(host.value)].up();
}

bool stands_still(const World& world, std::uint32_t index) {
    const Process& process = world.processes[index];
    if (process.stopped) return true;
    const HostId host = world.plan->scenario.proxies[static_cast<std::size_t>(process.proxy)].host;
    return world.machines[static_cast<std::size_t>(host.value)].paused;
}

void power_off(World& world, HostId host) {
    Machine& machine = machine_at(world, host);
    if (machine.power == Machine::Power::off) return;
    machine.power = Machine::Power::off;
    machine.paused = false;
    machine.froze_database = false;
    ++machine.boots;
    note_power(world, host);
    // Streams fall silent before their server ends: nobody is told of that.
    on_paths_changed(world);
    forget_connections(world, host);
    const scenario::HostSpec& spec = spec_of(world, host);
    if (spec.database) {
        interrupt_file_work(world, spec.database->value);
        kill_database(world, spec.database->value);
    }
    if (spec.proxy) lose_processes(world, spec.proxy->value);
}

void power_on(World& world, HostId host) {
    Machine& machine = machine_at(world, host);
    if (machine.power != Machine::Power::off) return;
    machine.power = Machine::Power::booting;
    ++machine.boots;
    note_power(world, host);
    const scenario::HostSpec& spec = spec_of(world, host);
    const Question question = engine::Question{} /
                              world.plan->host_segments[static_cast<std::size_t>(host.value)] /
                              engine::segment("boot");
    const Duration takes = world.kernel.draw_between(question, spec.boot.least, spec.boot.most,
                                                     [&] { return spec.name + "/boot"; });
    world.kernel.plan_in(
        takes, event(EventKind::host_boots, static_cast<std::size_t>(host.value), machine.boots));
}

void pause_host(World& world, HostId host) {
    Machine& machine = machine_at(world, host);
    if (!machine.up()) return;
    machine.paused = true;
    note_pause(world, host);
    const auto& database = spec_of(world, host).database;
    const bool freezes = database && !database_at(world, database->value).frozen;
    machine.froze_database = freezes;
    if (freezes) pause_database(world, database->value);
    on_paths_changed(world);
}

void resume_host(World& world, HostId host) {
    Machine& machine = machine_at(world, host);
    if (!machine.paused) return;
    machine.paused = false;
    note_pause(world, host);
    const scenario::HostSpec& spec = spec_of(world, host);
    if (std::exchange(machine.froze_database, false)) {
        resume_database(world, spec.database->value);
    }
    on_paths_changed(world);
    release_held(world);
    if (spec.proxy) go_on(world, spec.proxy->value);
}

void on_host_boots(World& world, const Event& event_) {
    const HostId host{static_cast<std::int32_t>(event_.target)};
    Machine& machine = machine_at(world, host);
    if (machine.boots != event_.a) return;
    machine.power = Machine::Power::on;
    note_power(world, host);
    on_paths_changed(world);
    release_held(world);
    const scenario::HostSpec& spec = spec_of(world, host);
    if (spec.database && spec.starts_database) start_database(world, spec.database->value);
    if (spec.proxy && spec.starts_proxy) start_proxy(world, spec.proxy->value, false);
    poll_activities(world);
}

}  // namespace sim::world
