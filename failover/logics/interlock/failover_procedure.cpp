#include "failover/logics/interlock/failover_procedure.hpp"

#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/status_changes.hpp"
#include "failover/logics/interlock/status_file.hpp"
#include "failover/logics/interlock/utility.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr Duration pcp_pause = std::chrono::seconds{1};

CommandLine command_line(const Shared& shared, std::string_view parameter, BackendId node,
                         BackendId new_master) {
    const auto narrow = [](BackendId id) { return static_cast<std::int16_t>(id.value); };
    CommandLine line;
    line.parameter = parameter_index(parameter);
    line.node = narrow(node);
    line.new_master = narrow(new_master);
    line.old_master = narrow(shared.master_node);
    line.old_primary = narrow(shared.primary_or_master());
    line.lowest_valid = narrow(shared.lowest_valid());
    return line;
}

}  // namespace

Next FailoverProcedure::run(MainStep& step) {
    switch (stage_) {
        case Stage::enter:
            return enter(step);
        case Stage::next_entry:
            return next_entry(step);
        case Stage::begin:
            return begin(step);
        case Stage::release_failback:
            return lock(step, LockCommand::release, Lock::failback, Stage::children);
        case Stage::children:
            return children(step);
        case Stage::commands:
            return commands(step);
        case Stage::primary:
            return find_primary(step);
        case Stage::primary_found:
            new_primary_ = step.memory.returned.primary;
            stage_ = Stage::follow;
            return Next::again;
        case Stage::follow:
            return follow(step);
        case Stage::followed:
            return release_or_wait(step, Lock::follow_master, Stage::settle);
        case Stage::settle:
            return settle(step);
        case Stage::report:
            return report(step);
        case Stage::restart_pcp:
            return restart_pcp(step);
        case Stage::done:
            step.out().adopt(back_);
            return Next::done;
    }
    return Next::done;
}

// P0
Next FailoverProcedure::enter(MainStep& step) {
    Shared& shared = step.shared();
    back_ = step.out().cause();
    if (shared.switching) {
        step.out().put(Raise{shared.pcp, Signal::usr2});
        return Next::done;
    }
    shared.switching = true;
    step.memory.alarm.reset();
    stage_ = Stage::next_entry;
    return Next::again;
}

// P1 to P3
Next FailoverProcedure::next_entry(MainStep& step) {
    Shared& shared = step.shared();
    request_ = NodeRequest{};
    if (shared.requests.empty()) return finish(step);
    request_ = shared.requests.pop();
    step.out().adopt(request_.cause);
    if (request_.operation == NodeOperation::close_idle) {
        for (const ChildSlot& slot : shared.children) {
            if (slot.pid != no_pid) step.out().put(Raise{slot.pid, Signal::usr1});
        }
        return Next::again;
    }
    LOGIC_ASSERT(!request_.nodes.empty());
    holder_ = false;
    all_were_down_ = true;
    follow_count_ = 0;
    survivors_ = 0;
    if (step.config().fixes.h1) downed_.reset();
    command_at_ = 0;
    new_primary_ = no_backend;
    return lock(step, LockCommand::start, Lock::failover, Stage::begin);
}

// P4
Next FailoverProcedure::begin(MainStep& step) {
    holder_ = step.memory.returned.command == CommandResult::i_am_lock_holder;
    bool goes_on = false;
    switch (request_.operation) {
        case NodeOperation::up:
            goes_on = begin_up(step);
            break;
        case NodeOperation::promote:
            goes_on = begin_promote(step);
            break;
        case NodeOperation::down:
            goes_on = begin_down(step);
            break;
        case NodeOperation::recovery:
        case NodeOperation::close_idle:
            break;
    }
    if (!goes_on) {
        if (holder_) return lock(step, LockCommand::finish, Lock::failover, Stage::next_entry);
        stage_ = Stage::next_entry;
        return Next::again;
    }
    stage_ = Stage::children;
    if (request_.operation != NodeOperation::up) return Next::again;
    if (!holder_) return release_or_wait(step, Lock::failback, Stage::children);
    stage_ = Stage::release_failback;
    if (step.config().failback_command.empty() || !step.config().configured(node())) {
        return Next::again;
    }
    const BackendId lowest = step.shared().lowest_valid();
    return step.call(CommandRun{command_line(step.shared(), "failback_command", node(), lowest)});
}

