// Carrying out what a step wants: the other half of processes.hpp. One step's outputs leave in
// order, each after the costs of those before it (architecture, The seam).
#pragma once

#include <string>
#include <vector>

#include "sim/world/plan.hpp"
#include "sim/world/processes.hpp"

namespace sim::world {

/// A process being born.
struct Birth {
    std::int32_t proxy = -1;
    std::uint32_t memory = 0;  ///< that it maps
    TrueTime at;
    failover::Forked forked;
    failover::Pid parent;
    bool discard = false;
    bool stale_pid_file = false;
    std::optional<failover::StatusFile> file;
};
std::uint32_t spawn(World& world, const Birth& birth);
[[nodiscard]] HostId host_of(const World& world, std::int32_t proxy);
[[nodiscard]] failover::Pid next_pid(World& world, std::int32_t proxy);

/// Index of a proxy's living process, UINT32_MAX if there is none.
[[nodiscard]] std::uint32_t find_process(const World& world, std::int32_t proxy, failover::Pid pid);

/// Runs a process on `inputs` and carries out what it wants.
void run_step(World& world, std::uint32_t process, std::vector<failover::Input>& inputs);
/// A process is gone: its connections close, its parent hears, its proxy's memory goes with the
/// last one.
void end_process(World& world, std::uint32_t process, TrueTime at, std::int32_t raw_status);

/// The connection that an input came on, -1 if on none.
[[nodiscard]] std::int32_t connection_of(const failover::Input& input);

/// Hands waiting clients to idle session processes.
void serve_backlog(World& world, std::int32_t proxy);
[[nodiscard]] std::vector<std::int64_t> idle_sessions(const World& world, std::int32_t proxy);
void assign_client(World& world, std::uint32_t process, std::uint32_t connection);

/// "node101/session#3", for the names of choices.
[[nodiscard]] std::string process_name(const Plan& plan, const Process& process);

}  // namespace sim::world
