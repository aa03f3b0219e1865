#include "failover/logics/interlock/health_check.hpp"

#include <array>

#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/status_file.hpp"

namespace failover::interlock {
namespace {

constexpr std::array rules{
    HealthRule{[](const HealthFacts& facts) { return !facts.failed; }, HealthVerdict::healthy,
               "every valid node answered", "from the first node again after the period"},
    HealthRule{[](const HealthFacts& facts) { return !facts.alternative_database; },
               HealthVerdict::other_database, "a node failed, the first time",
               "once more at once, with the other database"},
    HealthRule{[](const HealthFacts& facts) { return facts.retries_left; }, HealthVerdict::retry,
               "failed again, retries left", "once more after the delay, from this node on"},
    HealthRule{[](const HealthFacts& facts) { return facts.disallowed; }, HealthVerdict::stay,
               "failed for good, DISALLOW_TO_FAILOVER",
               "once more at once: later nodes are never reached (hazard H17)"},
    HealthRule{[](const HealthFacts&) { return true; }, HealthVerdict::down, "failed for good",
               "the node is to go down"},
};

}  // namespace

std::span<const HealthRule> health_rules() { return rules; }

Next MainLoop::run(MainStep& step) {
    switch (stage_) {
        case Stage::start_up:
            stage_ = Stage::top;
            return step.call(StartUp{});
        case Stage::top:
            return top(step);
        case Stage::requests_done:
            return begin_round(step);
        case Stage::probe:
            return probe(step);
        case Stage::failed:
            // The error path re-enters the loop, past the writing of the file (§2.3).
            save_status(step.context);
            stage_ = Stage::top;
            return Next::again;
        case Stage::degenerated:
            retry_ = 0;
            cursor_ = 0;
            alternative_database_ = false;
            stage_ = Stage::failed;
            return Next::again;
    }
    return Next::done;
}

Next MainLoop::top(MainStep& step) {
    stage_ = Stage::requests_done;
    if (requests_caught(step.memory, step.shared())) return step.call(CheckRequests{});
    return Next::again;
}

Next MainLoop::begin_round(MainStep& step) {
    Shared& shared = step.shared();
    if (!announced_) {
        step.log(MainText::started);
        announced_ = true;
        shared.serving = true;
    }
    const bool was_starting = shared.starting;
    shared.starting = false;
    stage_ = Stage::top;
    if (was_starting && step.config().fixes.h14 && !shared.requests.empty()) {
        shared.failover_interrupt.raise(shared.requests.entries().front().cause);
        step.memory.usr1.raise(shared.failover_interrupt.cause);
        return Next::again;
    }
    const Config& config = step.config();
    if (config.health_check_period.count() <= 0) {
        return step.call(Sleep{step.context.now + idle_pause, true});
    }
    if (retry_ > 0) step.log(MainText::health_retry, {retry_});
    // One alarm for the whole round, not per backend (hazard H18).
    step.memory.alarm.reset();
    if (config.health_check_timeout.count() > 0) {
        step.memory.alarm = step.context.now + config.health_check_timeout;
    }
    if (shared.in_recovery != 0) {
        step.memory.alarm.reset();
        return step.call(Sleep{step.context.now + config.health_check_period, true});
    }
    stage_ = Stage::probe;
    return Next::again;
}

/// Goes on from the cursor until a backend has to be connected, or to the end of the round.
Next MainLoop::probe(MainStep& step) {
    const Instant now = step.context.now;
    for (; cursor_ < step.config().backend_count(); ++cursor_) {
        const BackendId backend{cursor_};
        if (step.memory.alarm_fired(now)) {
            step.log(MainText::health_timer_expired, {cursor_});
            return failed(step);
        }
        if (!step.shared().valid(backend)) continue;
        Limits limits;
        limits.connecting = step.config().connect_timeout;
        if (step.memory.alarm) limits.whole = *step.memory.alarm - now;
        call_.connect(step.context, backend, database::Login::health_check, limits);
        return Next::wait;
    }
    return conclude(step, {});
}

Next MainLoop::take(MainStep& step, const Input& input) {
    if (!call_.step(step.context, input)) return Next::wait;
    if (call_.result() == DatabaseResult::connected) {
        call_.close(step.context);
        ++cursor_;
        return Next::again;
    }
    log_failure(step);
    return failed(step);
}

Next MainLoop::healthy(MainStep& step) {
    if (retry_ > 0) step.log(MainText::health_healthy_again, {retry_});
    cursor_ = 0;
    alternative_database_ = false;
    retry_ = 0;
    step.memory.alarm.reset();
    stage_ = Stage::top;
    return step.call(Sleep{step.context.now + step.config().health_check_period, true});
}

/// fail(n) of §4.2: once more at once, then with delays, then it is down.
Next MainLoop::failed(MainStep& step) {
    const Config& config = step.config();
    const auto& backend = config.backends[static_cast<std::size_t>(cursor_)];
    stage_ = Stage::failed;
    return conclude(step, {true, alternative_database_, retry_ < config.health_check_max_retries,
                           backend.disallow_to_failover});
}

Next MainLoop::conclude(MainStep& step, const HealthFacts& facts) {
    switch (decide(step.out(), Table::health, health_rules(), facts)) {
        case HealthVerdict::healthy:
            return healthy(step);
        case HealthVerdict::other_database:
            alternative_database_ = true;
            return Next::again;
        case HealthVerdict::retry:
            ++retry_;
            return step.call(
                Sleep{step.context.now + step.config().health_check_retry_delay, true});
        case HealthVerdict::stay:
            step.log(MainText::health_disallowed, {cursor_});
            retry_ = 0;  // the cursor stays
            return Next::again;
        case HealthVerdict::down:
            return set_down(step);
    }
    LOGIC_ASSERT(false);
    return Next::again;
}

Next MainLoop::set_down(MainStep& step) {
    step.log(MainText::health_node_down, {cursor_});
    NodeRequest request;
    request.operation = NodeOperation::down;
    request.nodes = {BackendId{cursor_}};
    request.switch_over = !step.memory.alarm_fired(step.context.now);
    stage_ = Stage::degenerated;
    return step.call(DegenerateRequest{std::move(request)});
}

void MainLoop::log_failure(MainStep& step) const {
    const std::int32_t backend = call_.backend().value;
    const bool by_alarm = call_.result() == DatabaseResult::timed_out &&
                          call_.refusal() != Refusal::timed_out &&
                          step.memory.alarm_fired(step.context.now);
    if (by_alarm && !call_.reached()) {
        step.log(MainText::health_call_timer_expired, {backend});
        step.context.out.log(id(ProcessText::connect_persistent_failed), {backend});
    } else if (by_alarm || call_.result() == DatabaseResult::lost ||
               call_.result() == DatabaseResult::shut_down) {
        const ErrorWord error = by_alarm                          ? ErrorWord::connection_timed_out
                                : call_.ending() == Ending::reset ? ErrorWord::connection_reset
                                                                  : ErrorWord::success;
        step.log(MainText::notice_ignored);
        step.log(MainText::health_read_failed, {backend, static_cast<std::int32_t>(error)});
    } else if (call_.result() == DatabaseResult::rejected) {
        step.log(MainText::health_authentication, {static_cast<std::int32_t>(call_.fatal())});
    } else {
        log_persistent_failure(step.context, call_);
    }
}

// ---- DegenerateRequest -------------------------------------------------------------------------

Next DegenerateRequest::run(MainStep& step) {
    switch (stage_) {
        case Stage::ask:
            stage_ = Stage::verdict;
            if (validate(step.context, request, false).verdict != Validated::ask_watchdog) {
                return Next::done;
            }
            if (!call_.begin(step.context, request, false)) return Next::wait;
            return Next::again;
        case Stage::verdict: {
            stage_ = Stage::done;
            if (!call_.proceeds()) return Next::done;
            NodeRequest entry = call_.request();
            entry.cause = step.out().cause();
            if (!step.shared().requests.push(std::move(entry))) return Next::done;
            return step.call(FailoverProcedure{});
        }
        case Stage::done:
            return Next::done;
    }
    return Next::done;
}

Next DegenerateRequest::take(MainStep& step, const Input& input) {
    return call_.step(step.context, input) ? Next::again : Next::wait;
}

}  // namespace failover::interlock
