#include "failover/logics/interlock/sync.hpp"

#include <array>

#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/status_changes.hpp"

namespace failover::interlock {
namespace {

MainText ipc_warning(const IpcCall& call) {
    if (!call.reached()) return MainText::sync_null;
    switch (call.result()) {
        case IpcResult::in_transition:
            return MainText::sync_unstable;
        case IpcResult::timeout:
            return MainText::sync_timeout;
        case IpcResult::bad:
        case IpcResult::ok:
            break;
    }
    return MainText::sync_error;
}

LeaderView read_view(const Message& reply) {
    LeaderView view{ProxyId{reply.words[2]}, BackendId{reply.words[1]}, {}};
    view.status.reserve(reply.blob.size());
    for (const std::int64_t value : reply.blob) view.status.push_back(static_cast<Status>(value));
    return view;
}

constexpr std::array status_decisions{
    SyncRule{[](const SyncFacts& facts) { return facts.theirs == Status::unused; },
             SyncVerdict::keep, "unused at the leader", "nothing"},
    SyncRule{[](const SyncFacts& facts) {
                 return facts.theirs == Status::down && facts.ours == Status::down;
             },
             SyncVerdict::keep, "down at both", "nothing"},
    SyncRule{[](const SyncFacts& facts) { return facts.theirs == Status::down; },
             SyncVerdict::set_down, "down at the leader only", "down"},
    SyncRule{[](const SyncFacts& facts) { return facts.ours == Status::connect_wait; },
             SyncVerdict::keep, "up or waiting at the leader, waiting here", "nothing"},
    SyncRule{[](const SyncFacts& facts) { return facts.ours == Status::down; },
             SyncVerdict::set_up_counted, "up or waiting at the leader, down here",
             "waiting; it counts as changed"},
    SyncRule{[](const SyncFacts&) { return true; }, SyncVerdict::set_up,
             "up or waiting at the leader, up or unused here", "waiting; it does not count"},
};

constexpr std::array restart_decisions{
    RestartRule{[](const RestartFacts& facts) { return !facts.outcome.changed(); },
                RestartVerdict::nothing, "nothing changed", "nothing, not even at the SR check"},
    RestartRule{[](const RestartFacts& facts) { return !facts.streaming; },
                RestartVerdict::not_streaming, "not streaming", "all children are restarted"},
    RestartRule{[](const RestartFacts& facts) { return facts.outcome.primary_changed; },
                RestartVerdict::new_primary, "another primary", "all children are restarted"},
    RestartRule{[](const RestartFacts& facts) { return facts.outcome.downs.empty(); },
                RestartVerdict::keep, "only nodes that came up",
                "none is killed; all restart when they next look"},
    RestartRule{[](const RestartFacts&) { return true; }, RestartVerdict::partial,
                "nodes went down",
                "children whose session reads from one of them are restarted; all, if every node "
                "is down"},
};

/// Whether the leader's word changes the local status, and to what.
void take_over_backend(Context& context, const LeaderView& view, BackendId id,
                       SyncOutcome& outcome) {
    const MessageArguments arguments{id.value, view.leader.value};
    const SyncFacts facts{view.status[static_cast<std::size_t>(id.value)],
                          context.shared.status_of(id)};
    const SyncVerdict verdict = decide(context.out, Table::sync_status, sync_rules(), facts);
    switch (verdict) {
        case SyncVerdict::keep:
            return;
        case SyncVerdict::set_down:
            change_status(context, id, Status::down, ChangedBy::sync);
            context.out.log(interlock::id(MainText::sync_down), arguments);
            outcome.downs.push_back(id);
            return;
        case SyncVerdict::set_up:
        case SyncVerdict::set_up_counted:
            change_status(context, id, Status::connect_wait, ChangedBy::sync);
            context.out.log(interlock::id(MainText::sync_up), arguments);
            if (verdict == SyncVerdict::set_up_counted) ++outcome.ups;
            return;
    }
}

/// The leader knows no primary while it does not hold ours down (fix_r25), or has not looked for
/// one yet (fix_r26): then ours stays.
bool keeps_primary(const Context& context, const LeaderView& view) {
    const BackendId ours = context.shared.primary_node;
    if (view.primary == backend_not_searched) return context.config.fixes.r26;
    if (!context.config.fixes.r25 || view.primary.value >= 0 || ours.value < 0) return false;
    const auto at = static_cast<std::size_t>(ours.value);
    return at < view.status.size() && view.status[at] != Status::down;
}

}  // namespace

std::span<const SyncRule> sync_rules() { return status_decisions; }
std::span<const RestartRule> restart_rules() { return restart_decisions; }

Next Sync::run(MainStep& step) {
    Message question;
    question.kind = static_cast<std::uint16_t>(Ipc::status_data);
    call_.begin(step.context, std::move(question));
    return Next::wait;
}

Next Sync::take(MainStep& step, const Input& input) {
    if (!call_.step(step.context, input)) return Next::wait;
    const Message& reply = call_.reply();
    if (!call_.reached() || call_.result() != IpcResult::ok) {
        step.log(ipc_warning(call_));
        step.log(MainText::sync_failed);
        return Next::done;
    }
    if (reply.words[3] == 0) {
        step.log(MainText::sync_self_leads);
        return Next::done;
    }
    const LeaderView view = read_view(reply);
    const SyncOutcome outcome = take_over(step.context, view);
    if (!step.shared().starting) restart_after_sync(step, view, outcome);
    return Next::done;
}

SyncOutcome take_over(Context& context, const LeaderView& view) {
    Shared& shared = context.shared;
    SyncOutcome outcome;
    context.out.log(id(MainText::sync_returned),
                    {view.leader.value, static_cast<std::int32_t>(view.status.size())});
    if (view.primary != shared.primary_node && !keeps_primary(context, view)) {
        if (!shared.starting) {
            context.out.log(id(MainText::sync_primary_differs),
                            {view.primary.value, view.leader.value, shared.primary_node.value});
        }
        shared.primary_node = view.primary;  // even -1 or -2 (hazard S6)
        outcome.primary_changed = true;
    }
    const int theirs = static_cast<int>(view.status.size());
    const Cause cause = context.out.cause();
    for (int i = 0; i < context.config.backend_count() && i < theirs; ++i) {
        take_over_backend(context, view, BackendId{i}, outcome);
        context.out.adopt(cause);
    }
    if (outcome.changed() && shared.lowest_valid() != no_backend) {
        shared.master_node = shared.lowest_valid();
    }
    return outcome;
}

void restart_after_sync(MainStep& step, const LeaderView& view, const SyncOutcome& outcome) {
    const std::int32_t leader = view.leader.value;
    ChildrenClass which = ChildrenClass::all;
    switch (decide(step.out(), Table::sync_restart, restart_rules(),
                   {outcome, step.config().streaming})) {
        case RestartVerdict::nothing:
            step.log(MainText::sync_same, {leader});
            return;
        case RestartVerdict::not_streaming:
            step.log(MainText::sync_not_streaming, {leader});
            break;
        case RestartVerdict::new_primary:
            step.log(MainText::sync_primary_changed, {leader});
            break;
        case RestartVerdict::keep:
            step.log(MainText::sync_none_detached, {leader});
            which = ChildrenClass::keep;
            break;
        case RestartVerdict::partial:
            step.log(MainText::sync_detached,
                     {static_cast<std::int32_t>(outcome.downs.size()), leader});
            if (!all_backends_down(step.context)) which = ChildrenClass::partial;
            break;
    }
    if (which == ChildrenClass::partial) {
        for (const ChildSlot& slot : step.shared().children) {
            for (const BackendId down : outcome.downs) {
                if (!slot.connected || slot.load_balancing_node != down) continue;
                step.log(MainText::sync_child_restart, {slot.pid.value, 0, down.value});
            }
        }
    }
    restart_children(step, which, outcome.downs);
    step.out().put(Raise{step.shared().worker, Signal::usr1});
}

}  // namespace failover::interlock
