#include "sim/world/clients.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"
#include "failover/words/database.hpp"
#include "sim/world/beliefs.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/tools.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

namespace cl = failover::client;
namespace db = failover::database;
using Phase = Dialogue::Phase;

Dialogue& at(World& world, std::uint32_t dialogue) { return world.clients.dialogues[dialogue]; }

Duration draw(World& world, std::uint32_t dialogue, std::string_view what,
              engine::Quantiles spread) {
    const std::string& name = world.plan->clients[at(world, dialogue).name];
    return world.kernel.draw(engine::Question{} / engine::segment(name) / engine::segment(what),
                             spread, [&] { return name + "/" + std::string(what); });
}

void note_session(World& world, const Dialogue& dialogue, facts::SessionEvent what) {
    if (dialogue.admin || dialogue.proxy < 0) return;
    world.kernel.fact(Kind::session,
                      {dialogue.name, dialogue.session, static_cast<std::uint32_t>(dialogue.proxy),
                       static_cast<std::uint32_t>(what),
                       static_cast<std::uint32_t>(dialogue.load_balance_node + 1)});
}

void say(World& world, std::uint32_t dialogue, std::uint16_t kind,
         std::array<std::int32_t, 2> words = {}) {
    Message message;
    message.kind = kind;
    std::copy(words.begin(), words.end(), message.words.begin());
    send(world, {at(world, dialogue).connection, Side::opener}, world.kernel.now(),
         std::move(message));
}

void hang_up(World& world, std::uint32_t dialogue) {
    Dialogue& talk = at(world, dialogue);
    if (talk.connection != UINT32_MAX) {
        close(world, {talk.connection, Side::opener}, world.kernel.now(), Ending::closed);
        talk.connection = UINT32_MAX;
    }
    talk.phase = Phase::ended;
    if (talk.proxy >= 0 && !talk.from) {
        // The tool's own exit costs the host that it ran on.
        TrueTime& core =
            world.core_free[static_cast<std::size_t>(host_of(world, talk.proxy).value)];
        core = std::max(core, world.kernel.now()) + durations::exit_work;
    }
    world.kernel.plan_in(draw(world, dialogue, "tool_end", durations::tool_end),
                         event(EventKind::client_acts, dialogue, talk.generation));
}

std::uint32_t count_session(World& world, std::uint32_t name, std::int32_t proxy) {
    for (SessionCount& entry : world.clients.sessions) {
        if (entry.name == name && entry.proxy == proxy) return ++entry.count;
    }
    world.clients.sessions.push_back({name, proxy, 1});
    return 1;
}

void open_connection(World& world, std::uint32_t dialogue) {
    Dialogue& talk = at(world, dialogue);
    const auto& story = world.plan->scenario;
    Connection wanted;
    wanted.plane = talk.proxy < 0 ? Plane::database : talk.admin ? Plane::admin : Plane::client;
    wanted.to = talk.proxy < 0 ? talk.database : talk.proxy;
    wanted.closed_port = talk.closed_port;
    const HostId host = talk.proxy < 0
                            ? story.databases[static_cast<std::size_t>(talk.database)].host
                            : story.proxies[static_cast<std::size_t>(talk.proxy)].host;
    // Unless the file says otherwise, tools are run on the host that they talk to.
    End& mine = wanted.end(Side::opener);
    mine.who = End::Who::client;
    mine.index = dialogue;
    mine.generation = talk.generation;
    mine.host = talk.from.value_or(host);
    wanted.end(Side::acceptor).host = host;
    talk.phase = Phase::connecting;
    const std::uint32_t connection = connect(world, world.kernel.now(), wanted);
    at(world, dialogue).connection = connection;
}

void ask(World& world, std::uint32_t dialogue) {
    Dialogue& talk = at(world, dialogue);
    talk.phase = Phase::asking;
    if (talk.proxy < 0) {
        say(world, dialogue, static_cast<std::uint16_t>(db::Ask::replication_view));
        return;
    }
    switch (talk.query) {
        case scenario::Query::show_pool_nodes:
            say(world, dialogue, static_cast<std::uint16_t>(cl::Say::show_pool_nodes));
            return;
        case scenario::Query::replication_view:
            say(world, dialogue, static_cast<std::uint16_t>(cl::Say::read_catalog));
            return;
        case scenario::Query::read:
            say(world, dialogue, static_cast<std::uint16_t>(cl::Say::read));
            return;
        case scenario::Query::write:
            say(world, dialogue, static_cast<std::uint16_t>(cl::Say::write));
            return;
    }
}

void take_answer(World& world, std::uint32_t dialogue, const Message& message) {
    Dialogue& talk = at(world, dialogue);
    talk.answered = true;
    talk.answer = message;
    if (!talk.admin) {
        say(world, dialogue,
            talk.proxy < 0 ? static_cast<std::uint16_t>(db::Ask::terminate)
                           : static_cast<std::uint16_t>(cl::Say::goodbye));
        note_session(world, talk, facts::SessionEvent::closed);
    }
    hang_up(world, dialogue);
}

// As the tools' messages have it: nothing, the password, or the user.
std::int32_t lacks(scenario::Login login) {
    if (login == scenario::Login::right) return 0;
    return login == scenario::Login::unknown_user ? 2 : 1;
}

