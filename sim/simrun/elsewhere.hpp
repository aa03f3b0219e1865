// Runs something where nothing lies as it did before: on another thread, with a heap and a stack
// that begin elsewhere and are full of rubbish. Whatever depends on an address, or on memory that
// nobody wrote, comes out differently there.
#pragma once

#include <functional>

namespace sim::simrun {

/// Calls `work` on a thread of its own and waits for it; what it throws is thrown here.
void run_elsewhere(const std::function<void()>& work);

}  // namespace sim::simrun
