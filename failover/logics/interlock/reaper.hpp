// What main does about children that ended (semantics-3.6 §1.6, §16.3, §16.5): which are forked
// anew, and what is printed about each.
#pragma once

#include "failover/logics/interlock/main_activity.hpp"

namespace failover::interlock {

/// Takes all that ended so far, in the order in which they were forked: so the kernel keeps them
/// and waitpid finds them.
struct Reap {
    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const Reap&) const = default;

  private:
    bool armed_ = false;
    std::vector<ChildEnded> ended_;
};

/// One of them: prints its end, forks its successor unless its place was taken already.
void reap(MainStep& step, const ChildEnded& ended);

/// Remembers that `pid` is gone; for those who wait for one particular child.
void forget_child(MainMemory& memory, Pid pid);

}  // namespace failover::interlock
