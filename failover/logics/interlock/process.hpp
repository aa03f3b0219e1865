// What every process of this logic gets when it runs, and how it asks to be run: the surroundings
// of one step, and the three functions that a process type has.
#pragma once

#include "failover/logic.hpp"
#include "failover/logics/interlock/config.hpp"
#include "failover/logics/interlock/shared.hpp"

namespace failover::interlock {

/// One step's surroundings.
struct Context {
    Instant now;
    Pid self;
    const Config& config;
    Shared& shared;
    Outbox& out;
    bool rereads = false;  ///< set by a process that reads the configuration file anew
};

// A process type is a value with
//   void start(Context&, const Started&);            its first step
//   void step(Context&, std::span<const Input>);     one input; the watchdog: all of a turn
//   bool takes(const Input&) const;                  as it waits now; never asked for signals

}  // namespace failover::interlock