/// What a tool that has waited long enough meets: Event::b of client_acts.
constexpr std::uint64_t tool_is_killed = 1;
constexpr std::uint64_t connect_times_out = 2;

// Its sockets are closed by the kernel; it prints nothing more.
void kill_tool(World& world, std::uint32_t dialogue) {
    Dialogue& talk = at(world, dialogue);
    if (talk.phase == Phase::ended || talk.phase == Phase::unused) return;
    talk.killed = true;
    hang_up(world, dialogue);
}

// libpq counts until the session is open, not until an answer.
void time_out(World& world, std::uint32_t dialogue) {
    const Phase phase = at(world, dialogue).phase;
    if (phase == Phase::starting || phase == Phase::connecting || phase == Phase::opening) {
        hang_up(world, dialogue);
    }
}

void plan_limits(World& world, std::uint32_t dialogue) {
    const Dialogue& talk = at(world, dialogue);
    const auto plan = [&](const std::optional<Duration>& after, std::uint64_t what) {
        if (!after) return;
        world.kernel.plan_in(*after,
                             event(EventKind::client_acts, dialogue, talk.generation, what));
    };
    plan(talk.killed_after, tool_is_killed);
    plan(talk.connect_timeout, connect_times_out);
}

}  // namespace

std::uint32_t start_dialogue(World& world, const Dialogue& wanted) {
    auto& dialogues = world.clients.dialogues;
    std::uint32_t index = 0;
    while (index < dialogues.size() && dialogues[index].phase != Phase::unused) ++index;
    if (index == dialogues.size()) dialogues.emplace_back();
    Dialogue& talk = dialogues[index];
    const std::uint32_t generation = talk.generation + 1;
    talk = wanted;
    talk.generation = generation;
    talk.phase = Phase::starting;
    talk.cause = world.kernel.cause();
    if (!talk.admin && talk.proxy >= 0) talk.session = count_session(world, talk.name, talk.proxy);
    if (talk.admin) publish_on_the_way(world, talk.node, +1);
    plan_limits(world, index);
    world.kernel.plan_in(draw(world, index, "tool_start", durations::tool_start),
                         event(EventKind::client_acts, index, generation));
    return index;
}

void on_client_acts(World& world, const Event& event_) {
    const std::uint32_t index = event_.target;
    Dialogue& talk = at(world, index);
    if (talk.generation != event_.a) return;
    if (event_.b == tool_is_killed) return kill_tool(world, index);
    if (event_.b == connect_times_out) return time_out(world, index);
    if (talk.phase == Phase::starting) {
        if (talk.mute) return hang_up(world, index);
        open_connection(world, index);
        return;
    }
    if (talk.phase != Phase::ended) return;
    if (talk.admin) publish_on_the_way(world, talk.node, -1);
    if (talk.load < 0) on_dialogue_ended(world, index);
    at(world, index).phase = Phase::unused;
    at(world, index).answer = Message{};
}

void on_client_connected(World& world, std::uint32_t dialogue,
                         std::optional<failover::Refusal> refused) {
    Dialogue& talk = at(world, dialogue);
    if (refused) {
        talk.refused = refused;
        talk.connection = UINT32_MAX;
        note_session(world, talk, facts::SessionEvent::refused);
        hang_up(world, dialogue);
        return;
    }
    if (talk.admin) {
        talk.phase = Phase::asking;
        say(world, dialogue, static_cast<std::uint16_t>(talk.command),
            {talk.argument, lacks(talk.login)});
        return;
    }
    talk.phase = Phase::opening;
    say(world, dialogue,
        talk.proxy < 0 ? static_cast<std::uint16_t>(db::Ask::startup)
                       : static_cast<std::uint16_t>(cl::Say::startup),
        {static_cast<std::int32_t>(db::Login::session)});
}

void on_client_message(World& world, std::uint32_t dialogue, const Message& message) {
    Dialogue& talk = at(world, dialogue);
    if (talk.phase == Phase::opening &&
        (message.kind == static_cast<std::uint16_t>(cl::Hear::ready) ||
         message.kind == static_cast<std::uint16_t>(db::Answer::ready))) {
        note_session(world, talk, facts::SessionEvent::opened);
        if (talk.load >= 0) {
            talk.phase = Phase::asking;
            world.clients.loads[static_cast<std::size_t>(talk.load)].open = true;
            return;
        }
        ask(world, dialogue);
        return;
    }
    if (talk.load >= 0) {
        on_load_answer(world, static_cast<std::uint32_t>(talk.load), message);
        return;
    }
    if (talk.phase == Phase::opening || talk.phase == Phase::asking) {
        take_answer(world, dialogue, message);
    }
}

void on_client_ended(World& world, std::uint32_t dialogue, failover::Ending) {
    Dialogue& talk = at(world, dialogue);
    talk.connection = UINT32_MAX;
    if (talk.phase == Phase::ended || talk.phase == Phase::unused) return;
    note_session(world, talk, facts::SessionEvent::cut);
    if (talk.load >= 0) on_load_cut(world, static_cast<std::uint32_t>(talk.load));
    hang_up(world, dialogue);
}

}  // namespace sim::world
