#include "failover/logics/interlock/sync.hpp"

#include "failover/logics/interlock/main.hpp"

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

/// Whether the leader's word changes the local status, and to what.
void take_over_backend(Context& context, const LeaderView& view, BackendId id,
                       SyncOutcome& outcome) {
    const Status theirs = view.status[static_cast<std::size_t>(id.value)];
    const Status ours = context.shared.status_of(id);
    const MessageArguments arguments{id.value, view.leader.value};
    switch (theirs) {
        case Status::unused:
            return;
        case Status::down:
            if (ours == Status::down) return;
            context.shared.set_status(id, Status::down);
            context.out.log(interlock::id(MainText::sync_down), arguments);
            outcome.downs.push_back(id);
            return;
        case Status::connect_wait:
        case Status::up:
            if (ours == Status::connect_wait) return;
            context.shared.set_status(id, Status::connect_wait);
            context.out.log(interlock::id(MainText::sync_up), arguments);
            if (ours == Status::down) ++outcome.ups;
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
    for (int i = 0; i < context.config.backend_count() && i < theirs; ++i) {
        take_over_backend(context, view, BackendId{i}, outcome);
    }
    if (outcome.changed() && shared.lowest_valid() != no_backend) {
        shared.master_node = shared.lowest_valid();
    }
    return outcome;
}

void restart_after_sync(MainStep& step, const LeaderView& view, const SyncOutcome& outcome) {
    const std::int32_t leader = view.leader.value;
    if (!outcome.changed()) {
        step.log(MainText::sync_same, {leader});
        return;
    }
    ChildrenClass which = ChildrenClass::all;
    if (!step.config().streaming) {
        step.log(MainText::sync_not_streaming, {leader});
    } else if (outcome.primary_changed) {
        step.log(MainText::sync_primary_changed, {leader});
    } else if (outcome.downs.empty()) {
        step.log(MainText::sync_none_detached, {leader});
        which = ChildrenClass::keep;
    } else {
        step.log(MainText::sync_detached,
                 {static_cast<std::int32_t>(outcome.downs.size()), leader});
        if (!all_backends_down(step.context)) which = ChildrenClass::partial;
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
