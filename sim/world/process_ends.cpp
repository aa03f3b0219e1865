// The end of a process: what the kernel closes, whom it tells, and what goes with the last one.
#include <algorithm>
#include <utility>

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

// The newest memory's last process is gone, or an older one's: it goes, and the sockets that only
// its processes held, with all that waited at them.
void end_memory(World& world, std::int32_t proxy, std::uint32_t memory, TrueTime at) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    if (host.memory == memory) {
        host.logic.reset();
    } else {
        std::erase_if(host.orphaned,
                      [memory](const Orphanage& old) { return old.memory == memory; });
    }
    if (host.client_socket != memory) return;
    host.clients_listen = false;
    for (const std::uint32_t slot : std::exchange(host.backlog, {})) {
        close(world, {slot, Side::acceptor}, at, Ending::reset);
    }
}

bool maps(const World& world, std::int32_t proxy, std::uint32_t memory) {
    return std::any_of(world.processes.begin(), world.processes.end(), [&](const Process& one) {
        return one.alive && one.proxy == proxy && one.memory == memory;
    });
}

// A main that ends by itself takes its pid file along; one that never served has failed to start.
void end_main(ProxyHost& host, std::int32_t raw_status) {
    host.main = UINT32_MAX;
    const bool exited = (raw_status & 0x7f) == 0;
    if (exited) host.pid_file = failover::no_pid;
    host.start_failed = raw_status != 0 && !host.logic.beliefs().serves;
}

// It runs no more; what it held, and who hears of it, is the caller's.
Sequence bury(World& world, std::uint32_t index, TrueTime at, std::int32_t raw_status) {
    Process& process = world.processes[index];
    SIM_ASSERT(process.alive);
    const auto proxy = static_cast<std::uint32_t>(process.proxy);
    const auto pid = static_cast<std::uint32_t>(process.pid.value);
    const auto status = static_cast<std::uint32_t>(raw_status);
    const Sequence record = world.kernel.record_at(
        at, Kind::exited, {process.role, pid, status, 0, 0}, static_cast<std::uint16_t>(index + 1));
    world.kernel.fact(Kind::proxy_process, {proxy, process.role, pid, 0, status});
    process.alive = false;
    process.mailbox.clear();
    process.pending_signals = 0;
    world.kernel.agenda().drop_timer(process.timer);
    return record;
}

}  // namespace

void end_process(World& world, std::uint32_t index, TrueTime at, std::int32_t raw_status) {
    const Process& process = world.processes[index];
    const std::int32_t proxy = process.proxy;
    const std::uint32_t memory = process.memory;
    const failover::Pid pid = process.pid;
    const failover::Pid parent = process.parent;
    const Sequence record = bury(world, index, at, raw_status);
    close_all(world, index, at);
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    if (host.main == index) end_main(host, raw_status);
    if ((raw_status & 0x7f) != 0) tear_file(world, proxy, index);
    logic_of(world, process).died(pid);
    world.free_processes.push_back(index);
    --host.living;
    if (!maps(world, proxy, memory)) end_memory(world, proxy, memory, at);
    publish_beliefs(world, proxy);
    const std::uint32_t heir = find_process(world, proxy, parent);
    if (heir != UINT32_MAX) {
        deliver(world, heir, failover::ChildEnded{pid, raw_status}, record);
        raise(world, heir, failover::Signal::child, at + durations::reap);
    }
    poll_activities(world);
}

void lose_processes(World& world, std::int32_t proxy) {
    constexpr std::int32_t without_a_word = 9;
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    for (std::uint32_t index = 0; index < world.processes.size(); ++index) {
        if (!world.processes[index].alive || world.processes[index].proxy != proxy) continue;
        bury(world, index, world.kernel.now(), without_a_word);
        world.free_processes.push_back(index);
    }
    lose_unsynced(world, proxy);
    host.living = 0;
    host.main = UINT32_MAX;
    host.pid_file = failover::no_pid;
    host.logic.reset();
    host.orphaned.clear();
    host.listeners.fill(UINT32_MAX);
    host.datagram_listeners.clear();
    host.clients_listen = false;
    host.backlog.clear();
    host.numbers.clear();
    publish_beliefs(world, proxy);
    poll_activities(world);
}

}  // namespace sim::world
