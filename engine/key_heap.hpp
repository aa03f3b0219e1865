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
    /// leaf, so the way to the bottom is predictable; the choice among children has no branch.
    void sink(Wide key) {
        Wide* const keys = keys_.data();
        const std::size_t size = keys_.size();
        std::size_t place = 0;
        std::size_t child = 1;
        while (child + 3 < size) {
            const std::size_t left = child + (keys[child + 1] < keys[child] ? 1U : 0U);
            const std::size_t right = child + 2 + (keys[child + 3] < keys[child + 2] ? 1U : 0U);
            const std::size_t least = keys[right] < keys[left] ? right : left;
            if (key < keys[least]) {
                keys[place] = key;
                return;
            }
            keys[place] = keys[least];
            place = least;
            child = 4 * place + 1;
        }
        sink_at_the_end(place, key);
    }

    /// The last step of `sink`, where there may be fewer than four children.
    void sink_at_the_end(std::size_t place, Wide key) {
        const std::size_t first = 4 * place + 1;
        std::size_t least = first;
        for (std::size_t child = first + 1; child < keys_.size(); ++child) {
            if (keys_[child] < keys_[least]) least = child;
        }
        if (first < keys_.size() && keys_[least] < key) {
            keys_[place] = keys_[least];
            place = least;
        }
        keys_[place] = key;
    }

    std::vector<Wide> keys_;
};

}  // namespace engine
