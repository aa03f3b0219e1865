#include "failover/logics/interlock/reaper.hpp"

#include <algorithm>

#include "failover/logics/interlock/main.hpp"

namespace failover::interlock {
namespace {

constexpr int signal_kill = 9;
constexpr int signal_segmentation = 11;

/// Where a reaped child stands in main's table; nowhere if its place was taken already.
struct Place {
    ReapedWord word = ReapedWord::child;
    Pid* pid = nullptr;
    Process process = Process::child;
    std::int32_t argument = 0;
    ChildSlot* slot = nullptr;
};

Place find_place(Shared& shared, Pid pid) {
    if (pid == shared.watchdog) return {ReapedWord::watchdog, &shared.watchdog, Process::watchdog};
    if (pid == shared.lifecheck) {
        return {ReapedWord::lifecheck, &shared.lifecheck, Process::lifecheck};
    }
    if (pid == shared.pcp) return {ReapedWord::pcp, &shared.pcp, Process::pcp};
    if (pid == shared.worker) return {ReapedWord::worker, &shared.worker, Process::worker};
    for (std::size_t i = 0; i < shared.children.size(); ++i) {
        ChildSlot& slot = shared.children[i];
        if (slot.pid != pid) continue;
        return {ReapedWord::child, &slot.pid, Process::child, static_cast<std::int32_t>(i), &slot};
    }
    return {};
}

void log_end(const MainStep& step, std::int32_t word, const ChildEnded& ended) {
    const int signal = ended.raw_status & 0x7f;
    if (signal == signal_kill) {
        step.log(MainText::reaped_sigkill, {word, ended.pid.value});
    } else if (signal == signal_segmentation) {
        step.log(MainText::reaped_segmentation_fault, {word, ended.pid.value});
    } else if (signal != 0) {
        step.log(MainText::reaped_signal, {word, ended.pid.value, ended.raw_status, signal});
    } else {
        step.log(MainText::reaped_status, {word, ended.pid.value, ended.raw_status});
    }
}

}  // namespace

void forget_child(MainMemory& memory, Pid pid) { std::erase(memory.living, pid); }

void reap(MainStep& step, const ChildEnded& ended) {
    forget_child(step.memory, ended.pid);
    const Place place = find_place(step.shared(), ended.pid);
    const auto word = static_cast<std::int32_t>(place.word);
    log_end(step, word, ended);

    const bool signaled = (ended.raw_status & 0x7f) != 0;
    const int exit_status = ended.raw_status >> 8;
    if (!signaled && exit_status == exit_fatal) {
        if (place.pid != nullptr) *place.pid = no_pid;
        step.log(MainText::reaped_fatal, {word});
        step.memory.stopping = true;
        step.memory.stop_signal = Signal::interrupt;
        step.memory.exit_status = exit_fatal;
        return;
    }
    const bool restart = place.pid != nullptr && (signaled || exit_status != 0);
    if (!restart) {
        if (place.pid != nullptr) *place.pid = no_pid;
        step.log(MainText::reaped_not_restarted, {word, ended.pid.value});
        return;
    }
    // What a killed watchdog held up has to be taken down by its successor (§1.6).
    if (signaled && place.process == Process::watchdog) step.shared().watchdog_needs_cleanup = true;
    *place.pid = step.fork(place.process, place.argument);
    step.log(MainText::reaped_fork, {word, place.pid->value});
}

// ---- Reap --------------------------------------------------------------------------------------

// What has ended so far stands in the mailbox before the timer of no length.
Next Reap::run(MainStep& step) {
    if (armed_) return Next::wait;
    armed_ = true;
    step.out().put(SetTimer{Duration{}, Duration{}});
    return Next::wait;
}

Next Reap::take(MainStep& step, const Input& input) {
    if (const auto* ended = std::get_if<ChildEnded>(&input.what)) {
        ended_.push_back(*ended);
        return Next::wait;
    }
    const auto forked_at = [order = step.memory.living](const ChildEnded& ended) {
        return std::ranges::find(order, ended.pid) - order.begin();
    };
    std::ranges::stable_sort(ended_, {}, forked_at);
    for (const ChildEnded& ended : ended_) reap(step, ended);
    return Next::done;
}

bool Reap::takes(const Input& input) const {
    return std::holds_alternative<ChildEnded>(input.what) ||
           std::holds_alternative<TimedOut>(input.what);
}

}  // namespace failover::interlock
