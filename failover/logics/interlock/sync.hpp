// A standby takes over the leader's view of the backends: at every join, not after individual
// failovers (semantics-3.6 §3.4).
#pragma once

#include <span>

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/main_activity.hpp"
#include "failover/logics/interlock/rules.hpp"

namespace failover::interlock {

struct Sync {
    Next run(MainStep& step);
    Next take(MainStep& step, const Input& input);
    [[nodiscard]] bool takes(const Input& input) const {
        return call_.open() && call_.takes(input);
    }
    bool operator==(const Sync&) const = default;

  private:
    IpcCall call_;
};

/// What the leader said.
struct LeaderView {
    ProxyId leader;
    BackendId primary;
    std::vector<Status> status;
};

/// What taking it over changed here.
struct SyncOutcome {
    bool primary_changed = false;
    int ups = 0;  ///< down here before: UP becoming WAIT does not count
    std::vector<BackendId> downs;
    [[nodiscard]] bool changed() const { return primary_changed || ups > 0 || !downs.empty(); }
};

/// Step 3: what the leader's word does to the status of one backend.
enum class SyncVerdict : std::uint8_t { keep, set_down, set_up, set_up_counted };
struct SyncFacts {
    Status theirs = Status::unused;
    Status ours = Status::unused;
};
using SyncRule = Decision<SyncFacts, SyncVerdict>;
[[nodiscard]] std::span<const SyncRule> sync_rules();

/// Step 5: what becomes of the children.
enum class RestartVerdict : std::uint8_t { nothing, not_streaming, new_primary, keep, partial };
struct RestartFacts {
    const SyncOutcome& outcome;
    bool streaming = true;
};
using RestartRule = Decision<RestartFacts, RestartVerdict>;
[[nodiscard]] std::span<const RestartRule> restart_rules();

/// Steps 2 to 4 of §3.4, with their lines.
SyncOutcome take_over(Context& context, const LeaderView& view);

/// Step 5: what becomes of the children and the SR check of a proxy that serves already.
void restart_after_sync(MainStep& step, const LeaderView& view, const SyncOutcome& outcome);

}  // namespace failover::interlock
