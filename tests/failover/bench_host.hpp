// The host of a process on the test bench: numbers for pids and connections, and a choice of
// backend that the test decides.
#pragma once

#include <span>
#include <vector>

#include "failover/logic.hpp"

namespace failover::interlock {

class BenchHost : public Host {
  public:
    Pid next_pid() override { return Pid{next_pid_++}; }
    std::int32_t next_number() override { return next_number_++; }
    std::size_t choose_backend(ConnectionId client, std::span<const BackendId> candidates,
                               std::span<const std::uint64_t> weights) override {
        asked_for = client;
        offered.assign(candidates.begin(), candidates.end());
        offered_weights.assign(weights.begin(), weights.end());
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (candidates[i] == wanted) return i;
        }
        return 0;
    }

    ConnectionId asked_for = no_connection;
    std::vector<BackendId> offered;
    std::vector<std::uint64_t> offered_weights;
    BackendId wanted{0};

  private:
    std::int32_t next_pid_ = 500;
    std::int32_t next_number_ = 100;
};

}  // namespace failover::interlock
