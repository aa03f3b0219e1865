// A 4-ary implicit heap of 16-byte keys, smallest first. Keys are never equal, so the order in
// which they leave does not depend on the order in which they came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/wide.hpp"

namespace engine {

class KeyHeap {
  public:
    [[nodiscard]] bool empty() const { return keys_.empty(); }
    [[nodiscard]] std::size_t size() const { return keys_.size(); }
    /// REQUIRES: not empty.
    [[nodiscard]] Wide top() const { return keys_.front(); }

    void push(Wide key) {
        keys_.push_back(key);
        rise(keys_.size() - 1, key);
    }

    /// REQUIRES: not empty.
    void pop() {
        const Wide last = keys_.back();
        keys_.pop_back();
        if (!keys_.empty()) sink(last);
    }

    /// Puts `key` in the place of the smallest. REQUIRES: not empty.
    void replace_top(Wide key) { sink(key); }

    /// Makes the key `old` smaller; takes time proportional to the size. REQUIRES: `old` is here.
    void lower(Wide old, Wide key) {
        const auto place = std::find(keys_.begin(), keys_.end(), old);
        rise(static_cast<std::size_t>(place - keys_.begin()), key);
    }

  private:
    /// Moves the hole at `place` up to where `key` belongs.
    void rise(std::size_t place, Wide key) {
        Wide* const keys = keys_.data();
        while (place > 0) {
            const std::size_t parent = (place - 1) / 4;
            if (keys[parent] <= key) break;
            keys[place] = keys[parent];
            place = parent;
        }
        keys[place] = key;
    }

    /// Moves the hole at the root down to where `key` belongs. What sinks is nearly always a
    /// leaf, so that leaving early is rare. One plain loop for all four children, the smallest
    /// kept as a value: faster on both compilers than a tournament or unrolling (bench/README.md).
    void sink(Wide key) {
        Wide* const keys = keys_.data();
        const std::size_t size = keys_.size();
        std::size_t place = 0;
        for (std::size_t child = 1; child < size; child = 4 * place + 1) {
            const std::size_t end = std::min(child + 4, size);
            std::size_t least = child;
            Wide smallest = keys[child];
            for (++child; child < end; ++child) {
                const Wide other = keys[child];
                if (other < smallest) {
                    smallest = other;
                    least = child;
                }
            }
            if (key < smallest) break;
            keys[place] = smallest;
            place = least;
        }
        keys[place] = key;
    }

    std::vector<Wide> keys_;
};

}  // namespace engine
