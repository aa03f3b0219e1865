// Which of a proxy's idle session processes gets a new client: the kernel's choice, and who else
// wakes for nothing.
#include <algorithm>

#include "sim/world/hosts.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

bool has_room(const World& world, std::int32_t proxy) {
    const std::size_t waiting = world.proxies[static_cast<std::size_t>(proxy)].backlog.size();
    const auto& roles = world.plan->logic.catalogue->roles;
    const auto takers = static_cast<std::size_t>(
        std::count_if(world.processes.begin(), world.processes.end(), [&](const Process& process) {
            return process.alive && process.proxy == proxy && roles[process.role].accepts_clients;
        }));
    return waiting <= 2 * takers;
}

void offer_client(World& world, std::int32_t proxy, std::uint32_t connection) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    host.backlog.push_back(connection);
    serve_backlog(world, proxy);
}

namespace {

// The numbers of session processes, as their names have them: "session#3" is 3.
std::vector<std::int64_t> slots_of(const World& world, const std::vector<std::int64_t>& indices) {
    std::vector<std::int64_t> slots;
    for (const std::int64_t index : indices) {
        slots.push_back(world.processes[static_cast<std::size_t>(index)].argument + 1);
    }
    return slots;
}

}  // namespace

void serve_backlog(World& world, std::int32_t proxy) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    while (!host.backlog.empty()) {
        std::vector<std::int64_t> idle = idle_sessions(world, proxy);
        if (idle.empty()) return;
        const std::uint32_t connection = host.backlog.front();
        host.backlog.erase(host.backlog.begin());
        if (world.network.connections[connection].state != Connection::State::open) continue;
        const std::vector<std::uint64_t> even(idle.size(), 1);
        const Question question =
            world.plan->proxy_names[static_cast<std::size_t>(proxy)] / engine::segment("accepting");
        const std::vector<std::int64_t> slots = slots_of(world, idle);
        const std::size_t first = world.kernel.pick(
            question, {slots, even}, [&] { return world.plan->proxy_name(proxy) + "/accepting"; });
        const auto taker = static_cast<std::uint32_t>(idle[first]);
        assign_client(world, taker, connection);
        idle.erase(idle.begin() + static_cast<std::ptrdiff_t>(first));
        if (idle.empty()) continue;
        // One more of the idle wakes and finds nothing to accept (semantics-3.6 §16.10).
        const Question herd = question / engine::segment("missed");
        const std::vector<std::uint64_t> others(idle.size(), 1);
        const std::vector<std::int64_t> other_slots = slots_of(world, idle);
        const std::size_t second = world.kernel.pick(herd, {other_slots, others}, [&] {
            return world.plan->proxy_name(proxy) + "/accepting/missed";
        });
        deliver(world, static_cast<std::uint32_t>(idle[second]), failover::MissedClient{},
                world.kernel.cause());
    }
}

std::vector<std::int64_t> idle_sessions(const World& world, std::int32_t proxy) {
    std::vector<std::int64_t> idle;
    const failover::Input client{
        failover::Accepted{failover::ConnectionId{0}, Plane::client, failover::no_proxy, 0}, {}};
    for (std::size_t i = 0; i < world.processes.size(); ++i) {
        const Process& process = world.processes[i];
        if (!process.alive || !process.begun || process.proxy != proxy) continue;
        if (stands_still(world, static_cast<std::uint32_t>(i))) continue;
        if (!world.plan->logic.catalogue->roles[process.role].accepts_clients) continue;
        if (process.step_planned) continue;
        if (!process.mailbox.empty() || process.pending_signals != 0) continue;
        if (would_take(world, static_cast<std::uint32_t>(i), client))
            idle.push_back(static_cast<std::int64_t>(i));
    }
    return idle;
}

void assign_client(World& world, std::uint32_t index, std::uint32_t slot) {
    const Process& process = world.processes[index];
    ProxyHost& host = world.proxies[static_cast<std::size_t>(process.proxy)];
    Connection& connection = world.network.connections[slot];
    End& end = connection.end(Side::acceptor);
    end.who = End::Who::process;
    end.index = index;
    end.generation = process.generation;
    end.number = host.next_number++;
    add_number(host, {end.number, slot, Side::acceptor});
    const Sequence record =
        world.kernel.record(Kind::connected, {static_cast<std::uint32_t>(Plane::client),
                                              connection.end(Side::opener).index, index, slot, 0});
    deliver(world, index,
            failover::Accepted{failover::ConnectionId{end.number}, Plane::client,
                               failover::no_proxy, connection.source_port},
            record);
    release_backlog(world, slot);
}

}  // namespace sim::world
