// Loads: one session each, one commit at a time. While the session's process would only pass a
// write on, the commit is one event whose answer follows from its draws (architecture, Fewer
// events); else it takes the long way through the process.
#include <algorithm>

#include "failover/words/database.hpp"
#include "sim/world/clients.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::Outcome;

constexpr Duration reconnect_after = std::chrono::seconds{1};

const scenario::Load& spec_of(const World& world, std::uint32_t load) {
    return world.plan->scenario.loads[load];
}

void record_run(World& world, std::uint32_t load) {
    LoadState& state = world.clients.loads[load];
    if (state.run == 0) return;
    world.kernel.fact(Kind::client_outcome, {world.plan->client_index(spec_of(world, load).name),
                                             static_cast<std::uint32_t>(state.last),
                                             static_cast<std::uint32_t>(state.run),
                                             static_cast<std::uint32_t>(state.run >> 32U), 0});
    state.run = 0;
}

void tally(World& world, std::uint32_t load, Outcome outcome) {
    LoadState& state = world.clients.loads[load];
    state.waiting = false;
    if (world.plan->conditions_read_loads) world.kernel.change_facts();
    if (outcome == Outcome::acknowledged) {
        state.outage = write_outage(world, load);
        state.acknowledged_at = world.kernel.now();
        ++state.acknowledged;
        ++world.clients.commits;
    }
    if (outcome == Outcome::failed) ++state.failed;
    if (outcome == Outcome::indeterminate) ++state.indeterminate;
    if (outcome != state.last) record_run(world, load);
    state.last = outcome;
    ++state.run;
}

// The database that a write of this session would reach now by being passed on; -1: none.
std::int32_t relayed_to(World& world, const Dialogue& dialogue) {
    const Connection& client = world.network.connections[dialogue.connection];
    const End& end = client.end(Side::acceptor);
    if (end.who != End::Who::process) return -1;
    const ProxyHost& proxy = world.proxies[static_cast<std::size_t>(dialogue.proxy)];
    if (!proxy.logic) return -1;
    const auto number = proxy.logic.relays(failover::ConnectionId{end.number});
    if (!number) return -1;
    const Numbered entry = find_number(proxy, number->value);
    if (entry.connection == UINT32_MAX) return -1;
    const Connection& server = world.network.connections[entry.connection];
    const End& far = server.end(Side::acceptor);
    if (far.who != End::Who::database || !far.open) return -1;
    const HostId a = server.end(Side::opener).host;
    if (!path_open(world, a, far.host, Plane::database) ||
        !path_open(world, far.host, a, Plane::database)) {
        return -1;
    }
    const Database& database = world.databases[far.index];
    const bool writable =
        database.state == DatabaseState::running && database.role == DatabaseRole::primary;
    return writable ? static_cast<std::int32_t>(far.index) : -1;
}

void connect_load(World& world, std::uint32_t load) {
    Dialogue wanted;
    wanted.proxy = spec_of(world, load).via.value;
    wanted.name = world.plan->client_index(spec_of(world, load).name);
    wanted.load = static_cast<std::int32_t>(load);
    world.clients.loads[load].asked = world.kernel.now();
    const std::uint32_t dialogue = start_dialogue(world, wanted);
    world.clients.loads[load].dialogue = dialogue;
}

Duration round_trip(World& world, std::uint32_t load) {
    return world.kernel.draw(world.plan->round_trips[load], durations::relayed_round_trip,
                             [&] { return spec_of(world, load).name + "/round_trip"; });
}

}  // namespace

Duration write_outage(const World& world, std::size_t load) {
    const LoadState& state = world.clients.loads[load];
    return std::max(state.outage, world.kernel.now() - state.acknowledged_at);
}

void start_loads(World& world) {
    const auto count = static_cast<std::uint32_t>(world.clients.loads.size());
    for (std::uint32_t load = 0; load < count; ++load) {
        world.clients.loads[load].acknowledged_at = world.kernel.now();
        connect_load(world, load);
        world.kernel.plan_in(spec_of(world, load).every, event(EventKind::load_acts, load));
    }
}

void settle_loads(World& world) {
    for (std::uint32_t load = 0; load < world.clients.loads.size(); ++load) {
        record_run(world, load);
        const LoadState& state = world.clients.loads[load];
        const auto outage = static_cast<std::uint64_t>(write_outage(world, load).count());
        world.kernel.fact(Kind::load_ended, {load, static_cast<std::uint32_t>(state.cuts),
                                             static_cast<std::uint32_t>(state.acknowledged),
                                             static_cast<std::uint32_t>(outage),
                                             static_cast<std::uint32_t>(outage >> 32U)});
    }
}

void on_load_acts(World& world, const Event& event_) {
    const std::uint32_t load = event_.target;
    world.kernel.plan_in(spec_of(world, load).every, event(EventKind::load_acts, load));
    LoadState& state = world.clients.loads[load];
    if (state.waiting) return;
    const Dialogue& dialogue = world.clients.dialogues[state.dialogue];
    if (!state.open) {
        tally(world, load, Outcome::failed);
        if (dialogue.phase == Dialogue::Phase::unused &&
            world.kernel.now() - state.asked >= reconnect_after) {
            connect_load(world, load);
        }
        return;
    }
    state.waiting = true;
    state.asked = world.kernel.now();
    const std::int32_t database = relayed_to(world, dialogue);
    if (database < 0) {
        Message message;
        message.kind = static_cast<std::uint16_t>(failover::client::Say::write);
        send(world, {dialogue.connection, Side::opener}, world.kernel.now(), std::move(message));
        return;
    }
    const Duration path = round_trip(world, load);
    const TrueTime flushed =
        commit(world, database, world.kernel.now() + path / 2, durations::commit_bytes);
    const std::uint64_t lsn = world.databases[static_cast<std::size_t>(database)].wal.end();
    world.kernel.plan(flushed + path / 2,
                      event(EventKind::commit_answered, load, dialogue.generation, lsn));
}

void on_commit_answered(World& world, const Event& event_) {
    const std::uint32_t load = event_.target;
    LoadState& state = world.clients.loads[load];
    if (!state.waiting) return;
    const Dialogue& dialogue = world.clients.dialogues[state.dialogue];
    if (dialogue.generation != event_.a || !state.open) return;
    const std::int32_t database = relayed_to(world, dialogue);
    const bool durable =
        database >= 0 &&
        world.databases[static_cast<std::size_t>(database)].wal.at(world.kernel.now()) >= event_.b;
    tally(world, load, durable ? Outcome::acknowledged : Outcome::indeterminate);
}

void on_load_answer(World& world, std::uint32_t load, const Message& message) {
    if (!world.clients.loads[load].waiting) return;
    const bool done = message.kind == static_cast<std::uint16_t>(failover::client::Hear::done);
    tally(world, load, done ? Outcome::acknowledged : Outcome::failed);
}

void on_load_cut(World& world, std::uint32_t load) {
    LoadState& state = world.clients.loads[load];
    if (state.open) ++state.cuts;
    state.open = false;
    if (state.waiting) tally(world, load, Outcome::indeterminate);
}

}  // namespace sim::world
