// The world as a value: `kept = world;` is legal at any event, and the copy runs on to the same
// end. Events are plain data, everything refers by index; scenario and names are shared, constant.
#pragma once

#include <memory>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/world/addresses.hpp"
#include "sim/world/clients.hpp"
#include "sim/world/database_life.hpp"
#include "sim/world/history.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/limits.hpp"
#include "sim/world/log_words.hpp"
#include "sim/world/logic_box.hpp"
#include "sim/world/mutation.hpp"
#include "sim/world/network.hpp"
#include "sim/world/plan.hpp"
#include "sim/world/processes.hpp"
#include "sim/world/step_watch.hpp"
#include "sim/world/story.hpp"

namespace sim::world {

/// Room that steps work in, kept from one to the next. No part of the value: a copy has its own.
struct Workspace {
    std::vector<failover::Input> ready;
    std::vector<std::int32_t> served;
    std::vector<failover::Output> outputs;

    Workspace() = default;
    Workspace(const Workspace&) {}
    Workspace& operator=(const Workspace&) { return *this; }
    ~Workspace() = default;
};

struct World {
    World(const scenario::Scenario& scenario, const LogicEntry& logic, std::uint64_t seed);

    /// Takes and deals with the next event. False when the run is over.
    bool advance();

    /// Constant for the run and shared by all copies (the one use of a shared pointer: a world
    /// that owned it would copy the scenario each time it is kept).
    std::shared_ptr<const Plan> plan;
    Kernel kernel;
    Network network;
    std::vector<Machine> machines;  ///< per host
    std::vector<ProxyHost> proxies;
    std::vector<Process> processes;
    std::vector<std::uint32_t> free_processes;
    std::vector<std::int32_t> next_pid;  ///< per host
    std::vector<TrueTime> core_free;     ///< per host: proxies' processes share one core
    std::vector<Interface> interfaces;   ///< per host
    std::vector<Database> databases;
    History history;                       ///< of all WAL ever written
    std::uint32_t writable = 0;            ///< servers that take commits
    std::vector<std::int32_t> on_the_way;  ///< per backend: operators' commands that concern it
    Duration clock_phase{};                ///< of the hosts' seconds
    Clients clients;
    Story story;
    std::uint64_t messages = 0;
    std::uint32_t logic_failures = 0;
    Limits limits;
    std::optional<facts::Limit> limit;
    const LogWords* words = nullptr;  ///< attached by whoever runs the world; null: no patterns
    TrueTime instant_began;           ///< of events at one instant
    std::uint32_t events_at_instant = 0;
    std::uint32_t longest_row = 0;    ///< of messages, each sent because of the one before
    StepWatch* step_watch = nullptr;  ///< attached by whoever runs the world, likewise
    Mutation mutation;                ///< set before the run begins, constant in it
    Workspace workspace;
};

}  // namespace sim::world
