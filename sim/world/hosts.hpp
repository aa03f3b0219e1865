// Machines: power, pause and boot, and what these do to all that runs there. A machine that is off
// or stands still answers nobody, its kernel included; peers notice by their own time-outs.
#pragma once

#include "sim/scenario/words.hpp"
#include "sim/world/clocks.hpp"
#include "sim/world/kernel.hpp"
#include "sim/world/network.hpp"

namespace sim::world {

struct Machine {
    enum class Power : std::uint8_t { off, on, booting } power = Power::on;
    bool paused = false;          ///< everything stands still, as of a virtual machine
    bool froze_database = false;  ///< by its pause: it goes on with the machine
    std::uint32_t boots = 0;      ///< counts power switches: an outdated boot falls away
    Clock clock;
    facts::DiskState disk = facts::DiskState::well;
    scenario::Span save_takes;  ///< of a disk that is slow

    [[nodiscard]] bool up() const { return power == Power::on && !paused; }
};

[[nodiscard]] bool host_up(const World& world, HostId host);
/// Whether a process gets no time: it is stopped by a signal, or its whole host is.
[[nodiscard]] bool stands_still(const World& world, std::uint32_t process);

/// All at once, without a word to anybody; what was not on disk is gone.
void power_off(World& world, HostId host);
/// It boots; then what starts by itself is started.
void power_on(World& world, HostId host);
void pause_host(World& world, HostId host);
/// Timers that came due meanwhile fire at once; what was sent to it comes when TCP sends it again.
void resume_host(World& world, HostId host);

void on_host_boots(World& world, const Event& event);

}  // namespace sim::world
