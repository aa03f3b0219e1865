// Ends the program where a logic does not come back from a step: it loops, and nothing inside its
// own thread could say so. Says which scenario, seed and event it was. A run that comes to its end
// notices nothing of this.
#pragma once

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <string>
#include <thread>

#include "sim/world/step_watch.hpp"

namespace sim::simrun {

/// Processor time that one step may take; what a logic does in one takes microseconds.
inline constexpr std::chrono::milliseconds longest_step{5'000};

class StepAlarm {
  public:
    /// Watches the steps of runs on this thread until it is destroyed. `whose` is what is printed
    /// besides the event. REQUIRES: `watch` outlives it.
    StepAlarm(const world::StepWatch& watch, std::string whose,
              std::chrono::milliseconds longest = longest_step);
    ~StepAlarm();
    StepAlarm(const StepAlarm&) = delete;
    StepAlarm& operator=(const StepAlarm&) = delete;

  private:
    void guard();
    [[nodiscard]] std::chrono::nanoseconds used() const;

    const world::StepWatch& watch_;
    std::string whose_;
    std::chrono::milliseconds longest_;
    clockid_t clock_{};  ///< processor time of the thread that runs
    std::mutex mutex_;
    std::condition_variable ended_;
    bool over_ = false;
    std::thread guard_;
};

}  // namespace sim::simrun
