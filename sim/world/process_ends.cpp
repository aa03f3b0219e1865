// The end of a process: what the kernel closes, whom it tells, and what goes with the last one.
#include "engine/assert.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/beliefs.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

void close_all(World& world, std::uint32_t index, TrueTime at) {
    const Process& process = world.processes[index];
    ProxyHost& host = world.proxies[static_cast<std::size_t>(process.proxy)];
    for (std::size_t i = 0; i < host.numbers.size();) {
        const Numbered entry = host.numbers[i];
        const End& end = world.network.connections[entry.connection].end(entry.side);
        if (end.who != End::Who::process || end.index != index ||
            end.generation != process.generation) {
            ++i;
            continue;
        }
        host.numbers.erase(host.numbers.begin() + static_cast<std::ptrdiff_t>(i));
        close(world, {entry.connection, entry.side}, at, Ending::closed);
    }
    std::erase(host.datagram_listeners, index);
    if (host.network_watcher == index) host.network_watcher = UINT32_MAX;
    for (std::uint32_t& listener : host.listeners) {
        if (listener == index) listener = UINT32_MAX;
    }
}

// The last process is gone: shared memory, listening sockets and what waited at them go too.
void end_memory(World& world, std::int32_t proxy, TrueTime at) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    host.logic.reset();
    host.main = UINT32_MAX;
    host.clients_listen = false;
    for (const std::uint32_t slot : host.backlog) {
        close(world, {slot, Side::acceptor}, at, Ending::reset);
    }
    host.backlog.clear();
    publish_beliefs(world, proxy);
}

}  // namespace

void end_process(World& world, std::uint32_t index, TrueTime at, std::int32_t raw_status) {
    Process& process = world.processes[index];
    SIM_ASSERT(process.alive);
    const std::int32_t proxy = process.proxy;
    const failover::Pid pid = process.pid;
    const failover::Pid parent = process.parent;
    const Sequence record =
        world.kernel.record_at(at, Kind::exited,
                               {process.role, static_cast<std::uint32_t>(pid.value),
                                static_cast<std::uint32_t>(raw_status), 0, 0},
                               static_cast<std::uint16_t>(index + 1));
    world.kernel.fact(Kind::proxy_process, {static_cast<std::uint32_t>(proxy), process.role,
                                            static_cast<std::uint32_t>(pid.value), 0,
                                            static_cast<std::uint32_t>(raw_status)});
    process.alive = false;
    process.mailbox.clear();
    process.pending_signals = 0;
    world.kernel.agenda().drop_timer(process.timer);
    close_all(world, index, at);
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    if (host.main == index) host.main = UINT32_MAX;
    host.logic.died(pid);
    world.free_processes.push_back(index);
    --host.living;
    if (host.living == 0) {
        end_memory(world, proxy, at);
    } else {
        publish_beliefs(world, proxy);
        const std::uint32_t heir = find_process(world, proxy, parent);
        if (heir != UINT32_MAX) {
            deliver(world, heir, failover::ChildEnded{pid, raw_status}, record);
            raise(world, heir, failover::Signal::child, at + durations::reap);
        }
    }
    poll_activities(world);
}

}  // namespace sim::world
