#include "failover/logics/interlock/watchdog_escalation.hpp"

#include "failover/logics/interlock/escalation.hpp"

namespace failover::interlock {
namespace {

constexpr std::int64_t helper_patience = 5;

void take_effect(Work& work, bool escalated) {
    work.me.escalated = escalated;
    work.context.shared.escalated = escalated;
}

void fork_up(Work& work) {
    work.me.helpers.up =
        work.out().fork(role(Process::wd_utility), static_cast<std::int32_t>(Escalation::up));
    work.log(WatchdogText::escalation_started_pid, {work.me.helpers.up.value});
    take_effect(work, true);
}

void fork_down(Work& work) {
    work.me.helpers.down =
        work.out().fork(role(Process::wd_utility), static_cast<std::int32_t>(Escalation::down));
    take_effect(work, false);
}

void wait(Work& work, Helpers::Wanted wanted) {
    work.me.helpers.wanted = wanted;
    work.me.helpers.asked = work.now();
    work.me.helpers.cause = work.out().cause();
}

void say_how(Work& work, HelperWord helper, const ChildEnded& ended) {
    const MessageArguments who{static_cast<std::int32_t>(helper), ended.pid.value, ended.raw_status,
                               ended.raw_status & 0x7f};
    constexpr std::int32_t exit_fatal = 3 << 8;
    constexpr std::int32_t segmentation_fault = 11;
    if (ended.raw_status == 0) {
        work.log(WatchdogText::helper_success, who);
    } else if (ended.raw_status == exit_fatal) {
        work.log(WatchdogText::helper_fatal, who);
    } else if (who[3] == segmentation_fault) {
        work.log(WatchdogText::helper_segmentation_fault, who);
    } else {
        work.log(who[3] != 0 ? WatchdogText::helper_signal : WatchdogText::helper_status, who);
    }
}

}  // namespace

void escalate(Work& work) {
    if (work.me.escalated) return;
    if (work.me.helpers.down == no_pid) return fork_up(work);
    work.log(WatchdogText::waiting_for_de_escalation);
    wait(work, Helpers::Wanted::up);
}

void de_escalate(Work& work) {
    if (!work.me.escalated) {
        if (work.me.helpers.wanted == Helpers::Wanted::up) work.me.helpers.wanted = {};
        return;
    }
    if (work.me.helpers.up == no_pid) return fork_down(work);
    work.log(WatchdogText::waiting_for_escalation);
    wait(work, Helpers::Wanted::down);
}

void continue_escalation(Work& work) {
    Helpers& helpers = work.me.helpers;
    if (helpers.wanted == Helpers::Wanted::nothing) return;
    const bool up = helpers.wanted == Helpers::Wanted::up;
    const Pid opposite = up ? helpers.down : helpers.up;
    if (opposite != no_pid) {
        if (elapsed_seconds(work.now(), helpers.asked) < helper_patience) return;
        work.log(up ? WatchdogText::de_escalation_late : WatchdogText::escalation_late);
    }
    helpers.wanted = Helpers::Wanted::nothing;
    const Cause current = work.out().cause();
    work.out().adopt(helpers.cause);
    up ? fork_up(work) : fork_down(work);
    work.out().adopt(current);
}

bool helper_ended(Work& work, const ChildEnded& ended, bool silent) {
    Helpers& helpers = work.me.helpers;
    if (ended.pid != helpers.up && ended.pid != helpers.down) return false;
    const bool up = ended.pid == helpers.up;
    if (!silent) say_how(work, up ? HelperWord::escalation : HelperWord::de_escalation, ended);
    (up ? helpers.up : helpers.down) = no_pid;
    return true;
}

}  // namespace failover::interlock
