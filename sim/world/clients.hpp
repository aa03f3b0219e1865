// People and programs that talk to the cluster: the operator's psql and pcp tools, one dialogue
// each, and loads that commit at a rate and remember every outcome.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "failover/words/admin.hpp"
#include "failover/words/client.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/ledger.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

/// One run of psql or of a pcp tool: starts, connects, asks, hears, ends.
struct Dialogue {
    enum class Phase : std::uint8_t { unused, starting, connecting, opening, asking, ended };
    Phase phase = Phase::unused;
    bool admin = false;  ///< a pcp tool; else psql
    std::uint32_t generation = 0;
    std::int32_t proxy = -1;     ///< through which proxy; -1: straight to `database`
    std::optional<HostId> from;  ///< the host that it runs on; none: the one that it talks to
    std::int32_t database = -1;
    scenario::Query query = scenario::Query::show_pool_nodes;
    failover::admin::Command command{};
    std::int32_t node = -1;      ///< the backend that a pcp command is about
    std::int32_t argument = -1;  ///< what is sent with the command: the backend, an index, a mode
    scenario::Login login = scenario::Login::right;
    bool closed_port = false;  ///< -p says where nobody listens
    bool mute = false;         ///< the tool finds its own call wrong, and asks nobody
    std::optional<failover::Refusal> refused;  ///< it could not connect
    std::optional<Duration> killed_after;
    std::optional<Duration> connect_timeout;
    bool killed = false;
    std::uint32_t connection = UINT32_MAX;
    std::uint32_t name = 0;               ///< index into World's client names
    std::uint32_t session = 0;            ///< n-th of that client through that proxy, from 1
    std::int32_t load = -1;               ///< the session of this load; it stays open
    std::int32_t load_balance_node = -1;  ///< which its proxy drew for it
    std::uint32_t activity = UINT32_MAX;  ///< who waits for the end of it
    bool answered = false;                ///< `answer` holds what was heard
    Message answer;
    Sequence cause = 0;  ///< what it was told to do
};

/// How often a client has opened a session through a proxy.
struct SessionCount {
    std::uint32_t name = 0;
    std::int32_t proxy = -1;
    std::uint32_t count = 0;
};

/// A load: one session, one transaction after the other; outcomes are run-length (loads.cpp).
struct LoadState {
    std::uint32_t dialogue = UINT32_MAX;
    bool open = false;     ///< the session is open
    bool waiting = false;  ///< a commit, or a read, is not answered yet
    bool holding = false;  ///< a transaction is open that nothing was asked of to end
    TrueTime tried;        ///< when it last began to connect
    std::uint64_t acknowledged = 0;
    std::uint64_t failed = 0;
    std::uint64_t indeterminate = 0;
    facts::Outcome last = facts::Outcome::acknowledged;
    std::uint64_t run = 0;   ///< how often `last` in a row, not yet recorded
    std::uint64_t cuts = 0;  ///< sessions that ended before it ended them
    CommitLedger ledger;
    TrueTime acknowledged_at;           ///< the latest; before the first one: when the load began
    std::int32_t acknowledged_by = -1;  ///< the database that did; -1: unknown, as of a read
    TrueTime asked;                     ///< when what it waits for was asked
    bool in_outage = false;             ///< it has noticed that nothing succeeds
    Duration outage{};                  ///< the longest time without an acknowledged commit
};

struct Clients {
    std::vector<Dialogue> dialogues;
    std::vector<SessionCount> sessions;
    std::vector<LoadState> loads;
    std::uint64_t commits = 0;
};

/// Starts psql. `proxy` -1: straight to the database. Returns its index.
std::uint32_t start_dialogue(World& world, const Dialogue& wanted);
/// Starts the scenario's loads.
void start_loads(World& world);
/// Writes the run lengths that are still open.
void settle_loads(World& world);
/// The longest time between two acknowledged commits; the one that runs now counts as well.
[[nodiscard]] Duration write_outage(const World& world, std::size_t load);

void on_client_acts(World& world, const Event& event);
void on_client_connected(World& world, std::uint32_t dialogue,
                         std::optional<failover::Refusal> refused);
void on_client_message(World& world, std::uint32_t dialogue, const Message& message);
void on_client_ended(World& world, std::uint32_t dialogue, failover::Ending how);
void on_load_acts(World& world, const Event& event);
void on_commit_answered(World& world, const Event& event);
void on_load_answer(World& world, std::uint32_t load, const Message& message);
void on_load_cut(World& world, std::uint32_t load);

}  // namespace sim::world