bool FailoverProcedure::begin_up(MainStep& step) {
    Shared& shared = step.shared();
    const std::int32_t id = node().value;
    if (id < 0 || id >= max_backends) {
        step.log(MainText::failback_invalid_node, {id, max_backends});
        return false;
    }
    const bool raw = !step.config().master_slave_mode;
    if (shared.valid(node()) && !(raw && shared.status_of(node()) == Status::down)) {
        step.log(MainText::failback_invalid_status,
                 {static_cast<std::int32_t>(shared.status_of(node())), id});
        return false;
    }
    step.log(MainText::failback_start, {id});
    all_were_down_ = all_backends_down(step.context);
    change_status(step.context, node(), Status::connect_wait, ChangedBy::node_up);
    save_status(step.context);
    return true;
}

bool FailoverProcedure::begin_promote(MainStep& step) {
    if (!step.shared().valid(node())) {
        step.log(MainText::promote_nothing);
        return false;
    }
    step.log(MainText::promote_start, {node().value});
    return true;
}

bool FailoverProcedure::begin_down(MainStep& step) {
    Shared& shared = step.shared();
    bool any = false;
    for (const BackendId id : request_.nodes) {
        if (id.value < 0 || id.value >= max_backends || !shared.valid(id)) continue;
        step.log(MainText::degenerate_start, {id.value});
        change_status(step.context, id, Status::down, ChangedBy::node_down);
        save_status(step.context);
        downed_.set(static_cast<std::size_t>(id.value));
        any = true;
    }
    if (!any) step.log(MainText::degenerate_nothing);
    return any;
}

// P5, P6
Next FailoverProcedure::children(MainStep& step) {
    const Shared& shared = step.shared();
    new_master_ = shared.lowest_valid();
    if (new_master_ == no_backend) step.log(MainText::no_valid_node);
    const BackendId primary = shared.primary_or_master();
    class_ = choose_children_class(
        step.out(),
        {step.config().streaming, request_.operation, all_were_down_, request_.switch_over,
         judges(step, primary) ? primary : node(), shared.primary_node, primary});
    first_kill(step);
    stage_ = Stage::commands;
    return Next::again;
}

void FailoverProcedure::first_kill(MainStep& step) {
    const std::int32_t id = node().value;
    switch (class_) {
        case ChildrenClass::keep:
            step.log(MainText::keep_children_failback, {id});
            return;
        case ChildrenClass::partial:
            step.log(MainText::keep_children_switch_over, {id});
            break;
        case ChildrenClass::all:
            step.log(MainText::restart_all);
            break;
    }
    for (const ChildSlot& slot : step.shared().children) {
        if (slot.pid == no_pid) continue;
        if (class_ == ChildrenClass::partial) {
            const BackendId reads_from = slot.load_balancing_node;
            if (!slot.connected || !judges(step, reads_from)) continue;
            step.log(MainText::child_restart, {slot.pid.value, 0, reads_from.value});
        }
        step.out().put(Raise{slot.pid, Signal::quit});
    }
}

// P7: of any kind of entry, for all that went down in this run (hazard H1).
Next FailoverProcedure::commands(MainStep& step) {
    if (holder_ && !step.config().failover_command.empty()) {
        while (command_at_ < step.config().backend_count()) {
            const BackendId id{command_at_++};
            if (!downed_.test(static_cast<std::size_t>(id.value))) continue;
            if (!step.config().configured(id)) continue;
            return step.call(
                CommandRun{command_line(step.shared(), "failover_command", id, new_master_)});
        }
    }
    return release_or_wait(step, Lock::failover, Stage::primary);
}

// P8
Next FailoverProcedure::find_primary(MainStep& step) {
    const Shared& shared = step.shared();
    stage_ = Stage::follow;
    if (request_.operation == NodeOperation::promote && shared.valid(node())) {
        new_primary_ = node();
        return Next::again;
    }
    const bool unknown = step.config().fixes.r38 && shared.primary_node.value < 0;
    if (request_.operation == NodeOperation::down && step.config().streaming && !unknown &&
        !judges(step, shared.primary_node)) {
        new_primary_ = shared.primary_node;
        return Next::again;
    }
    stage_ = Stage::primary_found;
    return step.call(FindPrimary{});
}

