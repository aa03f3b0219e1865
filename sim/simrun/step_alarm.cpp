#include "sim/simrun/step_alarm.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace sim::simrun {

StepAlarm::StepAlarm(const world::StepWatch& watch, std::string whose,
                     std::chrono::milliseconds longest)
    : watch_(watch), whose_(std::move(whose)), longest_(longest) {
    if (pthread_getcpuclockid(pthread_self(), &clock_) != 0) return;  // nothing to measure by
    guard_ = std::thread([this] { guard(); });
}

StepAlarm::~StepAlarm() {
    if (!guard_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    ended_.notify_one();
    guard_.join();
}

std::chrono::nanoseconds StepAlarm::used() const {
    timespec now{};
    clock_gettime(clock_, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

void StepAlarm::guard() {
    std::uint64_t event = 0;
    std::chrono::nanoseconds since{};
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, longest_ / 5, [&] { return over_; })) {
        const std::uint64_t now = watch_.event();
        if (now == 0 || now != event) {
            event = now;
            since = used();
        } else if (used() - since >= longest_) {
            const std::string text =
                fmt::format("simrun: the logic does not come back from a step\n{}  event      {}\n",
                            whose_, event);
            std::fputs(text.c_str(), stderr);
            std::_Exit(70);
        }
    }
}

}  // namespace sim::simrun
