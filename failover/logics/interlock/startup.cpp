#include "failover/logics/interlock/startup.hpp"

#include <algorithm>

#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/status_file.hpp"

namespace failover::interlock {

Next StartUp::run(MainStep& step) {
    switch (stage_) {
        case Stage::watchdog:
            return begin_watchdog(step);
        case Stage::wait_for_watchdog:
            if (!step.memory.usr1.set && !step.memory.child.set) return Next::wait;
            return watchdog_ready(step);
        case Stage::watchdog_ready:
            stage_ = Stage::sockets;
            if (!step.memory.usr1.set) return Next::again;
            step.memory.usr1.set = false;
            step.out().adopt(step.memory.usr1.cause);
            return step.call(Interrupts{});
        case Stage::sockets:
            return open_sockets(step);
        case Stage::primary:
            stage_ = Stage::last;
            // A proxy that has just imported the primary from the leader does not search.
            if (step.shared().primary_node.value >= 0) return Next::again;
            return step.call(FindPrimary{});
        case Stage::last:
            return finish(step);
    }
    return Next::done;
}

Next StartUp::begin_watchdog(MainStep& step) {
    if (!step.config().use_watchdog) {
        stage_ = Stage::sockets;
        return Next::again;
    }
    step.log(MainText::waiting_for_watchdog);
    step.shared().watchdog = step.fork(Process::watchdog, 0);
    stage_ = Stage::wait_for_watchdog;
    return Next::again;
}

Next StartUp::watchdog_ready(MainStep& step) {
    step.log(MainText::watchdog_initialized);
    if (step.config().wd_lifecheck_method != LifecheckMethod::external) {
        step.shared().lifecheck = step.fork(Process::lifecheck, 0);
    }
    stage_ = Stage::watchdog_ready;
    return Next::again;
}

Next StartUp::open_sockets(MainStep& step) {
    step.log(MainText::setting_up_socket, {step.config().self.value});
    if (!step.out().host().port_is_free(Plane::client)) {
        // Orphans of a main that was killed still hold it (§16.11 j).
        step.log(MainText::socket_taken);
        step.memory.stopping = true;
        step.memory.stop_signal = Signal::interrupt;
        step.memory.exit_status = exit_fatal;
        return Next::again;
    }
    step.out().put(Listen{Plane::client, true});
    std::vector<ChildSlot>& children = step.shared().children;
    for (std::size_t i = 0; i < children.size(); ++i) {
        children[i].pid = step.fork(Process::child, static_cast<std::int32_t>(i));
    }
    stage_ = Stage::primary;
    return Next::again;
}

Next StartUp::finish(MainStep& step) {
    Shared& shared = step.shared();
    if (shared.primary_node.value < 0) shared.primary_node = step.memory.returned.primary;
    shared.pcp = step.fork(Process::pcp, 0);
    shared.worker = step.fork(Process::worker, 0);
    save_status(step.context);
    return Next::done;
}

// ---- ShutDown ----------------------------------------------------------------------------------

Next ShutDown::run(MainStep& step) {
    if (begun_) return Next::wait;
    begun_ = true;
    Outbox& out = step.out();
    Shared& shared = step.shared();
    shared.serving = false;
    out.put(StopTimer{});
    out.put(Listen{Plane::client, false});
    const Signal signal = step.memory.stop_signal;
    for (const ChildSlot& slot : shared.children) {
        if (slot.pid != no_pid) out.put(Raise{slot.pid, signal});
    }
    for (const Pid pid : {shared.pcp, shared.worker}) {
        if (pid != no_pid) out.put(Raise{pid, signal});
    }
    for (const Pid pid : {shared.watchdog, shared.lifecheck}) {
        if (pid != no_pid) out.put(Raise{pid, Signal::terminate});
    }
    if (!step.memory.living.empty()) return Next::wait;
    save_status(step.context);
    out.put(Exit{step.memory.exit_status});
    return Next::wait;
}

Next ShutDown::take(MainStep& step, const Input& input) {
    forget_child(step.memory, std::get<ChildEnded>(input.what).pid);
    if (step.memory.living.empty()) {
        save_status(step.context);
        step.out().put(Exit{step.memory.exit_status});
    }
    return Next::wait;
}

bool ShutDown::takes(const Input& input) const {
    return std::holds_alternative<ChildEnded>(input.what);
}

}  // namespace failover::interlock
