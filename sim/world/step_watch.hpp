// Where a run is, for somebody on another thread: the number of the event in which a logic is being
// stepped. A logic that loops never comes back from there. Changes nothing in a run.
#pragma once

#include <atomic>
#include <cstdint>

namespace sim::world {

class StepWatch {
  public:
    void begins(std::uint64_t event) { event_.store(event, std::memory_order_relaxed); }
    void ends() { event_.store(0, std::memory_order_relaxed); }
    /// 0: no logic is being stepped.
    [[nodiscard]] std::uint64_t event() const { return event_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> event_ = 0;
};

}  // namespace sim::world
