// Work shared out over threads, its results taken in order: what is printed does not depend on the
// number of threads, and memory not on the amount of work.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace sim::simrun {

/// How far ahead of the last result taken work may begin, per thread.
inline constexpr std::size_t work_ahead = 64;

struct Share {
    std::size_t count = 0;  ///< pieces of work
    unsigned jobs = 1;      ///< threads
};

/// Calls `work(i)` for 0 <= i < count on `jobs` threads, and `take(i, result)` on this one, in the
/// order of i. `go_on()` is asked on this thread, before each result and several times a second:
/// when it says no, nothing more is begun or taken. REQUIRES: share.jobs > 0; `work` does not
/// throw.
template <class Work, class Take, class GoOn>
void in_order(const Share& share, const Work& work, const Take& take, const GoOn& go_on) {
    const auto [count, jobs] = share;
    using Result = decltype(work(std::size_t{0}));
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::size_t, Result> ready;
    std::size_t next = 0;
    std::size_t taken = 0;
    bool stop = false;

    const auto labour = [&] {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock,
                         [&] { return stop || next >= count || next < taken + work_ahead * jobs; });
            if (stop || next >= count) return;
            const std::size_t mine = next++;
            lock.unlock();
            Result result = work(mine);
            lock.lock();
            ready.emplace(mine, std::move(result));
            changed.notify_all();
        }
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < jobs && i < count; ++i) threads.emplace_back(labour);
    std::unique_lock lock(mutex);
    while (taken < count && go_on()) {
        changed.wait_for(lock, std::chrono::milliseconds{50},
                         [&] { return ready.contains(taken); });
        const auto found = ready.find(taken);
        if (found == ready.end()) continue;
        Result result = std::move(found->second);
        ready.erase(found);
        ++taken;
        lock.unlock();
        changed.notify_all();
        take(taken - 1, std::move(result));
        lock.lock();
    }
    stop = true;
    changed.notify_all();
    lock.unlock();
}

}  // namespace sim::simrun
