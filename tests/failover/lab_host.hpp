// The host of a watchdog in the laboratory: numbers, addresses, and mishaps that a test asks for.
#pragma once

#include <string>
#include <vector>

#include "failover/logic.hpp"

namespace lab {

class LabHost : public failover::Host {
  public:
    std::int32_t* numbers = nullptr;  ///< counted up for pids and connections
    bool broken = false;              ///< every write fails
    bool locks_up = false;            ///< a watchdog does not come out of its shutdown
    std::vector<failover::Interface> network{{"eth0", true, {"10.0.0.1"}}};

    failover::Pid next_pid() override { return failover::Pid{++*numbers}; }
    std::int32_t next_number() override { return ++*numbers; }
    std::size_t choose_backend(failover::ConnectionId, std::span<const failover::BackendId>,
                               std::span<const std::uint64_t>) override {
        return 0;
    }
    [[nodiscard]] std::vector<failover::Interface> interfaces() const override { return network; }
    bool mishap(failover::Pid, std::string_view) override { return locks_up; }
    [[nodiscard]] bool breaks(failover::ConnectionId) const override { return broken; }
};

}  // namespace lab
