// Work shared out over threads: whoever is free takes the next piece. The pieces are numbered, so
// that what comes of them can be put in order whoever did which.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace determinism {

/// Calls `work(n)` once for each n below `count`, on `threads` threads; on the caller's own if one.
inline void share_out(std::size_t count, unsigned threads,
                      const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t n = next++; n < count; n = next++) work(n);
    };
    std::vector<std::jthread> others;
    for (unsigned more = 1; more < threads; ++more) others.emplace_back(take);
    take();
}

}  // namespace determinism
