#include "failover/logics/interlock/main_requests.hpp"

#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/status_file.hpp"

namespace failover::interlock {
namespace {

Cause take_up(InterruptFlag& flag) {
    flag.set = false;
    return flag.cause;
}

}  // namespace

bool requests_caught(const MainMemory& memory, const Shared& shared) {
    return memory.usr1.set || memory.usr2.set || memory.hup.set ||
           (memory.child.set && !shared.switching);
}

Next CheckRequests::run(MainStep& step) {
    MainMemory& memory = step.memory;
    switch (stage_) {
        case Stage::wake:
            back_ = step.out().cause();
            if (memory.usr2.set) wake_children(step);
            stage_ = Stage::interrupts;
            return Next::again;
        case Stage::interrupts:
            if (memory.usr1.set) {
                step.out().adopt(take_up(memory.usr1));
                return step.call(Interrupts{});
            }
            stage_ = Stage::reap;
            return Next::again;
        case Stage::reap:
            stage_ = Stage::reload;
            if (!memory.child.set || step.shared().switching) return Next::again;
            step.out().adopt(take_up(memory.child));
            return step.call(Reap{});
        case Stage::reload:
            if (memory.hup.set) reload(step);
            stage_ = Stage::done;
            return Next::again;
        case Stage::done:
            step.out().adopt(back_);
            return Next::done;
    }
    return Next::done;
}

void CheckRequests::wake_children(MainStep& step) {
    step.out().adopt(take_up(step.memory.usr2));
    for (const ChildSlot& slot : step.shared().children) {
        if (slot.pid != no_pid) step.out().put(Raise{slot.pid, Signal::usr2});
    }
}

/// The configuration of a run is constant, so only the file and the signals remain of a reload.
void CheckRequests::reload(MainStep& step) {
    step.out().adopt(take_up(step.memory.hup));
    step.log(MainText::reload);
    step.context.rereads = true;
    save_status(step.context);
    const Shared& shared = step.shared();
    for (const ChildSlot& slot : shared.children) {
        if (slot.pid != no_pid) step.out().put(Raise{slot.pid, Signal::hup});
    }
    step.out().put(Raise{shared.pcp, Signal::hup});
    step.out().put(Raise{shared.worker, Signal::hup});
}

/// In the middle of a failover a sync overwrites what that is about (hazard H15).
bool Interrupts::put_off(const MainStep& step) {
    return step.config().fixes.h15 && step.shared().switching;
}

Next Interrupts::run(MainStep& step) {
    switch (stage_) {
        case Stage::state_change:
            step.log(MainText::parent_usr1);
            stage_ = Stage::failover;
            if (step.shared().watchdog_state_changed.set && !put_off(step)) return ask_state(step);
            return Next::again;
        case Stage::failover:
            stage_ = Stage::done;
            if (step.shared().failover_interrupt.set) return begin_failover(step);
            return Next::again;
        case Stage::done:
            return Next::done;
    }
    return Next::done;
}

Next Interrupts::ask_state(MainStep& step) {
    step.out().adopt(take_up(step.shared().watchdog_state_changed));
    step.log(MainText::state_change_signal);
    if (!step.config().use_watchdog) return Next::again;
    Message question;
    question.kind = static_cast<std::uint16_t>(Ipc::watchdog_state);
    call_.begin(step.context, std::move(question));
    return Next::wait;
}

Next Interrupts::take(MainStep& step, const Input& input) {
    if (!call_.step(step.context, input)) return Next::wait;
    const auto state = static_cast<WatchdogState>(call_.reply().words[1]);
    const bool joined =
        call_.reached() && call_.result() == IpcResult::ok && state == WatchdogState::standby;
    if (!joined) return Next::again;
    step.log(MainText::joined_as_standby);
    return step.call(Sync{});
}

Next Interrupts::begin_failover(MainStep& step) {
    step.out().adopt(take_up(step.shared().failover_interrupt));
    step.log(MainText::failover_request);
    if (step.shared().starting) {
        // The entry stays in the ring until something else starts the procedure (hazard H14).
        step.log(MainText::ignoring_failover);
        return Next::again;
    }
    return step.call(FailoverProcedure{});
}

}  // namespace failover::interlock
