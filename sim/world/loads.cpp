// Loads: one session each, one commit at a time. While the session's process would only pass a
// write on, the commit is one event whose answer follows from its draws (architecture, Fewer
// events); else it takes the long way through the process.
#include <algorithm>

#include "failover/words/client.hpp"
#include "failover/words/database.hpp"
#include "sim/world/clients.hpp"
#include "sim/world/disturbances.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/outcomes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::Outcome;

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

// A span that the file gives, drawn if it gives a range.
Duration draw_span(World& world, std::uint32_t load, scenario::Span span, std::string_view what) {
    if (span.least == span.most) return span.least;
    const std::string& name = spec_of(world, load).name;
    return world.kernel.draw_between(
        engine::Question{} / engine::segment(name) / engine::segment(what), span.least, span.most,
        [&] { return name + "/" + std::string(what); });
}

void plan_next(World& world, std::uint32_t load, Duration span) {
    world.kernel.plan_in(span, event(EventKind::load_acts, load));
}

void tally(World& world, std::uint32_t load, Outcome outcome) {
    LoadState& state = world.clients.loads[load];
    follow_outage(world, load, outcome);
    state.waiting = false;
    state.holding = false;
    if (world.plan->conditions_read_loads) world.kernel.change_facts();
    if (outcome == Outcome::acknowledged) {
        state.outage = write_outage(world, load);
        state.acknowledged_at = world.kernel.now();
        ++state.acknowledged;
        if (spec_of(world, load).kind != scenario::Load::Kind::read) ++world.clients.commits;
    }
    if (outcome == Outcome::failed) ++state.failed;
    if (outcome == Outcome::indeterminate) ++state.indeterminate;
    if (outcome != state.last) record_run(world, load);
    state.last = outcome;
    ++state.run;
    // Without a rate the next one begins when this one has ended.
    if (spec_of(world, load).every.count() > 0) return;
    Duration pause = draw_span(world, load, spec_of(world, load).think, "think");
    if (!state.open) pause = std::max(pause, spec_of(world, load).retry.least);
    plan_next(world, load, pause);
}

constexpr std::uint32_t nobody = UINT32_MAX;

// The connection to a database on which a write of this session would be passed on now.
std::uint32_t relayed_on(World& world, const Dialogue& dialogue) {
    const Connection& client = world.network.connections[dialogue.connection];
    const End& end = client.end(Side::acceptor);
    if (end.who != End::Who::process) return nobody;
    const ProxyHost& proxy = world.proxies[static_cast<std::size_t>(dialogue.proxy)];
    if (!both_ways(world, client) || stands_still(world, end.index)) return nobody;
    const auto number =
        logic_of(world, world.processes[end.index]).relays(failover::ConnectionId{end.number});
    if (!number) return nobody;
    const Numbered entry = find_number(proxy, number->value);
    if (entry.connection == UINT32_MAX) return nobody;
    const Connection& server = world.network.connections[entry.connection];
    const End& far = server.end(Side::acceptor);
    if (far.who != End::Who::database || !far.open) return nobody;
    if (!both_ways(world, server)) return nobody;
    return world.databases[far.index].writable() ? entry.connection : nobody;
}

// The database at the other end of such a connection; -1: none.
std::int32_t server_on(const World& world, std::uint32_t connection) {
    if (connection == nobody) return -1;
    const Connection& server = world.network.connections[connection];
    return static_cast<std::int32_t>(server.end(Side::acceptor).index);
}

void connect_load(World& world, std::uint32_t load) {
    Dialogue wanted;
    wanted.proxy = spec_of(world, load).via.value;
    wanted.name = world.plan->client_index(spec_of(world, load).name);
    wanted.load = static_cast<std::int32_t>(load);
    wanted.from = spec_of(world, load).from;
    world.clients.loads[load].tried = world.kernel.now();
    const std::uint32_t dialogue = start_dialogue(world, wanted);
    world.clients.loads[load].dialogue = dialogue;
}

Duration round_trip(World& world, std::uint32_t load) {
    return world.kernel.draw(world.plan->round_trips[load], durations::relayed_round_trip,
                             [&] { return spec_of(world, load).name + "/round_trip"; });
}

// What disturbed links add to its round trip, from the client to the database and back.
Duration detour(World& world, const Dialogue& dialogue, std::int32_t database) {
    const auto& story = world.plan->scenario;
    const HostId proxy = story.proxies[static_cast<std::size_t>(dialogue.proxy)].host;
    const HostId server = story.databases[static_cast<std::size_t>(database)].host;
    return round_trip_more(world, dialogue.connection) +
           usual_distance(world, proxy, server, Plane::database) +
           usual_distance(world, server, proxy, Plane::database);
}

// The long way: the session's process reads it.
void say(World& world, std::uint32_t load, failover::client::Say what) {
    const Dialogue& dialogue = world.clients.dialogues[world.clients.loads[load].dialogue];
    Message message;
    message.kind = static_cast<std::uint16_t>(what);
    send(world, {dialogue.connection, Side::opener}, world.kernel.now(), std::move(message));
}

