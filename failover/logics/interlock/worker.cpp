#include "failover/logics/interlock/worker.hpp"

#include "failover/words/assert.hpp"

namespace failover::interlock {

void Worker::start(Context& context, const Started&) {
    copy_.take(context.shared);
    loop(context);
}

void Worker::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) {
        restart_cause_ = input.cause;
        caught(context, signal->signal);
        return;
    }
    switch (stage_) {
        case Stage::sleeping:
            wake(context);
            return;
        case Stage::checking:
            if (!check_.step(context, input)) return;
            if (check_.broken() != no_backend && context.config.fail_over_on_backend_error) {
                return report(context);
            }
            if (check_.returned() != no_backend) return attach(context, check_.returned());
            sleep(context);
            return;
        case Stage::reporting:
            if (report_.step(context, input)) reported(context);
            return;
    }
}

bool Worker::takes(const Input& input) const {
    switch (stage_) {
        case Stage::sleeping:
            return std::holds_alternative<TimedOut>(input.what);
        case Stage::checking:
            return check_.takes(input);
        case Stage::reporting:
            return report_.takes(input);
    }
    return false;
}

void Worker::caught(Context& context, Signal signal) {
    switch (signal) {
        case Signal::usr1:
            restart_ = true;
            if (stage_ == Stage::checking) check_.interrupted(context);
            if (stage_ == Stage::sleeping) {
                context.out.put(StopTimer{});
                wake(context);
            }
            return;
        case Signal::quit:
        case Signal::terminate:
        case Signal::interrupt:
            context.out.put(Exit{0});
            return;
        case Signal::hup:
            reload(context);
            return;
        case Signal::kill:
        case Signal::usr2:
        case Signal::alarm:
        case Signal::child:
            return;
    }
}

/// Taken up at the head of its loop; the signal ends its sleep (§11.5).
void Worker::reload(Context& context) {
    reloads_ = true;
    if (stage_ != Stage::sleeping) return;
    context.out.put(StopTimer{});
    wake(context);
}

void Worker::loop(Context& context) {
    if (restart_) {
        context.out.adopt(restart_cause_);
        context.out.log(id(ProcessText::worker_restart_request));
        context.out.put(Exit{1});
        return;
    }
    if (reloads_) {
        reloads_ = false;
        context.rereads = true;
        context.out.log(id(ProcessText::worker_reload));
        // What it reads counts from its next step on.
        stage_ = Stage::sleeping;
        return context.out.put(SetTimer{});
    }
    const Config& config = context.config;
    if (config.sr_check_period <= Duration{} || !config.master_slave_mode || !config.streaming) {
        return sleep(context);
    }
    stage_ = Stage::checking;
    if (check_.begin(context, copy_)) sleep(context);
}

void Worker::sleep(Context& context) {
    stage_ = Stage::sleeping;
    const Duration period = context.config.sr_check_period;
    const Duration span = period > Duration{} ? period : idle_sleep;
    context.out.put(SetTimer{span, span});
}

void Worker::wake(Context& context) {
    // The round's error is thrown on only now, after its sleep (§16.7).
    if (check_.error().text != 0) {
        context.out.log(check_.error().text, {check_.error().node.value});
        check_ = ReplicationCheck{};
    }
    loop(context);
}

void Worker::report(Context& context) {
    NodeRequest request{.operation = NodeOperation::down,
                        .nodes = {check_.broken()},
                        .switch_over = true,
                        .failover_id = 0,
                        .cause = context.out.cause()};
    stage_ = Stage::reporting;
    attaches_ = false;
    const Validation validation = validate(context, request, false, StatusView{copy_.status});
    if (validation.verdict != Validated::ask_watchdog) {
        context.out.put(Exit{1});
        return;
    }
    if (report_.begin(context, std::move(request), false)) reported(context);
}

void Worker::attach(Context& context, BackendId node) {
    NodeRequest request{.operation = NodeOperation::up,
                        .nodes = {node},
                        .switch_over = false,
                        .failover_id = 0,
                        .cause = context.out.cause()};
    const Validation validation = validate(context, request, false);
    if (validation.verdict != Validated::ask_watchdog) return sleep(context);
    stage_ = Stage::reporting;
    attaches_ = true;
    if (report_.begin(context, std::move(request), false)) reported(context);
}

void Worker::reported(Context& context) {
    if (report_.proceeds()) enqueue(context, report_.request());
    if (attaches_) return sleep(context);
    context.out.put(Exit{1});
}

}  // namespace failover::interlock