// P9, P10
Next FailoverProcedure::follow(MainStep& step) {
    const Shared& shared = step.shared();
    const bool commanded = !step.config().follow_master_command.empty();
    if (goes_after_followers(step)) degenerate_followers(step);
    // Released at the fork: the lock does not cover the command's run (hazard H13).
    stage_ = Stage::followed;
    if (!holder_ || follow_count_ + survivors_ == 0 || !commanded) return Next::again;
    const FollowArguments job{shared.master_node, new_primary_, shared.primary_node};
    const Pid child = step.fork(Process::utility, job.packed());
    return step.config().fixes.h13 ? step.call(ChildWait{child}) : Next::again;
}

bool FailoverProcedure::goes_after_followers(const MainStep& step) const {
    const Shared& shared = step.shared();
    const Config& config = step.config();
    const bool promotes = request_.operation == NodeOperation::promote;
    const bool downs = request_.operation == NodeOperation::down;
    if (!config.streaming || (config.follow_master_command.empty() && !promotes)) return false;
    const BackendId primary = shared.primary_node;
    const bool primary_went =
        downs && primary.value >= 0 && downed_.test(static_cast<std::size_t>(primary.value));
    const bool was_unknown =
        config.fixes.r38 && downs && primary.value < 0 && new_primary_.value >= 0;
    return primary_went || was_unknown || (promotes && shared.valid(node()));
}

void FailoverProcedure::degenerate_followers(MainStep& step) {
    if (new_primary_.value >= 0) {
        for (int i = 0; i < step.config().backend_count(); ++i) {
            const BackendId id{i};
            if (id == new_primary_ || !step.config().configured(id)) continue;
            if (step.config().fixes.h19 && id != step.shared().primary_node) {
                if (step.shared().valid(id)) ++survivors_;
                continue;
            }
            step.log(MainText::follow_degeneration, {i});
            change_status(step.context, id, Status::down, ChangedBy::follow);
            save_status(step.context);
            ++follow_count_;
        }
    }
    if (follow_count_ == 0) {
        step.log(MainText::follow_nothing);
        return;
    }
    new_master_ = step.shared().lowest_valid();
    step.log(MainText::follow_degenerated, {follow_count_});
}

// P11 to P14
Next FailoverProcedure::settle(MainStep& step) {
    Shared& shared = step.shared();
    shared.primary_node = new_primary_;
    step.log(MainText::new_primary, {new_primary_.value});
    if (new_master_.value >= 0) {
        shared.master_node = new_master_;
        step.log(MainText::new_master, {new_master_.value});
    }
    restart_children(step, class_, judged(step));
    step.out().put(Raise{shared.worker, Signal::usr1});
    if (holder_) return lock(step, LockCommand::finish, Lock::failover, Stage::report);
    stage_ = Stage::report;
    return Next::again;
}

// P15
Next FailoverProcedure::report(MainStep& step) {
    const std::int32_t id = node().value;
    switch (request_.operation) {
        case NodeOperation::up:
            step.log(MainText::failback_done, {id});
            break;
        case NodeOperation::promote:
            step.log(MainText::promote_done, {id});
            break;
        case NodeOperation::down:
        case NodeOperation::recovery:
        case NodeOperation::close_idle:
            step.log(MainText::failover_done_raw, {id});
            step.log(MainText::failover_done, {id});
            break;
    }
    restarts_pcp_ = true;
    stage_ = Stage::next_entry;
    return Next::again;
}

// P16
Next FailoverProcedure::finish(MainStep& step) {
    Shared& shared = step.shared();
    shared.switching = false;
    // The sync that was put off (fix_h15) is due now.
    if (shared.watchdog_state_changed.set && step.config().fixes.h15) {
        step.memory.usr1.raise(shared.watchdog_state_changed.cause);
    }
    step.out().put(Raise{shared.pcp, Signal::usr2});
    if (!restarts_pcp_) {
        stage_ = Stage::done;
        return Next::again;
    }
    stage_ = Stage::restart_pcp;
    return step.call(Sleep{step.context.now + pcp_pause, false});
}

Next FailoverProcedure::restart_pcp(MainStep& step) {
    stage_ = Stage::done;
    return step.call(PcpRestart{});
}

// ---- locks -------------------------------------------------------------------------------------

Next FailoverProcedure::lock(MainStep& step, LockCommand command, Lock which, Stage then) {
    stage_ = then;
    return step.call(LockOperation{command, which, request_.failover_id});
}

Next FailoverProcedure::release_or_wait(MainStep& step, Lock which, Stage then) {
    if (holder_) return lock(step, LockCommand::release, which, then);
    stage_ = then;
    return step.call(LockWait{which, request_.failover_id});
}

}  // namespace failover::interlock