// Asks for a commit. While its session only passes it on, its answer is planned at once.
void commit_of(World& world, std::uint32_t load) {
    LoadState& state = world.clients.loads[load];
    state.waiting = true;
    state.holding = false;
    state.asked = world.kernel.now();
    const Dialogue& dialogue = world.clients.dialogues[state.dialogue];
    const std::uint32_t connection = relayed_on(world, dialogue);
    if (connection == nobody) return say(world, load, failover::client::Say::write);
    const std::int32_t database = server_on(world, connection);
    const Duration local = round_trip(world, load);
    const Duration path = local + detour(world, dialogue, database);
    commit(world, database, {true, load, dialogue.generation, connection, path / 2},
           world.kernel.now() + path / 2);
}

void take_acknowledgement(World& world, std::uint32_t load, const Commit& commit) {
    LoadState& state = world.clients.loads[load];
    state.ledger.acknowledge(commit, world.kernel.now());
    const auto wrote = std::find_if(
        world.databases.begin(), world.databases.end(),
        [&](const Database& one) { return one.writable() && one.branch == commit.end.branch; });
    const bool known = wrote != world.databases.end();
    state.acknowledged_by = known ? static_cast<std::int32_t>(wrote - world.databases.begin()) : -1;
}

// No session: one attempt after the other, with `retry` between them.
void reconnect(World& world, std::uint32_t load) {
    LoadState& state = world.clients.loads[load];
    tally(world, load, Outcome::failed);
    // Its last attempt may still be under way; once that is over, others may have its room.
    const Dialogue& talk = world.clients.dialogues[state.dialogue];
    const bool own = talk.load == static_cast<std::int32_t>(load);
    if (own && talk.phase != Dialogue::Phase::unused) return;
    const Duration pause = draw_span(world, load, spec_of(world, load).retry, "retry");
    if (world.kernel.now() - state.tried >= pause) connect_load(world, load);
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
        const scenario::Load& spec = spec_of(world, load);
        plan_next(
            world, load,
            spec.every.count() > 0 ? spec.every : draw_span(world, load, spec.think, "think"));
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
    settle_outcomes(world);
}

void on_load_acts(World& world, const Event& event_) {
    const std::uint32_t load = event_.target;
    const scenario::Load& spec = spec_of(world, load);
    LoadState& state = world.clients.loads[load];
    const bool to_commit = event_.b != 0;
    if (to_commit) {
        const auto generation = world.clients.dialogues[state.dialogue].generation;
        if (state.holding && event_.a == generation) commit_of(world, load);
        return;
    }
    if (spec.every.count() > 0) plan_next(world, load, spec.every);
    if (state.waiting || state.holding) {
        // The outage of a commit that is not answered grows meanwhile.
        if (world.plan->conditions_read_loads) world.kernel.change_facts();
        return;
    }
    if (!state.open) return reconnect(world, load);
    switch (spec.kind) {
        case scenario::Load::Kind::write:
            return commit_of(world, load);
        case scenario::Load::Kind::read:
            state.waiting = true;
            state.asked = world.kernel.now();
            return say(world, load, failover::client::Say::read);
        case scenario::Load::Kind::hold: {
            state.holding = true;
            const auto generation = world.clients.dialogues[state.dialogue].generation;
            world.kernel.plan_in(draw_span(world, load, spec.holds, "hold"),
                                 event(EventKind::load_acts, load, generation, 1));
            return;
        }
    }
}

void on_commit_answered(World& world, const Event& event_) {
    const std::uint32_t load = event_.target;
    LoadState& state = world.clients.loads[load];
    if (!state.waiting) return;
    const Dialogue& dialogue = world.clients.dialogues[state.dialogue];
    if (dialogue.generation != event_.a || !state.open) return;
    const std::int32_t database = server_on(world, relayed_on(world, dialogue));
    const Commit commit = unpacked(event_.b);
    const bool same = database >= 0 && database_at(world, database).branch == commit.end.branch;
    const bool there =
        same && (commit.promise == facts::Promise::none ||
                 database_at(world, database).wal.at(world.kernel.now()) >= commit.end.position);
    if (there) take_acknowledgement(world, load, commit);
    tally(world, load, there ? Outcome::acknowledged : Outcome::indeterminate);
}

void on_load_answer(World& world, std::uint32_t load, const Message& message) {
    using failover::client::Hear;
    LoadState& state = world.clients.loads[load];
    if (!state.waiting) return;
    const bool done = message.kind == static_cast<std::uint16_t>(Hear::done);
    const bool rows = message.kind == static_cast<std::uint16_t>(Hear::rows);
    if (done && !message.blob.empty()) {
        take_acknowledgement(world, load,
                             unpacked(static_cast<std::uint64_t>(message.blob.front())));
    }
    tally(world, load, done || rows ? Outcome::acknowledged : Outcome::failed);
}

void on_load_cut(World& world, std::uint32_t load) {
    LoadState& state = world.clients.loads[load];
    if (state.open) ++state.cuts;
    state.open = false;
    // A commit that was asked for may have come through; what was not asked for has not.
    const bool asked_to_commit =
        state.waiting && spec_of(world, load).kind != scenario::Load::Kind::read;
    if (state.waiting || state.holding) {
        tally(world, load, asked_to_commit ? Outcome::indeterminate : Outcome::failed);
    }
}

}  // namespace sim::world
