#include "sim/world/disks.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/world/durations.hpp"
#include "sim/world/retention.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::DiskState;
using failover::StatusFile;

StatusDisk& disk_of(World& world, std::int32_t proxy) {
    return world.proxies[static_cast<std::size_t>(proxy)].file;
}

const Machine& machine_of(const World& world, std::int32_t proxy) {
    return world.machines[static_cast<std::size_t>(host_of(world, proxy).value)];
}

// The first half of its bytes.
StatusFile torn(const StatusFile& file) {
    std::string text;
    for (const std::string& line : file.lines) text += line + "\n";
    text.resize(text.size() / 2);
    StatusFile half;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        half.lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return half;
}

Duration draw_save(World& world, std::uint32_t index) {
    const Process& process = world.processes[index];
    const Machine& machine = machine_of(world, process.proxy);
    const Question question = process.name / engine::segment("save");
    const auto name = [&] { return process_name(*world.plan, process) + "/save"; };
    if (machine.disk == DiskState::slow) {
        return world.kernel.draw_between(question, machine.save_takes.least,
                                         machine.save_takes.most, name);
    }
    return world.kernel.draw(question, durations::save, name);
}

}  // namespace

TrueTime save_file(World& world, std::uint32_t index, TrueTime at, StatusFile file) {
    const std::int32_t proxy = world.processes[index].proxy;
    const Duration takes = draw_save(world, index);
    StatusDisk& disk = disk_of(world, proxy);
    if (at >= disk.synced) disk.old = disk.file;
    disk.writer = index;
    if (machine_of(world, proxy).disk == DiskState::full) {
        // Opening it has truncated it; nothing can be written any more.
        disk = {StatusFile{}, StatusFile{}, UINT32_MAX, at, at};
        deliver(world, index, failover::SaveFailed{failover::SaveStep::write},
                world.kernel.cause());
        return at;
    }
    disk.file = std::move(file);
    disk.written = at + takes / 2;
    disk.synced = at + takes;
    return disk.synced;
}

void tear_file(World& world, std::int32_t proxy, std::uint32_t process) {
    StatusDisk& disk = disk_of(world, proxy);
    if (disk.writer != process) return;
    disk.writer = UINT32_MAX;
    if (world.kernel.now() < disk.written) disk.file = StatusFile{};
}

void lose_unsynced(World& world, std::int32_t proxy) {
    StatusDisk& disk = disk_of(world, proxy);
    if (!disk.file || world.kernel.now() >= disk.synced) return;
    constexpr std::array<std::int64_t, 3> ways{0, 1, 2};  // the old one, an empty one, half of it
    constexpr std::array<std::uint64_t, 3> even{1, 1, 1};
    const Question question = world.plan->proxy_names[static_cast<std::size_t>(proxy)] /
                              engine::segment("disk") / engine::segment("left");
    const std::size_t left = world.kernel.pick(
        question, {ways, even}, [&] { return world.plan->proxy_name(proxy) + "/disk/left"; });
    if (left == 0) disk.file = disk.old;
    if (left == 1) disk.file = StatusFile{};
    if (left == 2) disk.file = torn(*disk.file);
    disk.writer = UINT32_MAX;
    disk.synced = world.kernel.now();
}

void corrupt_file(World& world, std::int32_t proxy,
                  const std::optional<std::vector<std::string>>& lines) {
    StatusDisk& disk = disk_of(world, proxy);
    if (lines) {
        disk.file = StatusFile{*lines};
    } else if (disk.file) {
        disk.file = torn(*disk.file);
    }
    disk.writer = UINT32_MAX;
    disk.synced = world.kernel.now();
}

void set_disk(World& world, HostId host, DiskState state, scenario::Span save_takes) {
    Machine& machine = world.machines[static_cast<std::size_t>(host.value)];
    if (machine.disk == state && state != DiskState::slow) return;
    const DiskState before = std::exchange(machine.disk, state);
    machine.save_takes = save_takes;
    world.kernel.fact(Kind::disk, {static_cast<std::uint32_t>(host.value),
                                   static_cast<std::uint32_t>(state), 0, 0, 0});
    const auto& host_spec = world.plan->scenario.hosts[static_cast<std::size_t>(host.value)];
    if (!host_spec.database) return;
    // A server's WAL lies there as well.
    if (state == DiskState::full) run_out_of_space(world, host_spec.database->value);
    if (before == DiskState::full) regain_space(world, host_spec.database->value);
}

}  // namespace sim::world
